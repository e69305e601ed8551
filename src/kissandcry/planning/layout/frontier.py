"""Expected points against risk: the layouts from which nothing can be had without giving the
other."""

from dataclasses import dataclass
from typing import Final

from kissandcry.planning.layout.planner import Layout, Question, Told, best
from kissandcry.planning.layout.worths import cautious

POINTS: Final = 12
_SAME: Final = 1e-5  # of the objective, in points
_CAREFUL: Final = 0.3  # points of expectation for a squared point of variance: very careful


@dataclass(frozen=True, slots=True)
class Frontier:
    """Layouts from the greatest expectation to the least risk.

    Each is the best for some weight of the variance, proved; between two neighbours `complete`
    says that no other layout is the best for any weight.
    """

    layouts: tuple[Layout, ...]
    complete: bool


def frontier(question: Question, *, most: int = POINTS, tell: Told | None = None) -> Frontier:
    """The frontier of expected points against variance, at most so many layouts.

    Both are sums over elements, so that each weight is an exact solve. Between two neighbours the
    weight is tried for which they are equally good (Aneja and Nair 1979): either a layout is better
    there, which comes between them, or none is for any weight.
    """
    ends = [best(question, cautious(0.0)), best(question, cautious(_CAREFUL))]
    found = {_key(one): one for one in ends}
    open_pairs = [(ends[0], ends[1])]
    while open_pairs and len(found) < most:
        bold, careful = open_pairs.pop(0)
        won = bold.variance - careful.variance
        if won <= _SAME or bold.expected - careful.expected <= _SAME:
            continue
        weight = (bold.expected - careful.expected) / won
        between = best(question, cautious(weight))
        if tell is not None:
            tell(len(found), most)
        if between.value > bold.expected - weight * bold.variance + _SAME:
            found[_key(between)] = between
            open_pairs += [(bold, between), (between, careful)]
    layouts = sorted(found.values(), key=lambda one: -one.expected)
    return Frontier(_efficient(layouts), not open_pairs)


def _key(layout: Layout) -> tuple[float, float]:
    return round(layout.expected, 6), round(layout.variance, 6)


def _efficient(layouts: list[Layout]) -> tuple[Layout, ...]:
    """Those that have less risk than every layout before them."""
    kept: list[Layout] = []
    for one in layouts:
        if not kept or one.variance < kept[-1].variance - _SAME:
            kept.append(one)
    return tuple(kept)
