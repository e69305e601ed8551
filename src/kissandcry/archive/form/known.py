"""What is known of the fields of an archive: from the parameters, and for seasons and levels that
they do not know from a walk over the skaters of these."""

from collections.abc import Iterable
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from kissandcry.archive.form.field import Levels, walk
from kissandcry.archive.form.follow import Fields
from kissandcry.archive.form.parameters import PARTS, Level, Parameters
from kissandcry.archive.form.skates import Group, read
from kissandcry.archive.store import Archive

_Learnt = dict[int, tuple[Level, Level]]

_lock: Final = Lock()
_kept: Final[WeakKeyDictionary[Archive, tuple[int, Parameters, _Learnt]]] = WeakKeyDictionary()


def fields(archive: Archive, groups: Iterable[Group], p: Parameters) -> Fields:
    """The levels before and after each of these segments."""
    levels, found = Levels(p), _Learnt()
    learnt: _Learnt | None = None
    for group in groups:
        if levels.fixed(group):
            level = levels.before(group)
            found[group.segment] = (level, level)
            continue
        if learnt is None:
            learnt = _learnt(archive, p)
        found[group.segment] = learnt[group.segment]
    return found


def _learnt(archive: Archive, p: Parameters) -> _Learnt:
    """The levels of all segments that the parameters do not know; kept until
    the archive is written to."""
    with _lock, archive.reading():
        stamp = archive.generation
        if archive in _kept and _kept[archive][:2] == (stamp, p):
            return _kept[archive][2]
        skates = read(archive, segments=_unknown(archive, p), known=p.usual)
        walked = walk(skates, p)
        found = {one: (level, walked.after[one]) for one, level in walked.before.items()}
        _kept[archive] = (stamp, p, found)
        return found


def _unknown(archive: Archive, p: Parameters) -> list[int]:
    """The segments of whose fields the parameters know nothing in that season."""
    rows = archive.run("SELECT id, discipline, level, segment, season FROM segments")
    return [
        id
        for id, discipline, level, segment, season in rows
        if segment in PARTS
        and season not in p.levels.get(f"{discipline} {level} {PARTS[segment]}", {})
    ]
