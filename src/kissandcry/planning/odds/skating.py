"""One segment of one skater, many times at once: drawn element by element and mark by mark, and
scored by the functions that score a real one; or from the history alone.

Arrays of marks are [judges, simulations]; random bytes look marks up in tables of how judges mark
at each level of quality.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kissandcry.planning.odds.model import (
    Floats,
    History,
    Part,
    PlannedElement,
    Program,
    Scale,
)
from kissandcry.scoring import factored, panel_component, panel_goe
from kissandcry.scoring.panel import Scores

Shifts = NDArray[np.int16]
_CLIPPED: Final = 3.0  # usual spreads off are carried on within an event, and no more


class Seats(NamedTuple):
    """What the judges of a segment do to all its skaters, in levels of quality: each judge (shape
    [judges, n]) and the whole panel (shape [n])."""

    grades: Shifts
    grades_panel: NDArray[np.float32]
    marks: Shifts
    marks_panel: NDArray[np.float32]


class Skated(NamedTuple):
    """The scores of a segment, in hundredths: shape [n] each."""

    tss: Scores
    tes: Scores
    pcs: Scores


class Drawn(NamedTuple):
    """An element as drawn: which outcome (shape [n]), and the grades of the judges."""

    element: PlannedElement
    outcome: NDArray[np.intp]
    marks: NDArray[np.int8]


def seats(program: Program, rng: np.random.Generator, n: int) -> Seats:
    """The judges of a segment."""
    of_grades, of_marks = program.grades.spreads, program.marks.spreads
    return Seats(
        of_grades.seat[_bytes(rng, program.judges, n)],
        rng.standard_normal(n, np.float32) * np.float32(of_grades.panel),
        of_marks.seat[_bytes(rng, program.judges, n)],
        rng.standard_normal(n, np.float32) * np.float32(of_marks.panel),
    )


def skate(program: Program, rng: np.random.Generator, n: int, judges: Seats) -> Skated:
    """Skate a planned program `n` times before these judges."""
    tes = np.zeros(n, np.int32)
    falls = np.zeros(n, np.int16)
    for element, outcome, marks in elements(program, rng, n, judges):
        tes += panel_goe(marks.T, outcome, element.table, program.rule)
        tes += element.base.take(outcome)
        falls += element.falls.take(outcome)
    pcs = np.zeros(n, np.int32)
    for factor, given in zip(program.factors, components(program, rng, n, judges), strict=True):
        pcs += factored(panel_component(given.T, program.rule), factor)
    return Skated(tes + pcs - program.deducted[falls], tes, pcs)


def elements(program: Program, rng: np.random.Generator, n: int, judges: Seats) -> Iterator[Drawn]:
    """Draw the elements in their order, with the grades of all judges."""
    scale = program.grades
    own = judges.grades + scale.spreads.skate[_bytes(rng, program.judges, n)]
    fallen = np.zeros(n, np.bool_)
    for element in program.elements:
        outcome = _outcome(element, rng, n, fallen)
        quality = rng.standard_normal(n, np.float32)
        quality *= element.spread.take(outcome)
        quality += element.grade.take(outcome)
        quality += judges.grades_panel
        yield Drawn(element, outcome, _marks(scale, quality, own, rng))
        fallen = element.falls.take(outcome) > 0


def components(
    program: Program, rng: np.random.Generator, n: int, judges: Seats
) -> Iterator[NDArray[np.int16]]:
    """Draw the marks of all judges for each component, in hundredths."""
    scale = program.marks
    own = judges.marks + scale.spreads.skate[_bytes(rng, program.judges, n)]
    together = rng.standard_normal(n, np.float32) * np.float32(program.common**0.5)
    for mean, spread in program.components:
        quality = rng.standard_normal(n, np.float32)
        quality *= np.float32((1 - program.common) ** 0.5)
        quality += together
        quality *= np.float32(spread)
        quality += np.float32(mean)
        quality += judges.marks_panel
        yield _marks(scale, quality, own, rng)


def from_history(
    history: History,
    part: Part,
    rng: np.random.Generator,
    ability: Floats,
    field: Floats,
    day: Floats,
) -> tuple[Scores, Floats]:
    """The scores of a segment from a history, in hundredths, and by how much they lie above what
    was expected, which is carried on as the next `day`; as a share, limited as the model has it.

    `ability` is by how much the skater is better than expected, and `field` by how much everybody
    scores more (standard normal). Good and bad days are those of the form model.
    """
    n = len(ability)
    gap = history.bad_gap * part.spread
    bad = rng.random(n, np.float32) < history.bad_share
    scatter = rng.standard_normal(n)
    scatter *= np.where(bad, part.spread * history.bad_width, part.spread)
    scatter += np.where(bad, (history.bad_share - 1) * gap, history.bad_share * gap)
    above = ability + history.carried * day + scatter
    share = 1 + history.mean + part.field * field + above
    scores = np.rint(np.maximum(share, 0.0) * part.points * 100).astype(np.int32)
    reach = _CLIPPED * part.usual
    return scores, np.clip(above - history.carried * day, -reach, reach)


def _bytes(rng: np.random.Generator, judges: int, n: int) -> NDArray[np.uint8]:
    """Random bytes: shape [judges, n]."""
    return np.frombuffer(rng.bytes(judges * n), np.uint8).reshape(judges, n)


def _outcome(
    element: PlannedElement, rng: np.random.Generator, n: int, fallen: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Which outcome an element has; others hold where the element before it fell."""
    drawn = np.frombuffer(rng.bytes(2 * n), np.uint16)
    outcome = _chosen(drawn, element.usual)
    if element.after_fall is not None and fallen.any():
        after = _chosen(drawn, element.after_fall) + (len(element.usual) + 1)
        outcome = np.where(fallen, after, outcome)
    return outcome.astype(np.intp)


def _chosen(drawn: NDArray[np.uint16], below: tuple[int, ...]) -> NDArray[np.uint8]:
    outcome = np.zeros(len(drawn), np.uint8)
    for limit in below:
        outcome += drawn >= limit
    return outcome


def _marks(
    scale: Scale, quality: NDArray[np.float32], own: Shifts, rng: np.random.Generator
) -> NDArray[Any]:
    """The marks of the judges for this quality (shape [n], in levels), each in their own `own`
    way (shape [judges, n])."""
    np.rint(quality, out=quality)
    np.clip(quality, -scale.levels, 2 * scale.levels, out=quality)
    level = own + quality.astype(np.int16)
    np.maximum(level, 0, out=level)
    np.minimum(level, scale.levels - 1, out=level)
    place = level.view(np.uint16)
    place <<= 8
    place |= _bytes(rng, *level.shape)
    marks = np.empty(level.shape, scale.drawn.dtype)
    np.take(scale.drawn, place, out=marks, mode="clip")
    return marks
