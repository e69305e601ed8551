"""Search as it is typed: accents, order and hostile text."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kissandcry.archive import Archive
from kissandcry.archive.search import Hit, search
from kissandcry.cli import main
from tests.archive import met


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    with Archive() as found:
        rows = [row for row in met.named() if row.day.year in (2008, 2009, 2014)]
        met.collect(found, met.by_event(rows))
        yield found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hanyu", "yuzuru-hanyu"),
        ("HANYU Yuz", "yuzuru-hanyu"),
        ("yuzuru h", "yuzuru-hanyu"),
        ("virtue moir", "tessa-virtue-scott-moir"),
        ("moir vir", "tessa-virtue-scott-moir"),
        ("lepisto", "laura-lepisto"),
        ("LEPISTÖ", "laura-lepisto"),
        ("kawaguch", "yuko-kawaguchi-alexander-smirnov"),
        ("kavaguti", "yuko-kawaguchi-alexander-smirnov"),
        ("lipnitskaya", "julia-lipnitskaia"),
        ("nyu", "yuzuru-hanyu"),  # in the middle of a word, where nothing begins so
        ("owg2014", "owg2014"),
        ("2013-14 wc", "wc2014"),
    ],
)
def test_the_first_hit(archive: Archive, text: str, key: str) -> None:
    assert search(archive, text)[0].key == key


def test_a_hit_says_what_it_is(archive: Archive) -> None:
    assert search(archive, "yuzuru hanyu") == [
        Hit("skater", "yuzuru-hanyu", "Yuzuru HANYU", "JPN, men")
    ]
    assert len(search(archive, "a", 7)) == 7
    assert search(archive, "a", 0) == []


@pytest.mark.parametrize("text", ["", "%", "_", "' OR 1=1 --", "\0", "\\", '"', ";", "x" * 10_000])
def test_hostile_text_finds_nothing(archive: Archive, text: str) -> None:
    assert search(archive, text) == []


def test_any_text_is_harmless(archive: Archive) -> None:
    random = Random(1)
    for _ in range(200):
        text = "".join(chr(random.randrange(random.choice([127, 0x2FFF]))) for _ in range(12))
        assert len(search(archive, text, 5)) <= 5


def test_the_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "a.duckdb")
    with Archive(path) as archive:
        met.collect(archive, [[row for row in met.named() if row.name == "Yuzuru HANYU"][:1]])
    assert main(["search", "hanyu", "--json", "--archive", path]) == 0
    assert '"key":"yuzuru-hanyu"' in capfd.readouterr().out
    assert main(["search", "%", "--archive", path]) == 0
    assert "Nothing in this archive" in capfd.readouterr().out
