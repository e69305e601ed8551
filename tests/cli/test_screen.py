"""Tables in terminals of every width: nothing that stands in them is cut."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.cli import main, screen

_WORD = st.text("abcxyzÉß0123456789.,+()%-", min_size=1, max_size=30)
_TEXT = st.lists(_WORD, max_size=6).map(" ".join)
_KINDS = st.sampled_from(["left", "right", "wrap", "quiet", "12", "40"])


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[list[str]]]:
    columns = draw(st.lists(st.tuples(_TEXT, _KINDS), min_size=1, max_size=8))
    row = st.lists(_TEXT, min_size=len(columns), max_size=len(columns))
    return columns, draw(st.lists(row, max_size=4))


def _words(text: str) -> list[str]:
    """The words, a heading's parts at its hyphens too."""
    return sorted(text.split())


@given(table=_tables(), columns=st.integers(1, 140), indent=st.integers(0, 4))
def test_every_word_of_a_table_stands_whole(
    table: tuple[list[tuple[str, str]], list[list[str]]], columns: int, indent: int
) -> None:
    heads, rows = table
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        said: list[str] = []
        patch.setattr(sys.stdout, "write", said.append)
        screen.table(heads, rows, heading=False, indent=indent)
        assert _words("".join(said)) == _words(" ".join(" ".join(row) for row in rows))
        said.clear()
        screen.table(heads, rows, indent=indent)
    found = re.sub(r"-\s*", "-", " ".join("".join(said).split()))
    for title, _ in heads:
        assert all(part in found for part in re.findall(r"[^\s-]+", title))


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize(
    ("asked", "row"),
    [
        (("series", "2012-13", "men"), ("Patrick", "CAN", "28", "505.78", "qualified")),
        (("profile", "mao-asada", "--part", "families"), ("flip", "5.57", "+0.05", "44%", "(21%)")),
        (("events",), ("2012-12-07", "gpf2012", "Sochi", "48")),
        (("form", "mao-asada"), ("2012-12-08", "129.84", "121.2", "105.0", "134.8")),
    ],
)
def test_a_narrow_terminal_cuts_no_number(
    columns: int,
    asked: Sequence[str],
    row: Sequence[str],
    season_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main([*asked, "--archive", str(season_file)]) == 0
    words = capfd.readouterr().out.split()
    assert set(row) <= set(words)
