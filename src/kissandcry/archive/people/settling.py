"""Give people and competitors their rows, once it is worked out who is who."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import duckdb

from kissandcry.archive import letters, sought
from kissandcry.archive.people import keeping, names
from kissandcry.archive.people.evidence import MAN, TEAM, WOMAN, Node, Printed
from kissandcry.archive.people.index import next_id
from kissandcry.archive.people.keeping import Rows, Shown
from kissandcry.archive.people.overrules import Overrules
from kissandcry.archive.people.standing import At, Standing
from kissandcry.archive.store import run


class Competitor(NamedTuple):
    """Who competes: a discipline, and the rows of the people; a team by its place in the list."""

    discipline: str
    people: tuple[int, ...]
    team: int = -1


class Settling:
    """Rows for the people that were worked out, and for all competitors that they are part of."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        rules: Overrules,
        stood: Standing,
        people: Sequence[tuple[Node, ...]],
    ) -> None:
        self._connection = connection
        self._rules = rules
        self._stood = stood
        self._people = sorted(people, key=lambda own: (own[0].printed, own[0].first))
        self._which: dict[tuple[Printed, int, str], int] = {
            (node.printed, place.event, place.discipline): which
            for which, nodes in enumerate(self._people)
            for node in nodes
            for place in node.places
        }
        old = sorted({one.skater for one in stood.values() if one.skater is not None})
        self._members: dict[int, list[int]] = dict(
            run(
                connection,
                "SELECT id, members FROM skaters WHERE id IN (SELECT unnest(?::INTEGER[]))",
                [old],
            )
        )
        self._shown: dict[int, Shown] = {}
        self.turned: set[At] = set()  # where a couple is printed with the man first

    def run(self) -> dict[At, int]:
        """Settle all; whose row each printed name at an event means."""
        rows = self._settle_people()
        own = {at: self._competitor(at, rows) for at in self._stood}
        votes: dict[Competitor, Counter[int]] = defaultdict(Counter)
        for at, competitor in own.items():
            before = self._stood[at].skater
            votes[competitor].update([] if before is None else [before])
        ids = keeping.allot(votes, next_id(self._connection, "skaters"))
        gone = keeping.gone(votes, ids)
        meant = {at: ids[competitor] for at, competitor in own.items()}
        self._write({ids[competitor]: competitor for competitor in votes}, meant, gone)
        moved = {
            at: (one.skater, meant[at])
            for at, one in self._stood.items()
            if one.skater is not None and one.skater != meant[at]
        }
        keeping.remap(self._connection, moved)
        return meant

    def _settle_people(self) -> dict[int, int]:
        """The row of each of the people in the list who are no team."""
        votes: dict[int, Counter[int]] = {
            which: Counter()
            for which, nodes in enumerate(self._people)
            if nodes[0].printed.sex != TEAM
        }
        for at in self._stood:
            for place, part in enumerate(at.form.parts):
                which, before = self._whose(part, at), self._before(at, place)
                if which in votes and before is not None:
                    votes[which][before] += 1
        ids = keeping.allot(votes, next_id(self._connection, "people"))
        self._shown = {
            id: keeping.shown(self._people[which], self._rules) for which, id in ids.items()
        }
        Rows(self._connection, "people").write(
            dict(self._shown),
            {id: letters.slug(one.name) for id, one in self._shown.items()},
            keeping.gone(votes, ids),
        )
        return ids

    def _whose(self, part: Printed, at: At) -> int | None:
        return self._which.get((part, at.event, at.form.discipline))

    def _before(self, at: At, place: int) -> int | None:
        """Whose row a part of a name meant until now."""
        skater = self._stood[at].skater
        own = self._members.get(skater, []) if skater is not None else []
        place = len(own) - 1 - place if self._stood[at].turned else place
        return own[place] if place < len(own) else None

    def _competitor(self, at: At, rows: Mapping[int, int]) -> Competitor:
        people: list[int] = []
        if self._is_turned(at):
            self.turned.add(at)
        for place, part in enumerate(at.form.parts):
            which = self._whose(part, at)
            if which is not None and which not in rows:
                return Competitor(at.form.discipline, (), which)
            person = self._before(at, place) if which is None else rows[which]
            if person is not None and person not in people:
                people.append(person)
        order = reversed(people) if at in self.turned else people
        return Competitor(at.form.discipline, tuple(order))

    def _is_turned(self, at: At) -> bool:
        """Whether a couple is printed with him first who stands elsewhere in the man's place."""
        parts = at.form.parts
        if len(parts) != 2:
            return False
        first, second = (self._whose(part, at) for part in parts)
        mine, its = self._leaning(first), self._leaning(second)
        if mine != its or first is None or second is None:
            return its > mine
        return self._people[second][0].printed.name < self._people[first][0].printed.name

    def _leaning(self, which: int | None) -> tuple[int, int]:
        """How much more often somebody stood in a woman's place than in a man's; and whether the
        first time, as 1, or -1 for a man's."""
        if which is None:
            return 0, 0
        sexes = {WOMAN: 1, MAN: -1}
        places = [
            (place.first, sexes.get(node.printed.sex, 0))
            for node in self._people[which]
            for place in node.places
        ]
        early = min(day for day, _ in places)
        return sum(sex for _, sex in places), sum({sex for day, sex in places if day == early})

    def _write(
        self, own: Mapping[int, Competitor], meant: Mapping[At, int], gone: Mapping[int, int]
    ) -> None:
        forms: dict[int, set[str]] = defaultdict(set)
        nations: dict[int, list[tuple[bool, object, str]]] = defaultdict(list)
        for at, id in meant.items():
            forms[id].add(at.form.name)
            real = names.group(at.form.nation) != names.ANY
            nations[id].append((real, self._stood[at].last, at.form.nation))
        people = sorted({person for one in own.values() for person in one.people})
        rows = run(
            self._connection,
            "SELECT id, key, name FROM people WHERE id IN (SELECT unnest(?::INTEGER[]))",
            [people],
        )
        known = {id: (key, name) for id, key, name in rows}
        values, slugs = {}, {}
        for id, one in own.items():
            if one.team >= 0:
                name = keeping.shown(self._people[one.team], self._rules).name
                slugs[id] = letters.slug(name)
            else:
                name = " / ".join(known[person][1] for person in one.people)
                slugs[id] = "-".join(known[person][0] for person in one.people)
            nation = max(nations[id])[2]
            values[id] = (name, nation, one.discipline, list(one.people))
        Rows(self._connection, "skaters").write(values, slugs, gone)
        texts = {id: [value[0], *sorted(forms[id])] for id, value in values.items()}
        sought.put(self._connection, "skaters", texts, gone)
