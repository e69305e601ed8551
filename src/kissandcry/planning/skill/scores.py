"""What elements were expected to bring, against what panels gave for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from kissandcry import notation, rulebooks
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, KissAndCryError, Level, Segment
from kissandcry.planning.skill.estimate import made_of
from kissandcry.planning.skill.model import Person
from kissandcry.planning.skill.parameters import Parameters
from kissandcry.planning.skill.skill import Skill
from kissandcry.planning.skill.tries import Try
from kissandcry.planning.worth import Worth, worth

_REAL: Final = """
SELECT e.performance, e.position, e.code, e.second_half, e.family, (100 * e.panel_score)::INTEGER,
    coalesce(w.fell, false), p.skater, p.discipline, p.level, p.segment_name, p.day
FROM elements e JOIN performances p ON p.id = e.performance
LEFT JOIN slips w ON w.performance = e.performance AND w.position = e.position
WHERE p.season = $1 AND p.status = '' AND NOT e.invalid AND NOT coalesce(w.popped, false)
    AND coalesce(w.fell, w.performance IS NULL) IS NOT NULL
ORDER BY p.skater, p.day, e.performance, e.position
"""


@dataclass
class Compared:
    """Of elements: whether of more than one jump, the expected and the real score (hundredths), and
    the chance of a score below, with half of that of the same."""

    combined: list[bool] = field(default_factory=list)
    expected: list[float] = field(default_factory=list)
    real: list[int] = field(default_factory=list)
    below: list[float] = field(default_factory=list)


def compare(
    archive: Archive, tries: Sequence[Try], p: Parameters, year: int, every: int
) -> Compared:
    """Every `every`-th performance of a season, each from what was skated on earlier days.

    The plan is what the code says without its calls, so popped jumps, and jumps that lost the next
    one, are left out: who had them planned something else.
    """
    of_skater: dict[int, list[Try]] = {}
    for one in tries:
        of_skater.setdefault(one.skater, []).append(one)
    found = Compared()
    name = f"{year}-{(year + 1) % 100:02d}"
    rows = archive.run(_REAL, [name])
    chosen = set(sorted({row[0] for row in rows})[::every])
    skills: dict[int, Skill] = {}
    for row in rows:
        performance, _, code, second, family, points, fell, skater, *head = row
        if performance not in chosen or "+COMBO" in code or "+REP" in code or "*" in code:
            continue
        discipline, level, segment, day = head
        try:
            if performance not in skills:
                person = Person("", Discipline(discipline), Level(level), day)
                before = [one for one in of_skater.get(skater, []) if one.day < day]
                skills = {performance: made_of(person, before, (), p)}
            book = rulebooks.on(day, Discipline(discipline), Level(level))
            value = worth(book, Segment(segment), skills[performance], planned(code), second)
        except KissAndCryError:  # a code of which nothing was known before
            continue
        taken = 100 if fell else 0
        found.combined.append(family == "jump" and "+" in code)
        found.expected.append(100 * (value.mean + value.deduction))
        found.real.append(points)
        found.below.append(below(value, points - taken))
    return found


def planned(code: str) -> str:
    """A code without calls."""
    element = notation.parse(code)
    parts = [f"{part.stem}{part.level or ''}" for part in element.parts]
    return "+".join([*parts, *(["SEQ"] if element.sequence and len(parts) > 1 else [])])


def below(value: Worth, points: int) -> float:
    """The chance of fewer points, with half of that of as many."""
    return sum(
        chance * (1.0 if at < points else 0.5)
        for at, chance in value.chances.items()
        if at <= points
    )


def table(seasons: Sequence[tuple[str, Compared]]) -> Iterator[str]:
    """Expected and real panel scores."""
    yield "| held back | elements | expected | real | mean error | in 90% | in 50% |"
    yield "|---|" + "---:|" * 6
    for name, one in seasons:
        for title, combined in (("single", False), ("combinations", True)):
            rows = np.array(one.combined, bool) == combined
            if not rows.any():
                continue
            expected, real = np.array(one.expected)[rows] / 100, np.array(one.real)[rows] / 100
            off = np.abs(np.array(one.below)[rows] - 0.5)
            yield (
                f"| {name}, {title} | {rows.sum()} | {expected.mean():.2f} | {real.mean():.2f}"
                f" | {np.abs(expected - real).mean():.2f} | {100 * np.mean(off < 0.45):.1f}"
                f" | {100 * np.mean(off < 0.25):.1f} |"
            )
