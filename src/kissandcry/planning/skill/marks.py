"""Program components: what marks a skater is given, by component and segment.

Each component of a segment has a field's mark. What the skater has over it is, first, common to
all components and segments, and then the component's own; both shrink as grades do. So the three
components since 2022-23 are known from the five before them, by what the skater has over the field.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

import msgspec
import numpy as np

from kissandcry.archive.store import Archive
from kissandcry.planning.skill.parameters import Components
from kissandcry.planning.skill.tries import YEAR

_LIVES: Final = (0.25, 0.5, 1.0, 1.5, 2.0)
_EVIDENCE: Final = (0.1, 0.3, 1.0, 3.0, 10.0)
_OWN: Final = (4.0, 16.0, 64.0)
_FIELD_HALF_LIFE: Final = 3.0
_FEW: Final = 5

_MARKS: Final = """
SELECT p.skater, p.id, p.discipline, p.segment_name, c.component, p.day,
    list_avg(c.marks)::DOUBLE,
    coalesce(list_var_samp(c.marks::DOUBLE[]) / len(c.marks), 0)
FROM components c JOIN performances p ON p.id = c.performance
WHERE p.status = '' AND len(c.marks) > 1 AND c.component <> '' AND list_avg(c.marks) IS NOT NULL
    AND ($1::INTEGER IS NULL OR p.skater = $1) AND ($2::DATE IS NULL OR p.day <= $2)
ORDER BY p.skater, p.day, p.id, c.position
"""


class Given(NamedTuple):
    """The mean mark of a component; `noise` is the variance that the judges' differences make."""

    skater: int
    performance: int
    discipline: str
    segment: str
    component: str
    day: date
    mark: float
    noise: float

    @property
    def time(self) -> float:
        """The day in years."""
        return self.day.toordinal() / YEAR

    @property
    def place(self) -> str:
        """The segment's part, whose name changed in ice dance."""
        return part(self.segment)


def part(segment: str) -> str:
    """The part of a competition: marks of the short, original and rhythm dance are of one kind."""
    if segment in ("free_skating", "free_dance"):
        return "free"
    return "compulsory" if segment == "compulsory_dance" else "short"


def read(archive: Archive, skater: int | None = None, as_of: date | None = None) -> list[Given]:
    """All marks up to a day, by skater and in order of time."""
    return [Given(*row) for row in archive.run(_MARKS, [skater, as_of])]


def better(
    given: Sequence[Given], fitted: Components, discipline: str, time: float
) -> tuple[float, dict[str, float]]:
    """What a skater has over the field at a time: in all components, and beyond that in each."""
    field = fitted.marks.get(discipline, {})
    total = weight = 0.0
    own: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    rows = []
    for one in given:
        usual = field.get(f"{one.place} {one.component}")
        if usual is None:
            continue
        fade = 0.5 ** ((time - one.time) / fitted.half_life)
        rows.append((one.component, one.mark - usual[0], fade))
        total, weight = total + fade * (one.mark - usual[0]), weight + fade
    whole = total / (weight + fitted.field) if weight else 0.0
    for component, off, fade in rows:
        own[component][0] += fade * (off - whole)
        own[component][1] += fade
    return whole, {name: off / (count + fitted.own) for name, (off, count) in own.items()}


def fit(archive: Archive, until: date | None = None) -> Components:
    """The field's marks, and the half-life and evidence with the least mean square."""
    given = read(archive, as_of=until)
    usual = _usual(given)
    careers = [list(career) for _, career in groupby(given, lambda one: one.skater)]
    careers = [one for one in careers if one[0].performance != one[-1].performance]
    best = Components(1.0, 1.0, 16.0, usual)
    for name, steps in (("half_life", _LIVES), ("field", _EVIDENCE), ("own", _OWN)):
        tried = [msgspec.structs.replace(best, **{name: one}) for one in steps]
        best = min(tried, key=lambda one: _missed(careers, one)[0])
    spreads = _missed(careers, best)[1]
    marks = {
        name: {
            key: (mark, spreads.get((name, key), spread))
            for key, (mark, spread) in sorted(of.items())
        }
        for name, of in sorted(usual.items())
    }
    return Components(best.half_life, best.field, best.own, marks)


def _usual(given: Sequence[Given]) -> dict[str, dict[str, tuple[float, float]]]:
    end = max((one.time for one in given), default=0.0)
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for one in given:
        fade = 0.5 ** ((end - one.time) / _FIELD_HALF_LIFE)
        cell = sums[one.discipline, f"{one.place} {one.component}"]
        for place, value in enumerate((1.0, one.mark, one.mark**2)):
            cell[place] += fade * value
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for (discipline, name), (weight, total, square) in sums.items():
        mean = total / weight
        found[discipline][name] = (mean, float(np.sqrt(max(square / weight - mean**2, 0.01))))
    return dict(found)


def _missed(
    careers: Sequence[Sequence[Given]], fitted: Components
) -> tuple[float, Mapping[tuple[str, str], float]]:
    """The mean square of what a mark was off from what was expected before it, and by discipline
    and component the spread without the judges' differences."""
    squares: dict[tuple[str, str], list[float]] = defaultdict(list)
    whole, count = 0.0, 0
    for career in careers:
        before: list[Given] = []
        now: list[Given] = []
        for one in career:
            if now and one.performance != now[0].performance:
                before, now = before + now, []
            now.append(one)
            if not before:
                continue
            if len(now) == 1:
                said = better(before, fitted, one.discipline, one.time)
            key = f"{one.place} {one.component}"
            usual = fitted.marks[one.discipline][key][0]
            off = one.mark - usual - said[0] - said[1].get(one.component, 0.0)
            whole, count = whole + off**2, count + 1
            squares[one.discipline, key].append(off**2 - one.noise)
    spread = {
        key: float(np.sqrt(max(float(np.mean(values)), 0.01)))
        for key, values in squares.items()
        if len(values) >= _FEW
    }
    return whole / max(count, 1), spread
