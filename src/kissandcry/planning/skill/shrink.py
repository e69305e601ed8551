"""How few tries of one's own and many of others make a chance: shrinkage, by arithmetic alone.

Chances: a Dirichlet prior for each element, whose middle is the field's chances times how much more
often than the field the skater fails in other elements; that ratio is itself drawn to 1 by a gamma
prior (see Gelman and others, "Bayesian Data Analysis", chapters 2 and 5). Grades: normal means in
three tiers. Counts are sums of weights.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.planning.skill import model

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

# The kinds of failure, in which skaters differ; 0 stands for no failure.
KINDS: Final = ("", "step-out", "turns", "fall", "popped")
_KIND_OF: Final = {
    model.CLEAN: "",
    model.STEP_OUT: "step-out",
    model.QUARTER: "turns",
    model.UNDER_ROTATED: "turns",
    model.DOWNGRADED: "turns",
    model.FALL: "fall",
    model.FALL_UNDER_ROTATED: "fall",
    model.FALL_DOWNGRADED: "fall",
    model.POPPED: "popped",
}
KIND: Final[Numbers] = np.array([KINDS.index(_KIND_OF[one]) for one in model.RESULTS])


def ratios(field: Floats, counts: Floats, kinds: Numbers, kin: Floats) -> Floats:
    """How many times as often as the field the skater fails in each kind.

    `field`, `counts`: shape [elements, ways]; `kinds`: the kind of each way, shape [ways] or that
    of `field`, 0 for none; `kin`: shape [kinds], how many expected failures the field counts for.
    Shape [kinds]: (seen + kin) / (expected + kin), and 1 for kind 0.
    """
    tried = counts.sum(axis=1, keepdims=True)
    flat = np.broadcast_to(kinds, field.shape).ravel()
    seen = np.bincount(flat, counts.ravel(), len(kin))
    expected = np.bincount(flat, (field * tried).ravel(), len(kin))
    found = (seen + kin) / (expected + kin)
    found[0] = 1.0
    return np.asarray(found)


def chances(field: Floats, counts: Floats, kinds: Numbers, kin: Floats, own: float) -> Floats:
    """The chance of each way: shape [elements, ways], rows that sum to one.

    `own`: how many tries the prior of an element counts for. Shapes and the rest as in `ratios`.
    """
    prior = field * ratios(field, counts, kinds, kin)[kinds]
    prior = prior / prior.sum(axis=1, keepdims=True)
    tried = counts.sum(axis=1, keepdims=True)
    return np.asarray((counts + own * prior) / (tried + own))


def grades(
    sums: Floats, weights: Floats, family: Numbers, tiers: tuple[float, float, float]
) -> Floats:
    """How much better than the field the skater is graded in each element, shape [elements].

    `sums`: the sums of weighted differences from the field's grade, `weights` of the weights (both
    of shape [elements]); `family`: the number of the family of each. A tier's mean difference
    counts as mean * n / (n + tier) of n tries: of all elements, then of what is left by family,
    then by element.
    """
    if not len(sums):
        return sums
    whole = sums.sum() / (weights.sum() + tiers[0])
    left = sums - whole * weights
    by_family = np.bincount(family, left) / (np.bincount(family, weights) + tiers[1])
    left = left - by_family[family] * weights
    return np.asarray(whole + by_family[family] + left / (weights + tiers[2]))
