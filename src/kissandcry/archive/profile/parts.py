"""The elements of a skater and of the field around them, in columns that can be summed.

One statement that sums and compares everything takes longer to plan than to run; so the rows are
read as they are, by two small ones, and put together here.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kissandcry.archive.overview import overview
from kissandcry.archive.profile.calls import printed_since
from kissandcry.archive.profile.field import COUNTS, SKATED
from kissandcry.archive.store import Archive

FAILURES: Final = ("falls", "under_rotated", "wrong_edge", "popped", "invalid")
SUMMED: Final = ("attempts", "base_value", "goe", "panel_score", "grade", "graded")
_TURNING: Final = ("jump", "throw", "twist")
_EDGED: Final = re.compile(r"[0-9](?:Lz|F)")

# Each element of a skater ($1) as a row of `field`.
_MINE: Final = f"""
WITH chosen AS (
    SELECT id, segment, grades, day, segment_name FROM performances
    WHERE skater = $1 AND ($2::VARCHAR IS NULL OR season = $2)
        AND ($3::DATE IS NULL OR day <= $3)
), counted AS (
    SELECT e.performance, {COUNTS}
    FROM elements e JOIN chosen p ON p.id = e.performance GROUP BY e.performance
), skated AS ({SKATED})
SELECT segment, name, family, half, 1 AS attempts, base_value, goe, panel_score,
    coalesce(grade, 0) AS grade, (grade IS NOT NULL)::INTEGER AS graded,
    coalesce(fell, false)::INTEGER AS falls, (fell IS NULL)::INTEGER AS open_falls,
    under_rotated::INTEGER AS under_rotated, wrong_edge::INTEGER AS wrong_edge,
    popped::INTEGER AS popped, invalid::INTEGER AS invalid, inferred::INTEGER AS inferred
FROM skated
"""
_THEIRS: Final = "SELECT *, 0 AS inferred FROM field WHERE segment IN (SELECT unnest($1))"

Columns = dict[str, npt.NDArray[Any]]
Sums = dict[str, float]
Grouped = dict[tuple[Any, ...], tuple[Sums, Sums]]


class Kind(NamedTuple):
    """What rows are grouped by."""

    family: str
    name: str
    half: int
    segment_name: str


Key = Callable[[Kind], tuple[Any, ...] | None]


class Parts:
    """The elements of a skater, and those of all who skated in the same segments."""

    def __init__(
        self, archive: Archive, skater: int, season: str | None, as_of: date | None
    ) -> None:
        self._heads = {row["segment"]: row for row in overview(archive).of_skater(skater)}
        with archive.reading() as cursor:
            self._mine = cursor.execute(_MINE, [skater, season, as_of]).fetchnumpy()
            segments = np.unique(self._mine["segment"]).tolist()
            self._theirs = cursor.execute(_THEIRS, [segments]).fetchnumpy()

    def grouped(self, key: Key, *, same: bool = False) -> Grouped:
        """The sums of the skater and of the field by a key; what has the key None is left out, and
        so is what the skater has not. `same`: of the field only what has a key that the skater has
        in the same segment."""
        mine, theirs = self._keys(self._mine, key), self._keys(self._theirs, key)
        found = list(dict.fromkeys(one for one in mine if one is not None))
        if same:
            own = set(zip(self._mine["segment"].tolist(), mine, strict=True))
            of = zip(self._theirs["segment"].tolist(), theirs, strict=True)
            theirs = [key if (segment, key) in own else None for segment, key in of]
        place = {one: number for number, one in enumerate(found)}
        sums = [
            self._sums(rows, keys, place)
            for rows, keys in ((self._mine, mine), (self._theirs, theirs))
        ]
        return dict(zip(found, zip(*sums, strict=True), strict=True))

    def _keys(self, rows: Columns, key: Key) -> list[tuple[Any, ...] | None]:
        names = [self._heads[one]["segment_name"] for one in rows["segment"].tolist()]
        columns = (rows[name].tolist() for name in ("family", "name", "half"))
        return [key(Kind(*one)) for one in zip(*columns, names, strict=True)]

    def _sums(
        self, rows: Columns, keys: list[tuple[Any, ...] | None], place: dict[tuple[Any, ...], int]
    ) -> list[Sums]:
        """The sums of each key in order; the `_of` of a failure are the attempts that could show
        it, on papers that print it."""
        at = np.array([len(place) if key is None else place.get(key, len(place)) for key in keys])

        def total(column: npt.NDArray[Any], of: npt.NDArray[np.bool_] | None = None) -> list[float]:
            weights = column if of is None else np.where(of, column, 0)
            if not len(at):
                return [0.0] * len(place)
            found: list[float] = np.bincount(at, weights, len(place) + 1)[:-1].tolist()
            return found

        attempts = rows["attempts"]
        sums = {name: total(rows[name]) for name in (*SUMMED, "falls", "invalid", "inferred")}
        sums["falls_of"] = total(attempts - rows["open_falls"])
        sums["invalid_of"] = sums["attempts"]
        for name, of in self._told(rows).items():
            sums[name], sums[f"{name}_of"] = total(rows[name], of), total(attempts, of)
        return [dict(zip(sums, one, strict=True)) for one in zip(*sums.values(), strict=True)]

    def _told(self, rows: Columns) -> dict[str, npt.NDArray[np.bool_]]:
        """Which elements can go wrong so, as far as the papers of their day say it."""
        days = [self._heads[one]["day"] for one in rows["segment"].tolist()]
        families, names = rows["family"].tolist(), rows["name"].tolist()
        turned, edged = printed_since("<"), printed_since("e")
        return {
            "under_rotated": np.array(
                [
                    family in _TURNING and day >= turned
                    for family, day in zip(families, days, strict=True)
                ],
                bool,
            ),
            "wrong_edge": np.array(
                [
                    family == "jump" and day >= edged and bool(_EDGED.search(name))
                    for family, name, day in zip(families, names, days, strict=True)
                ],
                bool,
            ),
            "popped": np.array([family == "jump" for family in families], bool),
        }
