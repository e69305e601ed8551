"""The run-through log: what was tried in practice, and how often it was landed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kissandcry import notation
from kissandcry.program import Plan


@dataclass(frozen=True, slots=True)
class Tried:
    """An element on a day of practice: so many attempts, of which so many were landed."""

    day: date
    attempts: int
    landed: int


def attempts(plan: Plan, until: date | None = None) -> dict[str, tuple[Tried, ...]]:
    """What was tried, by element code as typed, the oldest day first; `until` leaves out later
    days. A day that tells of an element twice is told once, with the sum."""
    by_day: dict[tuple[str, date], Tried] = {}
    for run in sorted(plan.run_throughs, key=lambda one: one.day):
        if until is not None and run.day > until:
            continue
        for one in run.elements:
            before = by_day.get((one.code, run.day), Tried(run.day, 0, 0))
            by_day[one.code, run.day] = Tried(
                run.day, before.attempts + one.attempts, before.landed + one.landed
            )
    found: dict[str, list[Tried]] = {}
    for (code, _), tried in by_day.items():
        found.setdefault(code, []).append(tried)
    return {code: tuple(tries) for code, tries in found.items()}


def lately(
    tried: Mapping[str, tuple[Tried, ...]], code: str, since: date, until: date
) -> Tried | None:
    """An element's attempts from one day to another, together, with the last of these days; None
    where it was not tried. Levels do not matter: "CCoSp4" was tried as "CCoSp3" too."""
    wanted = stem(code)
    days = [
        one
        for other, tries in tried.items()
        if stem(other) == wanted
        for one in tries
        if since <= one.day <= until
    ]
    if not days:
        return None
    return Tried(
        max(one.day for one in days),
        sum(one.attempts for one in days),
        sum(one.landed for one in days),
    )


def stem(code: str) -> str:
    """The code without levels, calls and additions: what was to be done. Raises `SyntaxProblem`."""
    return "+".join(part.stem for part in notation.parse(code).parts)
