"""The review on one page of paper, as a PDF: the note, pictures of two jumps, the numbers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kissandcry.core.extras import extra
from kissandcry.video.review import tables, words
from kissandcry.video.review.model import Review
from kissandcry.video.review.tables import Table

MOST_ROWS: Final = 24  # of a table: with more of them the page could not be read
MOST_PICTURED: Final = 2  # jumps
_MOST_SAID: Final = 12  # sentences of a list
_LONGEST_NAME: Final = 60
_LONGEST: Final = 240  # letters of a sentence
_INSTEAD: Final = "?"  # of a letter that the typeface lacks


def typeset(review: Review, jumps: Sequence[Mapping[str, Any]], folder: Path) -> bytes:
    """The PDF: always one page, its parts made smaller until they fit.

    `jumps` are those of the page, whose pictures stand in `folder`. What has no room is counted on
    the page. Raises `MissingExtra` without the extra `print`.
    """
    with extra("print", "a PDF"):
        from kissandcry.core.fonts import typeface
        from kissandcry.core.typesetting import pdf

    face = typeface()
    document = _document(review, jumps, folder)
    lacking = False

    def known(value: Any) -> Any:
        nonlocal lacking
        if isinstance(value, str):
            kept = "".join(c if ord(c) in face.letters or c == "\n" else _INSTEAD for c in value)
            lacking = lacking or kept != value
            return kept
        if isinstance(value, dict):
            return {key: known(one) for key, one in value.items()}
        return [known(one) for one in value] if isinstance(value, list | tuple) else value

    shown = known(document)
    if lacking:
        shown["origin"] += f" Letters that the typeface lacks are printed as {_INSTEAD}."
    shown["pictures"] = _pictures(review, jumps, folder)
    return pdf("kissandcry.video.review", "review.typ", shown, face)


def _document(review: Review, jumps: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    source = review.source
    who = _short(review.skater or "A skate", _LONGEST_NAME)
    name = _short(source.name, _LONGEST_NAME)
    made = {one.key: one for one in tables.tables(review)}
    length = words.clock(source.duration)
    return {
        "title": f"How did I do? {who}",
        "heading": "How did I do?",
        "kicker": " \N{MIDDLE DOT} ".join((who, name, length)),
        "answer": _some(words.answer(review), "sentence"),
        "tables": [_rows(made[key]) for key in ("jumps", "spins") if key in made],
        "cannot": _some(
            [*review.cannot, "Grades of execution and components: no video tells them here."],
            "sentence",
        ),
        "cannot_heading": "What this video cannot tell",
        "origin": (
            f"{name}, {source.size[0]} \N{MULTIPLICATION SIGN} {source.size[1]},"
            f" {source.fps:.4g} frames a second; poses by {_short(source.tracker or 'a file', 60)}."
            " In brackets: 90 % intervals."
        ),
    }


def _short(text: str, most: int) -> str:
    """On one line, and cut where it is longer than the page has room for."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}\N{HORIZONTAL ELLIPSIS}"


def _some(lines: Sequence[str], what: str) -> list[str]:
    """The first of them, and how many are left out."""
    kept = [_short(one, _LONGEST) for one in lines[:_MOST_SAID]]
    left = len(lines) - len(kept)
    return [*kept, f"And {words.count(left, f'more {what}')}: on the page index.html."][
        : len(kept) + (left > 0)
    ]


def _rows(table: Table) -> dict[str, Any]:
    left = len(table.rows) - MOST_ROWS
    note = f"And {words.count(left, 'more row')}: on the page index.html." if left > 0 else ""
    return {
        "title": table.title,
        "columns": [{"name": name, "number": numeric} for name, numeric in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows[:MOST_ROWS]],
        "note": " ".join(one for one in (note, table.note) if one),
    }


def _cell(text: str) -> str:
    """With the interval below the number."""
    return _short(text, 60).replace(" (", "\n(")


def _pictures(
    review: Review, jumps: Sequence[Mapping[str, Any]], folder: Path
) -> list[dict[str, Any]]:
    """Of the highest jumps, in the order in which they were jumped."""
    known = [one for one in jumps if "strobe" in one]

    def high(one: Mapping[str, Any]) -> float:
        flights = review.skate.jumps[one["number"] - 1].flights
        return max((each.height.value or 0.0 for each in flights), default=0.0)

    chosen = sorted(known, key=high, reverse=True)[:MOST_PICTURED]
    return [
        {
            "name": f"Jump {one['number']}, at {one['at']}",
            "strobe": list((folder / one["strobe"]).read_bytes()),
            "strobe_alt": "The skater at six instants from before take-off to after landing",
            "frames": list((folder / one["frames"]).read_bytes()),
            "frames_alt": "Take-off, top and landing, with the skeleton that was found",
        }
        for one in sorted(chosen, key=lambda one: int(one["number"]))
    ]
