"""Words by where they stand, whatever the order in which they were drawn."""

from pathlib import Path

import numpy as np
import pytest

from kissandcry.core import Unreadable
from kissandcry.protocols import words
from kissandcry.protocols.words import Paper

# Skate Canada 2005: columns run together in the text of the file ("1101111").
_TIGHT = "2005-06/gpcan05/men_free.pdf"
_SANDHU = "5 3S 4.5 1.00 1 1 1 0 1 1 1 1 1 1 - - 5.50"
_MIXED_ORDER = "13 SlSt1 1.8 0.20 0 0 1 1 0 0 0 0 1 1 - - 2.00"


@pytest.fixture
def protocols(shared: Path) -> Path:
    return shared / "protocols"


def test_columns_that_run_together_are_parted_by_their_gaps(protocols: Path) -> None:
    with Paper(protocols / _TIGHT) as paper:
        loose = [line.text for line in paper.lines(0)]
        exact = [line.text for line in paper.lines(0, exact=True)]
    assert "5 3S 4.5 1.00 1 1101111 1 1 - - 5.50" in loose
    assert _SANDHU in exact
    assert _MIXED_ORDER in exact


def test_a_number_drawn_in_two_pieces_is_one_word(protocols: Path) -> None:
    """Turin 2006 draws "7.7" and "5" apart; they stand side by side."""
    with Paper(protocols / "2005-06" / "owg2006" / "men_free.pdf") as paper:
        lines = [line.text for line in paper.lines(0, exact=True)]
    choreography = next(line for line in lines if line.startswith("Choreography"))
    assert choreography.startswith("Choreography / Composition 2.00 7.75 8.50 8.25")


def test_lines_run_from_top_to_bottom_and_words_from_left_to_right(protocols: Path) -> None:
    with Paper(protocols / "2024-25" / "gpf2024" / "men_free.pdf") as paper:
        lines = paper.lines(0)
        assert len(paper) == 3
    texts = [line.text for line in lines]
    first = texts.index("1 Yuma KAGIYAMA JPN 5 188.29 97.45 90.84 0.00")
    second = texts.index("2 Ilia MALININ USA 6 186.69 100.85 86.84 -1.00")
    assert first < second
    assert "3 4Lz< F < 9.20 -4.60 -5 -5 -5 -5 -5 -5 -5 -5 -5 4.60" in texts[second:]
    assert all(list(line.xs) == sorted(line.xs) for line in lines)


def test_the_same_words_both_ways(protocols: Path) -> None:
    """Where the text is sound, characters joined by their gaps give the same rows."""
    with Paper(protocols / "2018-19" / "gpf1819" / "women_free.pdf") as paper:
        loose = [line.text for line in paper.lines(0) if line.text[0].isdigit()]
        exact = [line.text for line in paper.lines(0, exact=True) if line.text[0].isdigit()]
    assert loose == exact
    assert len(loose) > 20


def test_a_closed_paper_frees_its_file(protocols: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes((protocols / "2024-25" / "gpf2024" / "men_free.pdf").read_bytes())
    with Paper(path) as paper:
        paper.lines(0)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        path.stat()


def test_too_large_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(Unreadable, match=r"has 68,157,440 bytes, and at most 67,108,864 are read$"):
        Paper(path)


def test_words_that_stand_nowhere_do_not_disturb_the_rest() -> None:
    """A damaged page gives places that are no numbers, or beyond all paper."""
    xs = np.array([20.0, np.nan, 10.0, np.inf])
    ys = np.array([700.0, np.nan, 700.0, -np.inf])
    order, ends = words._reading_order(xs, ys)
    assert order[:2] == [2, 0]
    assert sorted(order) == [0, 1, 2, 3]
    assert ends[-1] == 4
