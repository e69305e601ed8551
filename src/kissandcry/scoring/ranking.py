"""Placements: of a segment and of a final result, with the ties that the rulebook breaks.

Rule 353: the highest total is first; those whom no criterion parts have the same place, and the
next place is left free.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import Contradiction, UnknownOnDate
from kissandcry.rulebooks.model import TieRule


def places(criteria: Sequence[NDArray[np.integer]]) -> NDArray[np.int32]:
    """The place of each skater by criteria of shape [n]: more is better, the first decides."""
    keys = np.stack([np.asarray(values, np.int64) for values in criteria])
    order = np.lexsort(-keys[::-1])
    ranked = keys[:, order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (ranked[:, 1:] != ranked[:, :-1]).any(axis=0)
    numbers = np.arange(1, len(order) + 1)
    result = np.empty(len(order), np.int32)
    result[order] = np.maximum.accumulate(np.where(new, numbers, 0))
    return result


def segment_places(
    tss: NDArray[np.integer], tes: NDArray[np.integer], pcs: NDArray[np.integer], rule: TieRule
) -> NDArray[np.int32]:
    """The places of a segment (all shapes [n], hundredths): equal totals part by TES or by PCS."""
    _same_length(tss, tes, pcs)
    criteria = {"tes": tes, "pcs": pcs}
    if rule.first not in criteria:
        raise UnknownOnDate(
            f"ties of the {rule.scope}: the rulebook breaks them by {rule.first!r}, known are tes"
            f" and pcs ({rule.provenance.rule})"
        )
    return places([tss, criteria[rule.first]])


def final_places(
    total: NDArray[np.integer], free: NDArray[np.integer], rule: TieRule
) -> NDArray[np.int32]:
    """The places of a final result (shapes [n], hundredths): equal totals part by the free skate.

    `free` is the score of the last segment of each skater.
    """
    _same_length(total, free)
    if rule.first != "free_skating":
        raise UnknownOnDate(
            f"ties of a final result: the rulebook breaks them by {rule.first!r}, known is"
            f" free_skating ({rule.provenance.rule})"
        )
    return places([total, free])


def _same_length(first: NDArray[np.integer], *others: NDArray[np.integer]) -> None:
    if any(other.shape != first.shape for other in others):
        raise Contradiction("places: each skater needs one number in every list")
