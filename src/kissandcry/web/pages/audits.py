"""Does a protocol add up? A file is dropped, read and audited; nothing of it is kept."""

from datetime import date
from typing import Any, Final

from kissandcry import rulebooks
from kissandcry.core import UnknownOnDate
from kissandcry.protocols import Performance, Protocol
from kissandcry.protocols.writers import sentences, words
from kissandcry.rulebooks import Rulebook
from kissandcry.web.ask import Ask
from kissandcry.web.grid import grid
from kissandcry.web.page import Column, Page, Route, Table
from kissandcry.web.uploads import Upload

MOST_SKATES: Final = 100  # that a page shows
_FINDINGS: Final = (
    Column("name", "Skater"),
    Column("check", "Check"),
    Column("text", "Difference"),
)
_RESULT: Final = (
    Column("rank", "Place", "number"),
    Column("name", "Skater", link="at", strong=True),
    Column("nation", "Nation"),
    Column("tss", "Score", "points"),
    Column("tes", "Elements", "points"),
    Column("pcs", "Components", "points"),
    Column("deductions", "Deductions", "points"),
    Column("holds", "Audit"),
)


def audits(_: Ask) -> Page:
    """The page that takes a file."""
    return asking()


def asking(refusal: str = "", status: int = 200, *, taken: bool = True) -> Page:
    """The page that takes a file; with the sentence of what was refused before."""
    return Page(
        title="Audit a protocol",
        answer="Every score of a protocol is recomputed from its marks under the rules of its day,"
        " and what does not add up is listed with its cause.",
        template="audit.html",
        status=status,
        section="/audit",
        more={"refusal": refusal, "taken": taken, "papers": []},
    )


def shown(done: Upload) -> Page:
    """What was found in a file."""
    papers = []
    left = MOST_SKATES
    for number, paper in enumerate(done.protocols):
        papers.append(_paper(done, number, paper, left))
        left = max(0, left - len(paper.performances))
    count = sum(len(paper.performances) for paper in done.protocols)
    wrong = sum(len({place for place, _, _ in found}) for found in done.findings)
    skates = f"{count} performance{'' if count == 1 else 's'}"
    answer = (
        f"{done.name}: {skates}, and everything adds up."
        if not wrong
        else f"{done.name}: {skates}; {wrong} {'differs' if wrong == 1 else 'differ'} from the"
        " marks on the same paper."
    )
    if open_ := sum(done.unverified):
        answer += f" Of {open_} the print does not determine every score."
    return Page(
        title="Audit of a protocol",
        answer=answer,
        template="audit.html",
        section="/audit",
        tables=(),
        more={"refusal": "", "taken": True, "papers": papers, "exports": False},
    )


def _paper(done: Upload, number: int, paper: Protocol, most: int) -> dict[str, Any]:
    """One protocol of a file."""
    found = done.findings[number]
    wrong = {place for place, _, _ in found}
    book = _book(paper, date.fromisoformat(done.days[number]))
    day = words.long_date(paper.date) if paper.date else ""
    category = f"{words.category(paper.level, paper.discipline)}, {words.SEGMENTS[paper.segment]}"
    named = [
        {"name": paper.performances[place].name, "check": check.replace("_", " "), "text": text}
        for place, check, text in found
    ]
    rows = [
        _row(one, f"#s{number}-{place}", place in wrong)
        for place, one in enumerate(paper.performances)
    ]
    return {
        "number": number,
        "title": category,
        "where": " · ".join(part for part in (paper.event, paper.venue, day) if part),
        "answer": sentences.of_segment(paper),
        "rules": f"Rules in force on {words.long_date(date.fromisoformat(done.days[number]))}",
        "findings": Table(f"findings-{number}", "What does not add up", _FINDINGS, named),
        "result": Table(f"result-{number}", "As printed", _RESULT, rows[:most]),
        "skates": [
            {
                "id": f"s{number}-{place}",
                "name": one.name,
                "nation": one.nation,
                "tss": words.figure(one.tss),
                "answer": sentences.of_performance(one, paper.performances),
                "findings": [text for at, _, text in found if at == place],
                "grid": grid(paper, one, book),
            }
            for place, one in enumerate(paper.performances[:most])
        ],
        "left": max(0, len(paper.performances) - most),
    }


def _row(one: Performance, at: str, wrong: bool) -> dict[str, Any]:
    return {
        "rank": one.rank if one.rank is not None else one.status,
        "name": one.name,
        "nation": one.nation,
        "tss": one.tss,
        "tes": one.tes,
        "pcs": one.pcs,
        "deductions": -one.deductions if one.deductions else None,
        "holds": "differs" if wrong else "adds up",
        "at": at,
    }


def _book(paper: Protocol, day: date) -> Rulebook | None:
    try:
        return rulebooks.on(day, paper.discipline, paper.level, paper.authority)
    except UnknownOnDate:
        return None


ROUTES: Final = (Route("/audit", audits),)
