"""The performances of an archive as arrays, in the order in which they were skated."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kissandcry.archive.form.parameters import COMPULSORY, EVENTS, FREE, OTHER, PARTS, SHORT
from kissandcry.archive.overview import overview
from kissandcry.archive.store import Archive
from kissandcry.core import first_day

_ORDER: Final = {COMPULSORY: 0, SHORT: 1, FREE: 2}
_YEAR: Final = 365.25

# A withdrawal in the middle of a program has a status, and a score of 0 is no score.
_ALL: Final = """
SELECT p.id, p.segment, p.skater, p.tss::DOUBLE, p.pcs::DOUBLE, p.discipline, p.segment_name,
    p.level, p.season, p.day, e.kind, p.event
FROM performances p JOIN events e ON e.id = p.event
WHERE p.status = '' AND p.tss > 0 AND p.pcs > 0 AND p.day <= $as_of
"""
_OF_SEGMENTS: Final = """
 AND p.skater IN (SELECT skater FROM performances WHERE segment IN (SELECT unnest($segments)))
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Performances of one segment: rows `first` to `last` (excluded) of the arrays."""

    first: int
    last: int
    segment: int
    discipline: str
    level: str
    part: str
    season: int  # its first year
    event: str  # its level: championship ...
    event_id: int
    day: date
    time: float  # years
    elapsed: float  # of the season, in years since July

    @property
    def usual(self) -> str:
        """What names the usual score and the spread: `men free`."""
        return f"{self.discipline} {self.part}"

    @property
    def series(self) -> str:
        """What names the field: `men senior free`."""
        return f"{self.discipline} {self.level} {self.part}"


@dataclass(frozen=True, slots=True)
class Skates:
    """Performances: rows of arrays, and the segments that they belong to, in order of time."""

    id: npt.NDArray[np.int64]
    skater: npt.NDArray[np.int64]  # numbers of the archive
    score: npt.NDArray[np.float64]  # points
    components: npt.NDArray[np.float64]
    groups: tuple[Group, ...]

    def __len__(self) -> int:
        return len(self.score)


def read(
    archive: Archive,
    *,
    segments: Collection[int] | None = None,
    known: Collection[str] | None = None,
    as_of: date | None = None,
) -> Skates:
    """The performances up to a day: all, or all those of who skated in certain segments. `known`
    are the disciplines and parts to be read, such as `men free`; None: all."""
    sql, values = _ALL, dict[str, Any](as_of=as_of or date.max)
    if segments is not None:
        sql, values["segments"] = sql + _OF_SEGMENTS, list(segments)
    with archive.reading() as cursor:
        rows = cursor.execute(sql, values).fetchall()
    return of(rows, known)


def read_skater(
    archive: Archive, skater: int, known: Collection[str], as_of: date | None = None
) -> tuple[Skates, dict[int, dict[str, Any]]]:
    """The performances of a skater; and what is printed of each, by its number."""
    known_as = overview(archive)
    printed: dict[int, dict[str, Any]] = {}
    rows: list[tuple[Any, ...]] = []
    for row in known_as.of_skater(skater):
        if row["status"] or not (row["tss"] > 0 and row["pcs"] > 0):
            continue
        if as_of is not None and row["day"] > as_of:
            continue
        event = known_as.events[row["event"]]
        rows.append(
            (
                *(row["id"], row["segment"], row["skater"], float(row["tss"]), float(row["pcs"])),
                *(row["discipline"], row["segment_name"], row["level"], row["season"], row["day"]),
                *(event.kind, event.id),
            )
        )
        printed[row["id"]] = {
            "day": row["day"],
            "season": row["season"],
            "segment": row["segment_name"],
            "event": event.key,
            "event_name": event.name,
            "category": row["category"],
            "rank": row["rank"],
            "score": row["tss"],
        }
    return of(rows, known), printed


def of(rows: Iterable[tuple[Any, ...]], known: Collection[str] | None = None) -> Skates:
    """The rows as arrays. Within a day, the short program stands before the free skating."""
    kept = [
        row
        for row in rows
        if row[6] in PARTS and (known is None or f"{row[5]} {PARTS[row[6]]}" in known)
    ]
    kept.sort(key=lambda row: (row[9], _ORDER[PARTS[row[6]]], row[11], row[1], row[0]))
    columns: tuple[Sequence[Any], ...] = (
        tuple(zip(*(row[:5] for row in kept), strict=True)) or ((),) * 5
    )
    return Skates(
        np.array(columns[0], np.int64),
        np.array(columns[2], np.int64),
        np.array(columns[3], np.float64),
        np.array(columns[4], np.float64),
        tuple(_groups(kept)),
    )


def _groups(rows: Sequence[tuple[Any, ...]]) -> Iterator[Group]:
    first = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and rows[index][1] == rows[first][1]:
            continue
        _, segment, _, _, _, discipline, name, level, season, day, kind, event = rows[first][:12]
        year = int(season[:4])
        yield Group(
            first,
            index,
            segment,
            discipline,
            level,
            PARTS[name],
            year,
            EVENTS.get(kind, OTHER),
            event,
            day,
            day.toordinal() / _YEAR,
            max((day - (first_day(season) or day)).days, 0) / _YEAR,
        )
        first = index


def cut(skates: Skates, season: int) -> Skates:
    """The performances before the season that begins in that year."""
    groups = tuple(one for one in skates.groups if one.season < season)
    rows = np.concatenate(
        [np.arange(one.first, one.last) for one in groups] or [np.zeros(0, np.int64)]
    )
    starts = np.cumsum([0] + [one.last - one.first for one in groups])
    return Skates(
        skates.id[rows],
        skates.skater[rows],
        skates.score[rows],
        skates.components[rows],
        tuple(
            replace(one, first=int(start), last=int(start) + one.last - one.first)
            for one, start in zip(groups, starts[:-1], strict=True)
        ),
    )
