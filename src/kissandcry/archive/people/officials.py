"""Take the officials of panels into an archive: who is meant by each printed name.

Officials have the same troubles as skaters, and the nation ISU on many panels, which says nothing.
One printed name is always one official.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import duckdb

from kissandcry.archive import letters, sought
from kissandcry.archive.people import keeping, names
from kissandcry.archive.people.evidence import OFFICIAL, Node, Place, Printed
from kissandcry.archive.people.index import Index, next_id
from kissandcry.archive.people.keeping import Rows
from kissandcry.archive.people.overrules import Overrules
from kissandcry.archive.people.resolve import Link, doubtful, resolve
from kissandcry.archive.store import run

_STOOD: Final = """
SELECT o.name, o.nation, min(s.day), max(s.day), list(DISTINCT s.id)
FROM officials o JOIN segments s ON s.id = o.segment
WHERE o.judge IN (SELECT unnest(?::INTEGER[])) GROUP BY ALL
"""

Named = tuple[str, str]  # as printed: name and nation


class Officials:
    """The officials of an archive, within a transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, rules: Overrules) -> None:
        self._connection = connection
        self._rules = rules
        self._index = Index(connection, rules)

    def meet(self, panels: Sequence[Sequence[Named]]) -> dict[Named, int]:
        """The rows in `judges` of the officials of panels."""
        printed = {one: _printed(*one) for panel in panels for one in panel}
        known = self._index.ids({one: (set(), set()) for one in printed.values()})
        together = [{_printed(*one) for one in panel} for panel in panels]
        meant = self._settle({known[one] for one in printed.values()}, together)
        return {one: meant[part] for one, part in printed.items()}

    def again(self, ids: Iterable[int]) -> None:
        """Work out anew the officials of these printed names."""
        self._settle(set(ids), ())

    def _settle(self, ids: set[int], together: Sequence[set[Printed]]) -> dict[Printed, int]:
        closure = self._index.closure(ids)
        before: dict[int, int] = dict(
            run(
                self._connection,
                "SELECT id, judge FROM printed_names WHERE judge IS NOT NULL"
                " AND id IN (SELECT unnest(?::INTEGER[]))",
                [sorted(closure)],
            )
        )
        nodes = self.nodes(closure, together)
        parted = self._index.components(sorted(closure))
        resolved = [resolve([nodes[id] for id in group], self._rules) for group in parted]
        people = sorted(
            (own for one in resolved for own in one.people), key=lambda own: own[0].printed
        )
        numbers = {printed: id for id, printed in closure.items()}
        keeping.doubts(
            self._connection,
            closure,
            [link for one in resolved for link in one.doubts]
            + self._doubts(nodes, {id: which for which, own in enumerate(parted) for id in own}),
            self._index,
        )
        return self._write(people, before, numbers)

    def _write(
        self,
        people: Sequence[tuple[Node, ...]],
        before: dict[int, int],
        numbers: dict[Printed, int],
    ) -> dict[Printed, int]:
        votes: dict[int, Counter[int]] = {
            which: Counter(
                before[numbers[node.printed]] for node in nodes if numbers[node.printed] in before
            )
            for which, nodes in enumerate(people)
        }
        ids = keeping.allot(votes, next_id(self._connection, "judges"))
        gone = keeping.gone(votes, ids)
        shown = {
            ids[which]: keeping.shown(nodes, self._rules) for which, nodes in enumerate(people)
        }
        slugs = {id: letters.slug(one.name) for id, one in shown.items()}
        Rows(self._connection, "judges").write(dict(shown), slugs, gone)
        meant = {node.printed: ids[which] for which, nodes in enumerate(people) for node in nodes}
        fresh = {one: id for one, id in meant.items() if before.get(numbers[one]) != id}
        for one, id in fresh.items():
            sql = "UPDATE printed_names SET judge = ? WHERE id = ?"
            run(self._connection, sql, [id, numbers[one]])
        self._remap({one: id for one, id in fresh.items() if numbers[one] in before}, before)
        texts: dict[int, list[str]] = defaultdict(list)
        for which, nodes in enumerate(people):
            texts[ids[which]] = [shown[ids[which]].name, *(node.name.shown for node in nodes)]
        sought.put(self._connection, "judges", texts, gone)
        return meant

    def _remap(self, moved: dict[Printed, int], before: dict[int, int]) -> None:
        if not moved:
            return
        rows = run(
            self._connection,
            "SELECT DISTINCT name, nation, judge FROM officials"
            " WHERE judge IN (SELECT unnest(?::INTEGER[]))",
            [sorted(set(before.values()))],
        )
        keeping.remap_judges(
            self._connection,
            [
                ((name, nation), old, moved[one])
                for name, nation, old in sorted(rows)
                if (one := _printed(name, nation)) in moved and moved[one] != old
            ],
        )

    def _doubts(self, nodes: dict[int, Node], group: dict[int, int]) -> list[Link]:
        """What is in doubt between these names and those that are only alike."""
        pairs = self._index.alike(nodes)
        others = {other for _, other in pairs if other not in nodes}
        every = nodes | self.nodes(self._index.printed(others))
        links = (
            doubtful(every[one], every[other], self._rules)
            for one, other in pairs
            if group[one] != group.get(other)
        )
        return [link for link in links if link]

    def nodes(
        self, closure: dict[int, Printed], together: Sequence[set[Printed]] = ()
    ) -> dict[int, Node]:
        """What is known of each printed name; `together` are panels that the archive lacks yet."""
        rows = run(
            self._connection,
            "SELECT DISTINCT judge FROM printed_names WHERE judge IS NOT NULL"
            " AND id IN (SELECT unnest(?::INTEGER[]))",
            [sorted(closure)],
        )
        judges = [row[0] for row in rows]
        days: dict[Printed, list[date]] = defaultdict(list)
        segments: dict[Printed, set[tuple[int, str, str]]] = defaultdict(set)
        for name, nation, first, last, own in run(self._connection, _STOOD, [judges]):
            one = _printed(name, nation)
            days[one] += [first, last]
            segments[one] |= {(segment, "", "") for segment in own}
        for number, panel in enumerate(together, start=1):
            for one in panel:
                segments[one].add((-number, "", ""))
        return {
            id: Node(one, _career(days[one]), frozenset(segments[one]))
            for id, one in closure.items()
        }


def _printed(name: str, nation: str) -> Printed:
    """A printed name without its title, given name first."""
    return Printed(names.read(name).shown, nation, OFFICIAL)


def _career(days: list[date]) -> tuple[Place, ...]:
    if not days:
        return (Place(0, "", "", "senior", date.max, date.max),)
    return (Place(0, "", "", "senior", min(days), max(days)),)
