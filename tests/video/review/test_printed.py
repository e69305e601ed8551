"""The review on paper: one page, with the numbers that were measured."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from kissandcry.core import typesetting
from kissandcry.core.errors import MissingExtra
from kissandcry.video import review
from kissandcry.video.review import files, printed, words
from kissandcry.video.review.model import Review
from kissandcry.video.seen import Skate


def pages(content: bytes) -> list[str]:
    """The text of each page."""
    document = pdfium.PdfDocument(content)
    try:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def test_it_is_one_page_with_the_measured_numbers(reviewed: Path) -> None:
    found = review.read(reviewed)
    (text,) = pages((reviewed / "review.pdf").read_bytes())
    (flight,) = found.skate.jumps[0].flights
    for one in (flight.air_time, flight.height, flight.rise, flight.rotation):
        assert words.value(one) in text
        assert f"({words.interval(one)})" in text
    assert "Somebody · axel.mp4" in text
    assert words.answer(found)[0] in text
    assert all(said in text for said in found.cannot)
    page = (reviewed / "index.html").read_text(encoding="utf-8")
    assert 'href="review.pdf"' in page


def many(found: Review) -> Review:
    """Sixty jumps of a skater with a long name, and as many things that cannot be told."""
    skate: Skate = replace(found.skate, jumps=found.skate.jumps * 60)
    return replace(
        found,
        skater="Wolfeschlegelsteinhausenbergerdorff " * 20,
        source=replace(found.source, name=f"{'run-through-' * 20}.mp4"),
        skate=skate,
        cannot=tuple(f"Jump {n}: {'what this video cannot tell ' * 20}." for n in range(60)),
    )


def test_much_is_still_one_page_and_what_has_no_room_is_counted(reviewed: Path) -> None:
    (text,) = pages(printed.typeset(many(review.read(reviewed)), (), reviewed))
    assert "And 36 more rows: on the page index.html." in text
    assert "And 49 more sentences: on the page index.html." in text
    assert "Wolfeschlegelsteinhausenbergerdorff" in text


def test_pictures_of_the_two_highest_jumps_fit_too(reviewed: Path) -> None:
    found = many(review.read(reviewed))
    drawn = [
        {
            "number": n,
            "at": "0:02.2",
            "strobe": "jump-1-strobe.jpg",
            "frames": "jump-1-frames.jpg",
        }
        for n in range(1, 61)
    ]
    (text,) = pages(printed.typeset(found, drawn, reviewed))
    assert len(re.findall(r"Jump \d+, at", text)) == 2


def test_a_letter_that_the_typeface_lacks_is_told(reviewed: Path) -> None:
    found = replace(review.read(reviewed), skater="羽生")
    (text,) = pages(printed.typeset(found, (), reviewed))
    assert "?? · axel.mp4" in text
    assert "Letters that the typeface lacks are printed as ?." in text


def test_the_same_review_gives_the_same_bytes(reviewed: Path) -> None:
    found = review.read(reviewed)
    assert printed.typeset(found, (), reviewed) == printed.typeset(found, (), reviewed)


def test_without_the_extra_the_rest_is_written_and_it_is_said(
    reviewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, typesetting.__name__, None)
    found = review.read(reviewed)
    with pytest.raises(MissingExtra):
        printed.typeset(found, (), reviewed)
    said = review.write(found, tmp_path / "review")
    assert said.startswith("review.pdf is left out: a PDF needs the library ")
    assert said.endswith("install kissandcry[print]")
    assert not (tmp_path / "review" / files.PAPER).exists()
    page = (tmp_path / "review" / "index.html").read_text(encoding="utf-8")
    assert "review.pdf" not in page
