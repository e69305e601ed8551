"""The printed names of an archive, and which of them a rule may hold to be one person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from kissandcry.archive.people import evidence, rules
from kissandcry.archive.people.evidence import Printed
from kissandcry.archive.people.overrules import Overrules, Pattern
from kissandcry.archive.store import run


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[object, ...]]
) -> None:
    """Put rows into a table of ours."""
    found = list(rows)
    if found:
        with connection.appender(table) as appender:
            for row in found:
                appender.append_row(*row)


def next_id(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The number of the next row of a table of ours."""
    return int(run(connection, f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0][0])


class Index:
    """The printed names, within a transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, overrules: Overrules) -> None:
        self._connection = connection
        self._overrules = overrules

    def ids(
        self, met: Mapping[Printed, tuple[set[str], set[tuple[str, str]]]]
    ) -> dict[Printed, int]:
        """The number of each printed name, with its partners as printed and its ISU numbers (role,
        number); new ones are taken in, and put beside those that may be the same person."""
        known = self.known(met)
        first = next_id(self._connection, "printed_names")
        new = {one: first + i for i, one in enumerate(one for one in met if one not in known)}
        insert(self._connection, "printed_names", ((id, *one, None) for one, id in new.items()))
        found = known | new
        wanted = {
            found[one]: evidence.keys(one, partners) | {f"#{role} {n}" for role, n in numbers}
            for one, (partners, numbers) in met.items()
        }
        fresh = self._fresh(wanted, set(new.values()))
        insert(
            self._connection,
            "name_keys",
            ((key, id) for id, own in fresh.items() for key in sorted(own)),
        )
        self._put_beside(fresh, {id: one for one, id in found.items()})
        return found

    def closure(self, ids: Iterable[int]) -> dict[int, Printed]:
        """These printed names and all that a rule may join with them, step by step."""
        all_ids, edge = set(ids), set(ids)
        while edge:
            rows = run(
                self._connection,
                "SELECT DISTINCT other FROM name_near"
                " WHERE joins AND one IN (SELECT unnest(?::INTEGER[]))",
                [sorted(edge)],
            )
            edge = {row[0] for row in rows} - all_ids
            all_ids |= edge
        return self.printed(all_ids)

    def alike(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs of these printed names and others that are alike and yet not joined by their
        letters; each pair once."""
        own = set(ids)
        rows = run(
            self._connection,
            "SELECT one, other FROM name_near"
            " WHERE NOT joins AND one IN (SELECT unnest(?::INTEGER[])) ORDER BY one, other",
            [sorted(own)],
        )
        return [(one, other) for one, other in rows if other not in own or one < other]

    def printed(self, ids: Iterable[int]) -> dict[int, Printed]:
        """The printed names of these numbers."""
        rows = run(
            self._connection,
            "SELECT id, name, nation, sex FROM printed_names"
            " WHERE id IN (SELECT unnest(?::INTEGER[]))",
            [sorted(ids)],
        )
        return {row[0]: Printed(*row[1:]) for row in rows}

    def components(self, ids: Sequence[int]) -> list[list[int]]:
        """The printed names parted into groups that no rule may join."""
        rows = run(
            self._connection,
            "SELECT one, other FROM name_near WHERE joins AND one IN (SELECT unnest(?::INTEGER[]))",
            [list(ids)],
        )
        beside: dict[int, list[int]] = defaultdict(list)
        for one, other in rows:
            beside[one].append(other)
        seen: set[int] = set()
        found: list[list[int]] = []
        for start in sorted(ids):
            if start in seen:
                continue
            seen.add(start)
            group, todo = [], [start]
            while todo:
                one = todo.pop()
                group.append(one)
                for other in beside[one]:
                    if other not in seen:
                        seen.add(other)
                        todo.append(other)
            found.append(sorted(group))
        return found

    def known(self, met: Iterable[Printed]) -> dict[Printed, int]:
        """The numbers of the printed names that are known."""
        rows = run(
            self._connection,
            "SELECT name, nation, sex, id FROM printed_names"
            " WHERE name IN (SELECT unnest(?::VARCHAR[]))",
            [sorted({one.name for one in met})],
        )
        return {Printed(*row[:3]): row[3] for row in rows}

    def _fresh(self, wanted: Mapping[int, set[str]], new: set[int]) -> dict[int, set[str]]:
        """The keys that are not yet in the archive."""
        old = [id for id in wanted if id not in new]
        rows = run(
            self._connection,
            "SELECT printed, key FROM name_keys WHERE printed IN (SELECT unnest(?::INTEGER[]))",
            [old],
        )
        has: dict[int, set[str]] = defaultdict(set)
        for id, key in rows:
            has[id].add(key)
        return {id: own - has[id] for id, own in wanted.items() if own - has[id]}

    def _put_beside(self, fresh: Mapping[int, set[str]], printed: dict[int, Printed]) -> None:
        every = sorted({key for own in fresh.values() for key in own})
        rows = run(
            self._connection,
            "SELECT key, list(printed) FROM name_keys"
            " WHERE key IN (SELECT unnest(?::VARCHAR[])) GROUP BY key HAVING count(*) > 1",
            [every],
        )
        sharing: dict[str, list[int]] = dict(rows)
        shared: dict[tuple[int, int], set[str]] = defaultdict(set)
        for id, own in fresh.items():
            for key in own:
                for other in sharing.get(key, ()):
                    if other != id:
                        shared[id, other].add(key)
        others = {other for _, other in shared if other not in printed}
        printed = printed | self.printed(others)
        near: dict[tuple[int, int], bool] = {}
        for (one, other), keys in shared.items():
            pair = printed[one], printed[other]
            if rules.may_join(*pair, keys):
                near[one, other] = near[other, one] = True
            elif rules.may_differ(*pair, keys):
                near.setdefault((one, other), False)
                near.setdefault((other, one), False)
        told = self._told({id: printed[id] for id in fresh})
        self._put(near | dict.fromkeys(told, True))

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Let the rules join pairs that are alike."""
        self._put({pair: True for one, other in pairs for pair in ((one, other), (other, one))})

    def beside_told(self, printed: Mapping[int, Printed]) -> None:
        """Put printed names beside those that a file of overrules holds to be the same."""
        self._put(dict.fromkeys(self._told(printed), True))

    def matching(self, patterns: Iterable[Pattern]) -> dict[int, Printed]:
        """The printed names that patterns of overrules mean."""
        flats = sorted({one for pattern in patterns for one in pattern.flats})
        rows = run(
            self._connection,
            "SELECT DISTINCT printed FROM name_keys WHERE key IN (SELECT unnest(?::VARCHAR[]))",
            [[f"{kind}={one}" for kind in ("", "o", "t") for one in flats]],
        )
        return self.printed(row[0] for row in rows)

    def _put(self, near: Mapping[tuple[int, int], bool]) -> None:
        rows = run(
            self._connection,
            "SELECT one, other, joins FROM name_near WHERE one IN (SELECT unnest(?::INTEGER[]))",
            [sorted({one for one, _ in near})],
        )
        known = {(one, other): joins for one, other, joins in rows}
        insert(
            self._connection,
            "name_near",
            ((*pair, joins) for pair, joins in sorted(near.items()) if pair not in known),
        )
        for one, other in sorted(near):
            if near[one, other] and known.get((one, other)) is False:
                sql = "UPDATE name_near SET joins = true WHERE one = ? AND other = ?"
                run(self._connection, sql, [one, other])

    def _told(self, printed: Mapping[int, Printed]) -> set[tuple[int, int]]:
        """Pairs that a file of overrules puts beside each other."""
        pairs: set[tuple[int, int]] = set()
        for id, one in printed.items():
            if patterns := self._overrules.near(one):
                others = {other for other in self.matching(patterns) if other != id}
                pairs |= {pair for other in others for pair in ((id, other), (other, id))}
        return pairs
