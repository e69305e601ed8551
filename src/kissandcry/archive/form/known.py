"""What is known of the fields of an archive: from the parameters, and for days and levels that they
do not know from a walk over the skaters of these."""

from collections.abc import Iterable
from typing import NamedTuple

from kissandcry.archive.form.field import Levels, walk
from kissandcry.archive.form.follow import Fields
from kissandcry.archive.form.parameters import Level, Parameters
from kissandcry.archive.form.skates import Group, read
from kissandcry.archive.store import Archive


class _Learnt(NamedTuple):
    parameters: Parameters  # kept, so that its number stays its own
    levels: dict[int, tuple[Level, Level]]


def fields(archive: Archive, groups: Iterable[Group], p: Parameters) -> Fields:
    """The levels before and after each of these segments."""
    levels = Levels(p)
    found: dict[int, tuple[Level, Level]] = {}
    unknown: list[int] = []
    for group in groups:
        if levels.fixed(group):
            found[group.segment] = (levels.before(group), levels.after(group))
        else:
            unknown.append(group.segment)
    if unknown:
        learnt = archive.remembered(f"form.levels {id(p)}", lambda: _learnt(archive, p)).levels
        found |= {segment: learnt[segment] for segment in unknown}
    return found


def _learnt(archive: Archive, p: Parameters) -> _Learnt:
    """The levels of all segments that the parameters do not know."""
    levels, everything = Levels(p), read(archive, known=p.usual)
    unknown = {one.segment for one in everything.groups if not levels.fixed(one)}
    walked = walk(read(archive, segments=unknown, known=p.usual), p)
    found = {one: (level, walked.after[one]) for one, level in walked.before.items()}
    return _Learnt(p, found)
