"""Protocols as JSON, CSV, Parquet and a web page."""

import csv
import io
import re
import tempfile
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import msgspec
import pytest

from kissandcry.core import KissAndCryError, Points
from kissandcry.protocols import Protocol, read
from kissandcry.protocols.writers import (
    SUFFIXES,
    as_csv,
    as_html,
    as_json,
    as_parquet,
    read_json,
    sentences,
    write,
)
from kissandcry.protocols.writers.cells import left_out
from kissandcry.rulebooks import Rulebook, on
from tests.protocols.samples import SAMPLE, marseille, odd, performance
from tests.scoring.rules import panel_rule


def rulebook_of(protocol: Protocol) -> Rulebook | None:
    return on(protocol.date, protocol.discipline, protocol.level) if protocol.date else None


@pytest.mark.parametrize("protocol", [marseille(), odd()], ids=["as printed", "all that is rare"])
def test_json_read_back_is_equal(protocol: Protocol) -> None:
    assert read_json(as_json.dumps([protocol, protocol])) == [protocol, protocol]
    assert read_json(as_json.dump_lines([protocol, protocol])) == [protocol, protocol]
    assert read_json(msgspec.json.format(as_json.dump_lines([protocol]))) == [protocol]


def test_json_of_no_protocol_is_an_empty_list() -> None:
    assert read_json(as_json.dumps([])) == []


def test_json_holds_points_as_exact_texts() -> None:
    """Hanyu's short program: 59.18 for elements and 47.35 for components (published protocol)."""
    first = msgspec.json.decode(as_json.dumps([marseille()]))[0]["performances"][0]
    assert (first["tss"], first["tes"], first["pcs"]) == ("106.53", "59.18", "47.35")
    assert first["components"][0]["marks"][0] == "9.50"


def test_json_of_every_layout_read_back_is_equal(shared: Path) -> None:
    for file in (
        "2005-06/gpcan05/dance_free.pdf",
        "2012-13/gpf1213/men_free.pdf",
        "2022-23/fc2023/pairs_short.pdf",
    ):
        protocols = read(shared / "protocols" / file)
        assert read_json(as_json.dumps(protocols)) == protocols


def test_csv_gives_a_row_for_each_printed_row() -> None:
    data = as_csv.dumps([marseille()])
    assert data.startswith(b"\xef\xbb\xbfevent,")  # Excel takes it for UTF-8
    assert data.count(b"\r\n") == data.count(b"\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    counts = {kind: sum(row["row"] == kind for row in rows) for kind in {r["row"] for r in rows}}
    assert counts == {"performance": 3, "element": 21, "component": 15, "deduction": 1}
    hanyu = [row for row in rows if row["name"] == "Yuzuru HANYU"]
    assert sum(Decimal(row["panel_score"]) for row in hanyu if row["row"] == "element") == Decimal(
        "59.18"
    )
    assert [row["tss"] for row in hanyu if row["tss"]] == ["106.53"]
    axel = next(row for row in hanyu if row["item"] == "3A")
    assert (axel["second_half"], axel["base_value"], axel["goe"]) == ("true", "9.35", "2.43")
    assert [axel[f"J{judge}"] for judge in range(1, 10)] == "3 1 2 3 2 2 3 2 3".split()


def test_csv_leaves_a_missing_mark_empty() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv.dumps([odd()]).decode("utf-8-sig"), newline="")))
    element = next(row for row in rows if row["item"] == "3Lz+1Eu+3S<+2T*+SEQ")
    assert [element[f"J{judge}"] for judge in range(1, 10)] == [""] * 9


def test_parquet_holds_the_csv_with_types(tmp_path: Path) -> None:
    write([marseille(), odd()], tmp_path / "all.parquet")
    write([marseille(), odd()], tmp_path / "all.csv")
    with duckdb.connect() as connection:
        table = connection.read_parquet(str(tmp_path / "all.parquet"))
        names, kinds, written = table.columns, [str(kind) for kind in table.types], table.fetchall()
    assert kinds[names.index("tss")] == "DECIMAL(9,2)"
    assert kinds[names.index("date")] == "DATE"
    assert kinds[names.index("second_half")] == "BOOLEAN"
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        printed = list(csv.DictReader(file))
    assert names == list(printed[0])
    for values, plain in zip(written, printed, strict=True):
        for name, value in zip(names, values, strict=True):
            if isinstance(value, Decimal):
                assert Decimal(plain[name]) == value
            elif isinstance(value, bool):
                assert plain[name] == str(value).lower()
            else:
                assert plain[name] == ("" if value is None else str(value))


@pytest.mark.parametrize("name", ["a[b]c", "a*b", "a?b", "event=2", "a'b"])
def test_parquet_is_the_same_wherever_temporary_files_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """To DuckDB `[`, `*` and `?` in a path are a pattern, and `event=2` is a column."""
    expected = as_parquet.dumps([marseille()])
    folder = tmp_path / name
    try:
        folder.mkdir()
    except OSError:
        pytest.skip(f"this system has no folder {name!r}")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert as_parquet.dumps([marseille()]) == expected


class _Page(HTMLParser):
    """What a browser would take from a page: tags, addresses and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words += data.split()


def test_page_answers_first_and_holds_every_number() -> None:
    page = _Page(as_html.page([marseille()], rulebook_of))
    text = " ".join(page.words)
    assert "Yuzuru HANYU (JPN) won the short program with 106.53, 14.77 ahead of Javier" in text
    assert "Third with 91.76, 14.77 behind the winner; " in text
    for skate in marseille().performances:
        assert {str(row.panel_score) for row in skate.elements} <= set(page.words)
        assert {str(row.panel_score) for row in skate.components} <= set(page.words)
    assert "+3" in page.words
    assert "\N{MINUS SIGN}1.03" in page.words


@pytest.mark.parametrize(
    ("rank", "words"),
    [(2, "Second"), (12, "Twelfth"), (13, "13th"), (21, "21st"), (22, "22nd"), (23, "23rd")],
)
def test_places_in_words(rank: int, words: str) -> None:
    skate = performance(rank=rank)
    sentence = sentences.of_performance(skate, [performance(rank=1), skate])
    assert sentence.startswith(f"{words} with 106.53, 0.00 behind the winner; ")


def test_no_winner_on_the_paper_is_nobody_to_be_behind() -> None:
    """A page of a paper, or of a team event, need not hold the first."""
    skates = [performance(rank=3), performance(rank=2)]
    for skate in skates:
        assert "winner" not in sentences.of_performance(skate, skates)


def test_page_stands_by_itself() -> None:
    source = as_html.page([marseille()])
    page = _Page(source)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert re.findall(r"url\(.{0,9}", source) == ['url("data:fon']
    assert "http" not in source.replace("http-equiv", "")


def test_page_escapes_a_hostile_name() -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=y> {{ 7*7 }}"
    skate = performance(name=hostile, notes=(hostile,), club=hostile, nation=hostile)
    protocol = msgspec.structs.replace(
        marseille(), event=hostile, venue=hostile, performances=(skate,), notes=(hostile,)
    )
    page = _Page(as_html.page([protocol]))
    assert not {"script", "img"} & set(page.tags)
    assert "{{ 7*7 }}" in " ".join(page.words)


def test_page_strikes_the_highest_and_lowest_where_the_rulebook_trims() -> None:
    assert as_html.page([marseille()], rulebook_of).count("<s>") == 2 * (21 + 15) + 1
    assert "<s>" not in as_html.page([marseille()])


def test_the_strongest_colour_is_that_of_the_highest_grade() -> None:
    """+3 was the highest in 2016; where no rulebook says so, the largest printed (-3 and +3)."""
    for page in (as_html.page([marseille()], rulebook_of), as_html.page([marseille()])):
        assert set(re.findall(r"--g:(\d\.\d\d)", page)) == {"0.33", "0.66", "1.00"}


@pytest.mark.parametrize(
    ("marks", "struck"),
    [
        ((0, -1, -1, 0, -1, -2, 0, -2, -1), {0, 5}),  # of equal marks, the first
        ((2, 2, 2, 2, 2), {0, 1}),
        ((2, None, 3, 1, 2, 2), {2, 3}),
        ((2, None, 3, 1, 2), set()),  # four judges: nothing is trimmed
        ((), set()),
    ],
)
def test_trimmed_marks(marks: tuple[int | None, ...], struck: set[int]) -> None:
    assert left_out(marks, panel_rule()) == struck


def test_nothing_is_struck_where_judges_were_drawn_and_nobody_says_who_counts() -> None:
    marks = (0, 1, 2, 3, 4, 5, 1, 1, 1)
    rule = panel_rule(drawn={9: 7})
    assert left_out(marks, rule) == set()
    assert left_out(marks, rule, [True] * 4 + [False] * 2 + [True] * 3) == {0, 3}


def test_marks_of_components_are_trimmed_alike() -> None:
    marks = tuple(map(Points, ["9.50", "9.25", "9.25", "9.75", "9.25"]))
    assert left_out(marks, panel_rule()) == {1, 3}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_format_is_written_whole_and_always_the_same(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"Résultat 1{suffix}"
    path.write_bytes(b"old")
    write([marseille()], path, rulebook_of)
    first = path.read_bytes()
    write([marseille()], path, rulebook_of)
    assert path.read_bytes() == first != b"old"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_sample_is_as_the_writer_writes_it(tmp_path: Path) -> None:
    write([marseille()], tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == SAMPLE.read_bytes()


def test_an_unknown_suffix_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(KissAndCryError, match=r"^a\.xls: no format has the suffix '\.xls'; known"):
        write([marseille()], tmp_path / "a.xls")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a.json"
    with pytest.raises(KissAndCryError, match=r"a\.json: cannot be written: "):
        write([marseille()], path)


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
def test_no_protocol_makes_no_page(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(KissAndCryError, match="there is no protocol"):
        write([], tmp_path / f"a{suffix}")
    assert not list(tmp_path.iterdir())


def test_a_segment_without_skaters_is_shown(tmp_path: Path) -> None:
    nobody = msgspec.structs.replace(marseille(), performances=())
    for suffix in SUFFIXES:
        write([nobody], tmp_path / f"a{suffix}")
    assert "names no winner" in (tmp_path / "a.html").read_text(encoding="utf-8")
