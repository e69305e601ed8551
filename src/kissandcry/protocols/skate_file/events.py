"""Whole events that are written down as facts: one skate file for each segment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Final

import numpy as np

from kissandcry.core import Discipline, NotAProtocol, Points, Segment
from kissandcry.protocols.skate_file.parser import parse
from kissandcry.protocols.skate_file.scored import Scored, score
from kissandcry.protocols.skate_file.sheet import Sheet
from kissandcry.scoring import final_places

_DISCIPLINES: Final = list(Discipline)
_SEGMENTS: Final = list(Segment)  # in the order skated


@dataclass(frozen=True, slots=True)
class FinalLine:
    """A line of a final result. `segments` are the places and scores, in the order skated."""

    place: int
    name: str
    nation: str
    total: Points
    segments: tuple[tuple[int, Points], ...]


@dataclass(frozen=True)
class Event:
    """An event: its scored segments by discipline, each in the order skated."""

    key: str
    segments: dict[Discipline, tuple[Scored, ...]]

    @property
    def name(self) -> str:
        """Its name as written in the files."""
        return next(iter(self.segments.values()))[0].sheet.event

    @cached_property
    def final(self) -> dict[Discipline, tuple[FinalLine, ...]]:
        """The final result of each discipline: those who skated every segment, best first."""
        return {one: _final(segments) for one, segments in self.segments.items()}

    def differences(self) -> list[str]:
        """Everything that the published totals say otherwise, a sentence each."""
        return [
            f"{done.sheet.discipline} {done.sheet.segment}, {done.sheet.skates[index].name}: {text}"
            for segments in self.segments.values()
            for done in segments
            for index in range(len(done.scores))
            for text in done.differences(index)
        ]


def event(key: str) -> Event:
    """The event whose files lie in the data folder of that name, scored.

    Raises `NotAProtocol` for a name that no folder has, and as `parse` and `score`.
    """
    kept = (files("kissandcry.protocols") / "data").iterdir()
    folder = next((one for one in kept if one.name == key and one.is_dir()), None)
    inside = () if folder is None else sorted(folder.iterdir(), key=lambda one: one.name)
    found = [file for file in inside if file.name.endswith(".skate")]
    if not found:
        raise NotAProtocol(f"no event is kept under the name {key!r}")
    return event_of(key, [parse(file.read_text(encoding="utf-8"), file.name) for file in found])


def event_of(key: str, sheets: Iterable[Sheet]) -> Event:
    """The event whose segments these sheets are, in any order, scored. Raises as `score`."""
    by_discipline: defaultdict[Discipline, list[Scored]] = defaultdict(list)
    for sheet in sheets:
        by_discipline[sheet.discipline].append(score(sheet))
    return Event(
        key,
        {
            one: tuple(sorted(by_discipline[one], key=_when))
            for one in _DISCIPLINES
            if one in by_discipline
        },
    )


def _when(done: Scored) -> tuple[date, int]:
    """Both segments may be skated on one day."""
    return done.sheet.date, _SEGMENTS.index(done.sheet.segment)


def _final(segments: tuple[Scored, ...]) -> tuple[FinalLine, ...]:
    results: dict[tuple[str, str], list[tuple[int, Points]]] = {}
    for done in segments:
        for one, place, points in zip(done.sheet.skates, done.places, done.scores, strict=True):
            results.setdefault((one.name, one.nation), []).append((place, points.tss))
    whole = {who: own for who, own in results.items() if len(own) == len(segments)}
    totals = {who: sum((points for _, points in own), Points(0)) for who, own in whole.items()}
    places = final_places(
        np.array([total.hundredths for total in totals.values()], np.int64),
        np.array([own[-1][1].hundredths for own in whole.values()], np.int64),
        segments[-1].book.final_tie,
    )
    lines = [
        FinalLine(int(place), name, nation, totals[name, nation], tuple(own))
        for ((name, nation), own), place in zip(whole.items(), places, strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: line.place))
