"""What is known of the fields of an archive: from the parameters, and for days and levels that they
do not know from a walk over the skaters of these."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from kissandcry.archive.form.field import Levels, walk
from kissandcry.archive.form.follow import Fields
from kissandcry.archive.form.parameters import PARTS, Level, Parameters, shipped
from kissandcry.archive.form.skates import Group, read
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline


class _Learnt(NamedTuple):
    parameters: Parameters  # kept, so that its number stays its own
    levels: dict[int, tuple[Level, Level]]


def fields(archive: Archive, groups: Iterable[Group], p: Parameters) -> Fields:
    """The levels before and after each of these segments."""
    levels = Levels(p)
    found: dict[int, tuple[Level, Level]] = {}
    unknown: defaultdict[str, list[int]] = defaultdict(list)
    for group in groups:
        if levels.fixed(group.series, group.day):
            found[group.segment] = (levels.before(group), levels.after(group))
        else:
            unknown[group.discipline].append(group.segment)
    for discipline, segments in unknown.items():
        learnt = _learnt(archive, discipline, p).levels
        found |= {segment: learnt[segment] for segment in segments}
    return found


def prepare(archive: Archive) -> None:
    """Learn all that the shipped parameters do not know now, rather than with the first question
    that needs it."""
    for discipline in Discipline:
        if any(one.startswith(f"{discipline} ") for one in shipped().usual):
            _learnt(archive, discipline, shipped())


def _learnt(archive: Archive, discipline: str, p: Parameters) -> _Learnt:
    """The levels of all segments of a discipline that the parameters do not know."""

    def learn() -> _Learnt:
        levels = Levels(p)
        unknown = [
            segment
            for segment, level, name, day in archive.run(_SEGMENTS, [discipline])
            if name in PARTS and not levels.fixed(f"{discipline} {level} {PARTS[name]}", day)
        ]
        walked = walk(read(archive, segments=unknown, known=p.usual), p)
        found = {one: (level, walked.after[one]) for one, level in walked.before.items()}
        return _Learnt(p, found)

    return archive.remembered(f"form.levels {discipline} {id(p)}", learn)


_SEGMENTS: Final = "SELECT id, level, segment, day FROM segments WHERE discipline = ?"
