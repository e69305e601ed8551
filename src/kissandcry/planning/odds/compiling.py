"""A planned program and a skill, made ready to be skated a million times."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import Contradiction, Segment
from kissandcry.planning import panels
from kissandcry.planning.odds.model import (
    Outcome,
    PlannedElement,
    Program,
    Scale,
    Skill,
    Spreads,
)
from kissandcry.protocols.skate_file.words import listed
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring import deductions, element_value, factors_of, goe_table

Called = Callable[[int, str], str]

DRAWS: Final = 65536  # two random bytes decide an outcome
_SURE: Final = 1e-6  # chances sum to one as nearly as that


def planned(
    book: Rulebook,
    segment: Segment,
    codes: Sequence[str],
    halves: Sequence[bool],
    skill: Skill,
    *,
    called: Called = lambda _, code: code,
    judges: int = 0,
) -> Program:
    """A program of element codes in their order; `halves` says which count as second half.

    `called(row, code)` is what becomes of an outcome of the element in that row, from 0, such as a
    repeated jump; `judges`: how many count, as many as may where 0. Raises `Contradiction` for
    chances that do not sum to one or components that are not those of the segment, and what
    `element_value` raises.
    """
    if len(codes) != len(halves):
        raise Contradiction(f"a program of {len(codes)} elements with {len(halves)} halves")
    if skill.grades != book.grades[1]:
        raise Contradiction(
            f"the skill speaks of grades up to +{skill.grades}, and the rules of {book.day} go up"
            f" to +{book.grades[1]}"
        )
    elements = tuple(
        _element(book, segment, code, half, skill, partial(called, row))
        for row, (code, half) in enumerate(zip(codes, halves, strict=True))
    )
    said = skill.components(segment)
    names = tuple(rule.name for rule in book.components[segment])
    if missing := [name for name in names if name not in said]:
        raise Contradiction(
            f"{segment}: the skill lacks {missing[0]}; the components are {listed(names)}".replace(
                "_", " "
            )
        )
    most = sum(int(one.falls.max()) for one in elements)
    lowest = book.mark_lowest.hundredths / 100
    fine = panels.FINE
    return Program(
        segment,
        elements,
        names,
        tuple(((said[name][0] - lowest) * fine, said[name][1] * fine) for name in names),
        factors_of(book, segment, names),
        panels.fitted(book).common,
        np.array([_fallen(book, count) for count in range(most + 1)], np.int32),
        _grades(book),
        _marks(book),
        book.panel,
        judges or book.panel.maximum,
    )


def _fallen(book: Rulebook, count: int) -> int:
    return deductions(book, {"fall": count}).hundredths if count else 0


def _element(
    book: Rulebook,
    segment: Segment,
    code: str,
    half: bool,
    skill: Skill,
    called: Callable[[str], str],
) -> PlannedElement:
    usual = _possible(code, skill.outcomes(code, second_half=half, after_fall=False))
    shaken = _possible(code, skill.outcomes(code, second_half=half, after_fall=True))
    same = shaken == usual
    every = usual if same else [*usual, *shaken]
    codes = tuple(called(one.code) for one in every)
    values = [element_value(book, one, half, segment=segment) for one in codes]
    low, fine = book.grades[0], panels.FINE
    return PlannedElement(
        code,
        half,
        codes,
        _summed(usual),
        None if same else _summed(shaken),
        np.array([value.base_value.hundredths for value in values], np.int32),
        np.array([one.falls for one in every], np.int16),
        np.array([(one.grade - low) * fine for one in every], np.float32),
        np.array([one.spread * fine for one in every], np.float32),
        goe_table(book, values),
    )


def _possible(code: str, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes that have a chance."""
    total = sum(one.chance for one in outcomes)
    if abs(total - 1) > _SURE or any(one.chance < 0 for one in outcomes):
        raise Contradiction(
            f"{code}: the chances of its outcomes sum to {total:.6g}; none is below 0, and they"
            " must sum to 1"
        )
    return [one for one in outcomes if one.chance > 0]


def _summed(outcomes: Sequence[Outcome]) -> tuple[int, ...]:
    """The chances summed up in `DRAWS`ths, but for the last."""
    chances = np.cumsum([one.chance for one in outcomes])[:-1]
    return tuple(np.rint(chances * DRAWS).astype(int).tolist())


@lru_cache(maxsize=16)
def _grades(book: Rulebook) -> Scale:
    marks = panels.grade_marks(book)
    drawn = (marks.drawn + book.grades[0]).astype(np.int8)
    return Scale(drawn.ravel(), marks.levels, _spreads(panels.fitted(book).grades))


@lru_cache(maxsize=16)
def _marks(book: Rulebook) -> Scale:
    """The marks of components, in hundredths."""
    marks = panels.component_marks(book)
    step, lowest = book.mark_step.hundredths, book.mark_lowest.hundredths
    drawn = marks.drawn.astype(np.int16) * step + lowest
    return Scale(
        drawn.astype(np.int16).ravel(), marks.levels, _spreads(panels.fitted(book).components)
    )


def _spreads(scatter: panels.Scatter) -> Spreads:
    return Spreads(
        normal_bytes(scatter.seat * panels.FINE),
        normal_bytes(scatter.skate * panels.FINE),
        scatter.panel * panels.FINE,
    )


def normal_bytes(spread: float) -> NDArray[np.int16]:
    """A normal value of that spread for each random byte, in whole levels: shape [256]."""
    normal = NormalDist()
    places = np.array([normal.inv_cdf((byte + 0.5) / 256) for byte in range(256)])
    return np.asarray(np.rint(places / places.std() * spread), np.int16)
