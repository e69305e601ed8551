"""Tables in terminals of every width: nothing that stands in them is cut."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.cli import main, screen

SHEET = Path(
    str(files("kissandcry.protocols") / "data/2012-13_grand_prix_final/men_free_skating.skate")
)
_WORD = st.text("abcxyzÉß0123456789.,+()%-", min_size=1, max_size=30)
_TEXT = st.lists(_WORD, max_size=6).map(" ".join)
_KINDS = st.sampled_from(["left", "right", "wrap", "quiet", "12", "40"])


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[list[str]]]:
    columns = draw(st.lists(st.tuples(_TEXT, _KINDS), min_size=1, max_size=8))
    row = st.lists(_TEXT, min_size=len(columns), max_size=len(columns))
    return columns, draw(st.lists(row, max_size=4))


def _words(text: str) -> list[str]:
    return sorted(text.replace("\N{MINUS SIGN}", "-").split())


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
    found = "".join(said).replace("\N{MINUS SIGN}", "-")
    found = re.sub(r"-\s*", "-", " ".join(found.split()))
    for title, _ in heads:
        assert all(part in found for part in re.findall(r"[^\s-]+", title))


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize(
    ("asked", "row"),
    [
        (("series", "2012-13", "men"), ("Patrick", "CAN", "28", "505.78", "qualified")),
        (("profile", "mao-asada", "--part", "families"), ("flip", "5.57", "+0.05", "44%", "(21%)")),
        (("events",), ("2012-12-07", "gpf2012", "Sochi", "48")),
        (("form", "mao-asada"), ("2012-12-08", "129.84", "to", "short")),
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


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", "\N{MINUS SIGN}"), ("cp1252", "-")])
def test_numbers_have_a_true_minus_sign_where_there_is_one(encoding: str, sign: str) -> None:
    """The free skate of T. Machida at the Final 2012, with one deduction, by its protocol; keys,
    days and data have hyphens."""
    run = [sys.executable, "-m", "kissandcry", "score", str(SHEET)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    printed = subprocess.run(run, capture_output=True, check=True, env=environment).stdout
    text = printed.decode(encoding)
    assert f"56.41  72.64  {sign}1.00  128.05" in text
    assert "\N{MINUS SIGN}" in text or sign == "-"
    data = subprocess.run([*run, "--json"], capture_output=True, check=True, env=environment)
    assert b"\xe2\x88\x92" not in data.stdout
