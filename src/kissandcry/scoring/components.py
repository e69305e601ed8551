"""Program components: each panel score times its factor, each product rounded by itself.

Rule 353: the panel's score of a component (two decimals) is multiplied by the factor of the segment
and rounded to two decimals; the sum of these products is the program component score.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import Segment, UnknownOnDate, round_half_up
from kissandcry.rulebooks.model import ComponentRule, Rulebook
from kissandcry.scoring.panel import Scores
from kissandcry.scoring.steps import scope


def factored(panel: NDArray[np.integer], factors: NDArray[np.integer]) -> Scores:
    """Panel scores times factors, both in hundredths (shapes broadcast), rounded half up."""
    product = np.asarray(panel, np.int64) * np.asarray(factors, np.int64)
    return np.asarray(round_half_up(product, 100), np.int32)


def component_rule(book: Rulebook, segment: Segment, name: str) -> ComponentRule:
    """The rule of a component by its name. Raises `UnknownOnDate` naming those of the segment."""
    rules = book.components.get(segment, ())
    for rule in rules:
        if rule.name == name:
            return rule
    known = ", ".join(rule.name for rule in rules) or "none"
    raise UnknownOnDate(
        f"component {name!r}: the {segment.replace('_', ' ')} ({scope(book)}) has {known}"
    )


def factors_of(book: Rulebook, segment: Segment, names: Iterable[str]) -> NDArray[np.int32]:
    """The factors of components in the given order, in hundredths: shape [components]."""
    factors = [component_rule(book, segment, name).factor.hundredths for name in names]
    return np.array(factors, np.int32)
