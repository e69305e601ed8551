"""Names that hide what they are, or that a spreadsheet would compute, in text, CSV and pages."""

import csv
import io
import sys
import unicodedata
from pathlib import Path

import pytest
from msgspec import structs
from starlette.testclient import TestClient

from kissandcry import archive
from kissandcry.archive.collect import collect
from kissandcry.cli import main
from kissandcry.core.shown import visible
from kissandcry.protocols import read, write
from kissandcry.web.app import create_app

_SHEET = Path("protocols/data/2012-13_grand_prix_final/men_free_skating.skate")
_NAMES = {
    "Evil \u202eUYNAH\u202c": "Evil ?UYNAH?",
    "Yu\u200bzu\u200dru EVIL": "Yu?zu?ru EVIL",
    "\ufeff\x1b[2J Evil": "??[2J Evil",
    "=1+2 EVIL": "=1+2 EVIL",
    "@sum EVIL": "@sum EVIL",
}


@pytest.fixture(params=_NAMES, ids=["reversed", "no width", "orders", "formula", "at"])
def evil(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A name, and an archive with an event that it won."""
    import kissandcry

    (protocol,) = read(Path(kissandcry.__file__).parent / _SHEET)
    first, *rest = protocol.performances
    named = structs.replace(first, name=request.param)
    paper = tmp_path / "papers" / "men.json"
    paper.parent.mkdir()
    write([structs.replace(protocol, performances=(named, *rest))], paper)
    kept = tmp_path / "archive.duckdb"
    assert collect(kept, [str(paper)]).problems == []
    return request.param, kept


def test_a_name_shows_what_is_hidden_in_it(
    evil: tuple[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    name, kept = evil
    shown = _NAMES[name]
    with archive.open(kept) as opened:
        (event,) = opened.rows("SELECT key FROM events")
    assert main(["results", event["key"], "men", "free-skating", "--archive", str(kept)]) == 0
    text = capfd.readouterr().out
    assert shown in " ".join(text.split())
    assert main(["results", event["key"], "men", "--csv", "--archive", str(kept)]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert {row["name"] for row in rows} & {shown, f"'{shown}"}
    assert not any(row["name"].startswith(("=", "+", "-", "@")) for row in rows)
    with archive.open(kept) as opened, TestClient(create_app(opened)) as client:
        page = client.get(
            f"/event/{event['key']}/men/free-skating", headers={"host": "localhost"}
        ).text
    assert shown in page
    for said in (text, page):
        assert not {c for c in said if unicodedata.category(c) in {"Cc", "Cf"}} - {"\n"}


def test_what_is_hidden_is_what_unicode_says() -> None:
    """Controls, format signs that have no shape, and the ends of lines and paragraphs; the
    separate marks of Arabic, Syriac, Kaithi and the shorthands are seen."""
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} and sign != "\n":
            assert visible(sign) == "?", hex(code)
    for sign in "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\U000e0001":
        assert visible(sign) == "?"
    for bidi in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)):
        assert visible(chr(bidi)) == "?"
    for name in ("Mae Bérénice MÉITÉ", "Юдзуру ХАНЮ", "羽生\u3000結弦", "a\u00a0b", "two\nlines"):
        assert visible(name) == name
