"""Our PDF: printed, looked at through its text, and read back equal."""

import contextlib
import string
from datetime import date
from pathlib import Path

import msgspec
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kissandcry.core import (
    Discipline,
    KissAndCryError,
    Level,
    NotAProtocol,
    Points,
    Segment,
    SyntaxProblem,
    Unreadable,
    fonts,
)
from kissandcry.protocols import (
    Official,
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
    read,
)
from kissandcry.protocols.layouts import kissandcry
from kissandcry.protocols.words import Paper
from kissandcry.protocols.writers import write
from kissandcry.protocols.writers.as_pdf import typeset
from kissandcry.rulebooks import Rulebook, on
from tests.protocols.samples import marseille, odd, performance

PAPER = typeset([odd()])


def as_read(protocol: Protocol, path: Path) -> Protocol:
    """What reading back must give: all that is printed, and where it was read."""
    return msgspec.structs.replace(protocol, layout="kissandcry", file=str(path))


def there_and_back(protocols: list[Protocol], path: Path) -> None:
    write(protocols, path)
    assert read(path) == [as_read(protocol, path) for protocol in protocols]


def rulebook_of(protocol: Protocol) -> Rulebook | None:
    return on(protocol.date, protocol.discipline, protocol.level) if protocol.date else None


def test_what_is_printed_is_read_back(tmp_path: Path) -> None:
    there_and_back([marseille()], tmp_path / "a.pdf")


def test_struck_and_tinted_marks_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write([marseille()], path, rulebook_of)
    assert read(path) == [as_read(marseille(), path)]


def test_all_that_is_rare_is_read_back(tmp_path: Path) -> None:
    there_and_back([odd()], tmp_path / "a.pdf")


def test_several_protocols_in_one_file_are_read_back(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(
        marseille(), event="", venue="", printed="", season="", date=None, officials=()
    )
    nobody = msgspec.structs.replace(marseille(), performances=())
    there_and_back([odd(), bare, nobody, marseille()], tmp_path / "a.pdf")


@pytest.mark.parametrize("judges", [0, 3, 12])
def test_any_panel_is_read_back(tmp_path: Path, judges: int) -> None:
    skate = marseille().performances[0]
    sized = msgspec.structs.replace(
        skate,
        elements=tuple(
            msgspec.structs.replace(row, marks=(row.marks * 2)[:judges]) for row in skate.elements
        ),
        components=tuple(
            msgspec.structs.replace(row, marks=(row.marks * 2)[:judges]) for row in skate.components
        ),
    )
    protocol = msgspec.structs.replace(marseille(), performances=(sized,))
    there_and_back([protocol], tmp_path / "a.pdf")


def test_a_skate_longer_than_a_page_is_read_back(tmp_path: Path) -> None:
    long = performance(elements=marseille().performances[0].elements * 14)
    protocol = msgspec.structs.replace(marseille(), performances=(long, long))
    there_and_back([protocol], tmp_path / "a.pdf")


def test_every_published_layout_is_printed_and_read_back(shared: Path, tmp_path: Path) -> None:
    for number, file in enumerate(
        (
            "2005-06/gpcan05/dance_original.pdf",
            "2012-13/gpf1213/pairs_free.pdf",
            "2017-18/gpjpn2017/women_free.pdf",
            "2021-22/owg2022/pairs_short.pdf",
            "2024-25/gpf2024/men_free.pdf",
        )
    ):
        path = tmp_path / f"{number}.pdf"
        there_and_back(read(shared / "protocols" / file), path)


def test_no_skate_is_parted_where_it_fits_on_a_page() -> None:
    skates = marseille().performances * 4
    protocol = msgspec.structs.replace(marseille(), performances=skates)
    with pdfium.PdfDocument(typeset([protocol])) as pdf:
        for page in pdf:
            text = page.get_textpage().get_text_range()
            assert text.count("Segment score =") == text.count("Interpretation of the Music")


def test_every_page_is_headed_and_numbered() -> None:
    skates = marseille().performances * 4
    protocol = msgspec.structs.replace(marseille(), performances=skates)
    with pdfium.PdfDocument(typeset([protocol])) as pdf:
        assert len(pdf) > 3
        for number, page in enumerate(pdf, start=1):
            text = page.get_textpage().get_text_range()
            assert "JUDGES DETAILS PER SKATER" in text
            assert "Senior Men, Short Program" in text
            assert f"Page {number} of {len(pdf)}" in text


def test_the_legend_explains_the_symbols_that_stand_there() -> None:
    with pdfium.PdfDocument(typeset([odd()])) as pdf:
        last = pdf[len(pdf) - 1].get_textpage().get_text_range()
    assert "SEQ jump sequence" in last
    assert "<< downgraded q" in last
    assert "lift longer" not in last


def test_the_same_protocol_gives_the_same_bytes() -> None:
    assert typeset([odd()]) == typeset([odd()])
    with pdfium.PdfDocument(typeset([odd()])) as pdf:
        assert pdf.get_metadata_value("CreationDate") == ""


@pytest.mark.parametrize(
    "text",
    [
        '#panic("no")',
        "#{ while true { } } *bold* _x_ $x^2$ @ref <label> // note",
        "\\u{41} `raw` ~ --- ... #sys.inputs",
        "\"quoted\" 'quoted' [content]",
        "= Heading",
    ],
)
def test_markup_in_a_name_is_only_text(tmp_path: Path, text: str) -> None:
    skate = performance(name=text, notes=(text,), club=text)
    protocol = msgspec.structs.replace(
        marseille(), event=text, venue=text, notes=(text,), performances=(skate,)
    )
    there_and_back([protocol], tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("羽生 結弦", "CJK UNIFIED IDEOGRAPH-7FBD"),
        ("김연아", "HANGUL SYLLABLE GIM"),
        ("a\x07", "U+0007"),
    ],
)
def test_a_letter_that_would_print_as_a_box_is_refused(name: str, letter: str) -> None:
    protocol = msgspec.structs.replace(marseille(), performances=(performance(name=name),))
    with pytest.raises(KissAndCryError, match="cannot be printed: Source Sans 3 has no") as error:
        typeset([protocol])
    assert letter in str(error.value)


def test_a_font_can_be_given_besides() -> None:
    italic = fonts.FOLDER / "SourceSans3-Italic[wght].ttf"
    assert fonts.typeface([italic]).letters >= fonts.typeface().letters


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttf"
    bad.write_bytes(b"not a font")
    with pytest.raises(Unreadable, match=r"^bad\.ttf: not a font that can be read"):
        fonts.typeface([bad])


def test_another_paper_is_not_ours(shared: Path) -> None:
    with (
        Paper(shared / "protocols/2012-13/gpf1213/men_free.pdf") as paper,
        pytest.raises(NotAProtocol, match="is not headed and numbered as ours are"),
    ):
        kissandcry.read(paper)


def test_no_rank_and_no_status_are_kept(tmp_path: Path) -> None:
    protocol = msgspec.structs.replace(marseille(), performances=(performance(rank=None),))
    there_and_back([protocol], tmp_path / "a.pdf")


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(SyntaxProblem, match="'31 Smarch 2016' is not a date"):
        kissandcry.day_of("31 Smarch 2016")


def test_equal_texts_one_below_the_other_are_all_read_back(tmp_path: Path) -> None:
    """PDFium drops a text that stands twice close together, as if printed twice to look bold."""
    name = "Ms. Anastasia-Alexandrovna SKVORTSOVA-KUZNETSOVA"
    skate = performance(
        deduction_items=(PrintedDeduction("Costume / prop violation, part of it fell", Points(1)),)
        * 3,
        notes=("An element was reviewed after the segment",) * 6,
    )
    protocol = msgspec.structs.replace(
        marseille(),
        performances=(skate,),
        officials=(Official("Assistant Technical Specialist", name, "ISU"),) * 9,
    )
    there_and_back([protocol], tmp_path / "a.pdf")


def test_hyphens_at_the_ends_of_lines_are_read_back(tmp_path: Path) -> None:
    """PDFium joins a word with a hyphen at the end of a line to the next line's first word."""
    skate = performance(club="Club-", notes=("note-", "-"), status="WD-", rank=None)
    protocol = msgspec.structs.replace(
        marseille(),
        performances=(skate,),
        officials=(Official("Judge-", "Name-", "N-"),),
        notes=("-",),
    )
    there_and_back([protocol], tmp_path / "a.pdf")


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_paper_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Cut or altered anywhere: a protocol or one of our errors, and no other."""
    pdf = bytearray(PAPER)
    if data.draw(st.booleans()):
        pdf = pdf[: data.draw(st.integers(0, len(pdf)))]
    for place in data.draw(st.lists(st.integers(0, max(len(pdf) - 1, 0)), max_size=40)):
        pdf[place : place + 1] = data.draw(st.binary(min_size=1, max_size=1))
    path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    path.write_bytes(pdf)
    with contextlib.suppress(KissAndCryError):
        read(path)


# Protocols as they may come from anywhere: any names in letters that the font has, any numbers.
LETTERS = string.ascii_letters + string.digits + "ÅåÉéŁłŞşČčÖöИЯюж' /.-+<>!*#"
words = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
lines = st.lists(words, max_size=4).map(lambda parts: " ".join(filter(None, parts)))
names = lines.filter(bool)
points = st.integers(0, 30_000).map(Points.from_hundredths)
signed = st.integers(-999, 999).map(Points.from_hundredths)
quarters = st.integers(1, 40).map(lambda n: Points.from_hundredths(25 * n))
codes = st.text(string.ascii_letters + string.digits + "+<!*", max_size=14)


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    judges = draw(st.integers(1, 12))
    grades = st.tuples(*[st.none() | st.integers(-5, 5)] * judges)
    marks = st.tuples(*[st.none() | quarters] * judges)
    elements = st.builds(
        PrintedElement,
        st.none() | st.integers(1, 20),
        codes,
        st.sampled_from(["", "<", "! <", "q|F", "<< e"]),
        points,
        st.booleans(),
        signed,
        grades,
        points,
    )
    components = st.builds(PrintedComponent, names, st.none() | points, marks, points)
    items = st.builds(
        PrintedDeduction,
        names,
        points,
        st.none() | st.integers(1, 9),
        st.sampled_from(["", "4 of 10"]),
    )
    performances = st.builds(
        Performance,
        st.none() | st.integers(1, 40),
        names,
        st.sampled_from(["", "JPN", "ISU"]),
        st.none() | st.integers(1, 40),
        points,
        points,
        points,
        points,
        st.lists(elements, max_size=3).map(tuple),
        st.lists(components, max_size=2).map(tuple),
        st.lists(items, max_size=2).map(tuple),
        st.none() | points,
        st.sampled_from(["", "WD", "DSQ", "FNR"]),
        st.lists(names, max_size=2).map(tuple),
        lines,
    )
    return draw(
        st.builds(
            Protocol,
            event=lines,
            discipline=st.sampled_from(Discipline),
            level=st.sampled_from(Level),
            segment=st.sampled_from(Segment),
            date=st.none() | st.dates(date(2005, 7, 1), date(2030, 1, 1)),
            season=st.sampled_from(["", "2016-17"]),
            layout=st.just("kissandcry"),
            performances=st.lists(performances, max_size=2).map(tuple),
            officials=st.lists(st.builds(Official, names, names, names), max_size=2).map(tuple),
            venue=lines,
            printed=lines,
            notes=st.lists(names, max_size=1).map(tuple),
            file=st.just(""),
        )
    )


@settings(max_examples=40)
@given(st.lists(protocols(), min_size=1, max_size=2))
def test_any_protocol_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, given_ones: list[Protocol]
) -> None:
    """A protocol written by us is read back by us, equal in all that it prints."""
    there_and_back(given_ones, tmp_path_factory.mktemp("pdf") / "a.pdf")


def test_whose_rules_is_printed_where_they_are_not_the_usual(tmp_path: Path) -> None:
    mine = msgspec.structs.replace(marseille(), authority="example_federation")
    write([mine], tmp_path / "mine.pdf")
    with Paper(tmp_path / "mine.pdf") as paper:
        (again,) = kissandcry.read(paper)
    assert (again.authority, again.season) == ("example_federation", mine.season)
