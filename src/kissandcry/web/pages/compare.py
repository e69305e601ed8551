"""Which of two skaters, and in what? Head to head, side by side."""

from typing import Any, Final

from kissandcry.archive import keys, profile, results
from kissandcry.archive.overview import SkaterRow
from kissandcry.archive.profile.sentences import family
from kissandcry.web import addresses, controls, skates
from kissandcry.web.ask import Ask, NotFound
from kissandcry.web.page import Chart, Column, Page, Route, Table

_CHARTED: Final = 40  # skates of a segment and a skater in the chart
_THIS, _OTHER = "this", "reference"


def choose(ask: Ask) -> Page:
    """Two skaters by their keys or names; as long as they are not both given, what to do."""
    one, other = ask.text("one"), ask.text("other")
    if one and other:
        return _compare(ask, one, other)
    named = (
        controls.Choice("one", "Skater", (), one),
        controls.Choice("other", "and the other", (), other),
    )
    return Page(
        title="Compare two skaters",
        answer="Write two names as this archive does, such as Yuzuru HANYU; a skater's page also"
        " leads here, from those whom this skater meets most often.",
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"),),
        more=controls.more(ask, *named, dated=False),
        section="/skaters",
    )


def compare(ask: Ask) -> Page:
    """Two skaters: where they met, and their scores over time."""
    return _compare(ask, ask.path["one"], ask.path["other"])


def _compare(ask: Ask, first: str, second: str) -> Page:
    one, other = keys.skater(ask.archive, first), keys.skater(ask.archive, second)
    if one.id == other.id:
        raise NotFound(
            f"{one.name} can only be compared with somebody else",
            [(one.name, addresses.skater(one.key))],
        )
    met = results.head_to_head(ask.archive, one.key, other.key, ask.as_of)
    data: list[dict[str, Any]] = []
    for who, kind in ((one, _THIS), (other, _OTHER)):
        rows = skates.of_skater(ask.archive, who.id, who.key, ask.as_of)
        data += skates.charted(rows, _CHARTED, who=kind, name=who.name)
    page = ask.number("page", 1, 1, controls.FARTHEST)
    rows = met.to_dicts()[::-1]
    path = addresses.compare(one.key, other.key)
    return Page(
        title=f"{one.name} and {other.name}",
        kicker="Head to head",
        answer=met.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), (one.name, addresses.skater(one.key))),
        charts=(_chart(one, other, data),) if data else (),
        tables=(_table(one, other, rows[ask.part(page)], len(rows)),),
        pager=controls.pager(ask, path, page, len(rows)),
        coverage=met.coverage.sentence,
        more=controls.more(
            ask,
            links=(
                (one.name, addresses.skater(one.key)),
                (other.name, addresses.skater(other.key)),
                ("The other way round", addresses.compare(other.key, one.key)),
            ),
            sections=(
                controls.Section(
                    controls.asked(ask, f"{path}/profile"),
                    "Both profiles side by side",
                    "Value, grade of execution and failures of their elements.",
                ),
            ),
        ),
        section="/skaters",
    )


def _chart(one: SkaterRow, other: SkaterRow, data: list[dict[str, Any]]) -> Chart:
    best = {
        who: max((row["score"] for row in data if row["who"] == who), default=None)
        for who in (_THIS, _OTHER)
    }
    said = [
        f"{name.name} (in {look}): best score {best[who]:.2f}"
        for who, name, look in ((_THIS, one, "blue, dots"), (_OTHER, other, "amber, squares"))
        if best[who] is not None
    ]
    return Chart(
        "scores", "scores", "Scores in the order they were skated", f"{'; '.join(said)}.", data
    )


def _table(one: SkaterRow, other: SkaterRow, rows: list[dict[str, Any]], count: int) -> Table:
    for row in rows:
        total = row["segment"] == results.TOTAL
        row["what"] = "Final result" if total else controls.segment_words(row["segment"])
        row["address"] = (
            addresses.category(row["event"], row["category"])
            if total
            else addresses.segment(row["event"], row["category"], row["segment"])
        )
        row["ahead"] = {one.key: one.name, other.key: other.name}.get(row["winner"], "")
        row[_THIS], row[_OTHER] = (
            total and row["winner"] == one.key,
            total and row["winner"] == other.key,
        )
    return Table(
        "meetings",
        "Where they met, the latest first",
        (
            Column("event", "Event", "event"),
            Column("what", "Segment", "short", link="address"),
            Column("one_rank", one.name, "number", title=f"Place of {one.name}"),
            Column("one_score", "Score", "points", title=f"Score of {one.name}"),
            Column("other_rank", other.name, "number", title=f"Place of {other.name}"),
            Column("other_score", "Score", "points", title=f"Score of {other.name}"),
            Column("ahead", "Ahead", "short", strong=True),
            Column("day", "Day", "day"),
        ),
        rows,
        kind="wide",
        empty="They have not met in this archive.",
        hidden=(Column("category", "Category"), Column("segment", "Segment")),
        count=count,
    )


def profiles(ask: Ask) -> Page:
    """Both profiles side by side: the kinds of elements that either skates."""
    both = [keys.skater(ask.archive, ask.path[name]) for name in ("one", "other")]
    one, other = both
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    coverage = ""
    for who, kind in zip(both, ("one", "other"), strict=True):
        answer = profile.families(ask.archive, who.key, None, ask.as_of)
        coverage = coverage or answer.coverage.sentence
        for row in answer.to_dicts():
            words = family(row)
            found = rows.setdefault(
                (row["family"], row["name"]), {"said": f"{words[:1].upper()}{words[1:]}"}
            )
            found |= {f"{kind}_{name}": value for name, value in row.items()}
    columns = [Column("said", "Kind", strong=True)]
    for who, kind in zip(both, ("one", "other"), strict=True):
        columns += [
            Column(f"{kind}_attempts", who.name, "number", title=f"Attempts of {who.name}"),
            Column(f"{kind}_value", "Value", "points", title=f"Mean panel score of {who.name}"),
            Column(f"{kind}_goe", "GOE", "signed", title=f"Mean in points of {who.name}"),
            Column(f"{kind}_falls", "Falls", "rate", title=f"How often {who.name} falls on it"),
        ]
    return Page(
        title=f"{one.name} and {other.name}: profiles",
        template=controls.TEMPLATE,
        crumbs=(("Head to head", addresses.compare(one.key, other.key)),),
        tables=(
            Table(
                "profiles",
                "Attempts, mean value, grade of execution and falls, by kind of element",
                tuple(columns),
                list(rows.values()),
                empty="No element of either is known here.",
                kind="wide",
            ),
        ),
        coverage=coverage,
        more=controls.more(
            ask, part="Both profiles side by side", terms=("GOE", "panel score", "interval")
        ),
        section="/skaters",
    )


ROUTES: Final = (
    Route("/compare", choose),
    Route("/compare/{one}/{other}", compare),
    Route("/compare/{one}/{other}/profile", profiles),
)
