"""Take the people of papers into an archive: who is meant by each printed name.

Identity is worked out anew, by `resolve`, for the names that an event brings and all that may be
the same people, from everything that the archive holds of them. So the order of collecting never
matters, and a number of the ISU that comes late parts or joins what is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from kissandcry.archive.people import keeping, overrules, standing
from kissandcry.archive.people.evidence import Node, Printed
from kissandcry.archive.people.index import Index
from kissandcry.archive.people.officials import Officials
from kissandcry.archive.people.overrules import Overrules
from kissandcry.archive.people.resolve import Link, doubtful, resolve
from kissandcry.archive.people.settling import Settling
from kissandcry.archive.people.standing import At, Form, Met, Standing


class Register:
    """The people of an archive, within a transaction that adds an event."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._rules = overrules.both(keeping.overruled(connection))
        self._skaters: dict[At, int] = {}
        self._judges: dict[tuple[str, str], int] = {}

    def skaters(self, met: Sequence[Met]) -> list[int]:
        """The row in `skaters` of each who is meant; a new one where nobody known is."""
        wanted = [At(Form(*one[:3]), one.event) for one in met]
        if any(one not in self._skaters for one in wanted):
            self.meet(met)
        return [self._skaters[one] for one in wanted]

    def judges(self, met: Sequence[tuple[str, str]]) -> list[int]:
        """The row in `judges` of each official of one panel, named with the nation."""
        if any(one not in self._judges for one in met):
            self._judges |= Officials(self._connection, self._rules).meet([met])
        return [self._judges[one] for one in met]

    def meet(self, met: Sequence[Met]) -> None:
        """Take in all skaters of an event at once, so that `skaters` only looks them up."""
        if met:
            self._skaters |= _Meeting(self._connection, self._rules).skaters(met)

    def meet_judges(self, panels: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Take in all panels of an event at once, so that `judges` only looks them up."""
        if any(panels):
            self._judges |= Officials(self._connection, self._rules).meet(panels)


def overrule(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """Keep the user's overrules in the archive, and work out anew whom they name, and whom those
    named that were kept before. Belongs in a transaction."""
    before, now = keeping.overruled(connection), overrules.both(text)
    keeping.overrule(connection, text)
    entries = overrules.parse(before, "people.toml").entries + now.entries
    patterns = [pattern for entry in entries for pattern in entry.patterns]
    index = Index(connection, now)
    named = {
        id: one
        for id, one in index.matching(patterns).items()
        if any(pattern.names(one) for pattern in patterns)
    }
    index.beside_told(named)
    _Meeting(connection, now).again(id for id, one in named.items() if one.sex != "o")
    Officials(connection, now).again(id for id, one in named.items() if one.sex == "o")


class _Meeting:
    """One time that names are met."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, rules: Overrules) -> None:
        self._connection = connection
        self._rules = rules
        self._index = Index(connection, rules)

    def skaters(self, met: Sequence[Met]) -> dict[At, int]:
        """The skaters of an event."""
        known = self._index.ids(standing.with_partners(met))
        forms = {Form(*one[:3]) for one in met}
        return self._settle({known[part] for form in forms for part in form.parts}, met)

    def again(self, ids: Iterable[int]) -> None:
        """Work out anew the people of these printed names."""
        self._settle(set(ids), ())

    def _settle(self, ids: set[int], met: Sequence[Met]) -> dict[At, int]:
        closure = self._index.closure(ids)
        known = self._around(closure, met)
        # Names that are alike may be one where they stood at one event.
        together = [pair for pair in known.alike if known.together(*pair)]
        if together:
            self._index.join(together)
            closure = self._index.closure(ids)
            known = self._around(closure, met)
        groups = self._index.components(sorted(closure))
        resolved = [
            resolve([known.nodes[id] for id in group if id in known.nodes], self._rules)
            for group in groups
        ]
        numbers = {printed: id for id, printed in closure.items()}
        stood = standing.part_of(known.stood, numbers)
        people = [nodes for one in resolved for nodes in one.people]
        settling = Settling(self._connection, self._rules, stood, people)
        meant = settling.run()
        outside = {part for at in stood for part in at.form.parts if part not in numbers}
        keeping.name_forms(
            self._connection,
            stood,
            meant,
            settling.turned,
            numbers | self._index.known(outside),
            known.forms,
        )
        keeping.orphans(self._connection, known.skaters)
        links = [link for one in resolved for link in one.doubts]
        group = {id: which for which, own in enumerate(groups) for id in own}
        links += (
            link
            for one, other in known.alike
            if group.get(one) != group.get(other) and (link := known.doubt(one, other, self._rules))
        )
        keeping.doubts(self._connection, closure, links, self._index)
        return meant

    def _around(self, closure: dict[int, Printed], met: Sequence[Met]) -> "_Known":
        alike = self._index.alike(closure)
        others = self._index.printed({other for _, other in alike if other not in closure})
        printed = closure | others
        stood, forms, skaters = standing.of_archive(self._connection, printed)
        standing.add_met(stood, met)
        nodes = standing.nodes(stood, {one: id for id, one in printed.items()})
        own = set(closure.values())
        forms = {form for form in forms if own & set(form.parts)}
        return _Known(stood, forms, skaters, nodes, alike)


@dataclass
class _Known:
    """All that is known of printed names and of those that are alike."""

    stood: Standing
    forms: set[Form]
    skaters: list[int]
    nodes: dict[int, Node]
    alike: list[tuple[int, int]]

    def together(self, one: int, other: int) -> bool:
        """Whether two names stood at one event."""
        nodes = self.nodes
        return one in nodes and other in nodes and bool(nodes[one].events & nodes[other].events)

    def doubt(self, one: int, other: int, rules: Overrules) -> Link | None:
        """Why two names are worth a look."""
        if one not in self.nodes or other not in self.nodes:
            return None
        return doubtful(self.nodes[one], self.nodes[other], rules)
