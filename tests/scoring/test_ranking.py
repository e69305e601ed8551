"""Placements and their ties."""

import numpy as np
import pytest

from kissandcry.core import Contradiction, UnknownOnDate
from kissandcry.rulebooks.model import TieRule
from kissandcry.scoring import final_places, places, segment_places
from tests.scoring.rules import RULE_353

SHORT = TieRule("segment", "tes", RULE_353)
FREE = TieRule("segment", "pcs", RULE_353)
FINAL = TieRule("final", "free_skating", RULE_353)


def test_a_tie_in_the_short_program_goes_to_the_higher_elements() -> None:
    tss, tes = np.array([7000, 7100, 7000]), np.array([3500, 3600, 3600])
    assert segment_places(tss, tes, tss - tes, SHORT).tolist() == [3, 1, 2]


def test_a_tie_in_the_free_skating_goes_to_the_higher_components() -> None:
    tss, tes = np.array([7000, 7100, 7000]), np.array([3500, 3600, 3600])
    assert segment_places(tss, tes, tss - tes, FREE).tolist() == [2, 1, 3]


def test_those_whom_nothing_parts_share_a_place_and_the_next_is_left_free() -> None:
    scores = np.array([100, 300, 200, 200, 50])
    assert places([scores]).tolist() == [4, 1, 2, 2, 5]


def test_the_free_skating_breaks_a_tie_of_the_final_result() -> None:
    totals, free = np.array([25000, 25000]), np.array([16000, 17000])
    assert final_places(totals, free, FINAL).tolist() == [2, 1]


def test_no_skater_no_place() -> None:
    assert places([np.array([], int)]).tolist() == []


def test_unknown_criteria_and_uneven_lists_are_refused() -> None:
    one = np.array([1])
    with pytest.raises(UnknownOnDate, match="known are tes and pcs"):
        segment_places(one, one, one, FINAL)
    with pytest.raises(UnknownOnDate, match="known is free_skating"):
        final_places(one, one, SHORT)
    with pytest.raises(Contradiction, match="one number"):
        segment_places(one, np.array([1, 2]), one, SHORT)
