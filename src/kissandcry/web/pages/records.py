"""What was best? Records of this archive, how they fell, and the highest scores."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kissandcry.archive import Answer, records, rows, scores
from kissandcry.archive.overview import overview
from kissandcry.core import Level, Segment
from kissandcry.protocols.writers import words
from kissandcry.web import addresses, controls
from kissandcry.web.ask import Ask, BadQuestion
from kissandcry.web.page import Chart, Column, Page, Route, Table

_BY: Final = (("tss", "Score"), ("tes", "Elements"), ("pcs", "Components"))
_BY_ELEMENT: Final = (("panel_score", "Panel score"), ("goe", "Grade of execution"))
_GRADES: Final = (
    ("", "Latest"),
    ("5", "\N{MINUS SIGN}5 to +5"),
    ("3", "\N{MINUS SIGN}3 to +3"),
)
_LEVELS: Final = ((str(Level.SENIOR), "Senior"), (str(Level.JUNIOR), "Junior"))
_ALONE: Final = "Scores given in grades of \N{MINUS SIGN}3 to +3 and of \N{MINUS SIGN}5 to +5 have"
_SOURCE: Final = f"{_ALONE} records of their own. National events do not count."
_LINKS: Final = (
    ("Segments and totals", "/records"),
    ("Elements", "/records/elements"),
    ("Components", "/records/components"),
    ("All that stand", "/records/standing"),
)
_TERMS: Final = ("segment", "TSS", "TES", "PCS", "GOE", "panel score", "components")
_FELL: Final = (
    Column("score", "Score", "points", link="address", strong=True),
    Column("skater", "Skater", "skater"),
    Column("event", "Event", "event"),
    Column("day", "Day", "day"),
    Column("stood", "Stood", "text", title="How long it stood"),
    Column("gain", "Above the one before", "text"),
)
_HIGHEST: Final = (
    Column("rank", "Place", "number"),
    Column("score", "Score", "points", link="address", strong=True),
    Column("skater", "Skater", "skater"),
    Column("event", "Event", "event"),
    Column("day", "Day", "day"),
)
_COMPONENTS: Final = tuple(dict.fromkeys(rows.COMPONENTS.values()))
_HIDDEN: Final = (Column("category", "Category"), Column("segment", "Segment"))
_CODE: Final = Column("element", "Element", "code")


def segments(ask: Ask) -> Page:
    """The record of a segment or the total: how it fell, and the highest scores."""
    which, level, grades = _common(ask)
    segment = _segment(ask, which.value)
    by = controls.choice(ask, "by", "By", _BY, _BY[0][0])
    same: dict[str, Any] = {"grades": _number(grades), "level": level.value, "as_of": ask.as_of}
    fell = records.progression(ask.archive, which.value, segment.value, by=by.value, **same)
    what = scores.asked(ask.archive, which.value, segment.value, by=by.value, **same)
    best = _rows(ask, what)
    return _page(ask, "Records", fell, best, (which, segment, by, grades, level), (), fell)


def elements(ask: Ask) -> Page:
    """The records of an element, or the best of each."""
    which, level, grades = _common(ask)
    name = controls.Choice("name", "Element, such as 4T+3T", (), ask.text("name", limit=40))
    by = controls.choice(ask, "by", "By", _BY_ELEMENT, _BY_ELEMENT[0][0])
    same: dict[str, Any] = {
        "grades": _number(grades),
        "level": level.value,
        "by": by.value,
        "as_of": ask.as_of,
    }
    choices = (which, name, by, grades, level)
    if not name.value:
        every = records.elements(ask.archive, which.value, **same)
        return _page(ask, "Records of elements", every, every.to_dicts(), choices, (_CODE,))
    fell = records.progression(ask.archive, which.value, element=name.value, **same)
    element = records.element_name(name.value)
    best = _rows(ask, scores.asked(ask.archive, which.value, None, element=element, **same))
    return _page(ask, f"Records of {element}", fell, best, choices, (_CODE,), fell)


def components(ask: Ask) -> Page:
    """The records of a component, or the best of each."""
    which, level, grades = _common(ask)
    options = [(one, one.replace("_", " ").capitalize()) for one in _COMPONENTS]
    name = controls.choice(ask, "name", "Component", [("", "Best of each"), *options])
    same: dict[str, Any] = {"grades": _number(grades), "level": level.value, "as_of": ask.as_of}
    choices = (which, name, grades, level)
    if not name.value:
        every = records.components(ask.archive, which.value, **same)
        return _page(ask, "Records of components", every, every.to_dicts(), choices, ())
    fell = records.progression(ask.archive, which.value, component=name.value, **same)
    what = scores.asked(
        ask.archive, which.value, None, by="panel_score", component=name.value, **same
    )
    title = f"Records of {dict(name.options)[name.value].lower()}"
    return _page(ask, title, fell, _rows(ask, what), choices, (), fell)


def _rows(ask: Ask, what: scores.Asked) -> list[dict[str, Any]]:
    """The highest scores. What they rest on, the progression beside them has counted already."""
    found = ask.archive.remembered(
        f"{__name__} {what!r}", lambda: ask.archive.rows(*records.highest_query(what))
    )
    return [dict(row) for row in found]


def standing(ask: Ask) -> Page:
    """Every record that stands."""
    which = controls.choice(ask, "discipline", "Discipline", controls.disciplines(every="All"))
    level = controls.choice(ask, "level", "Level", _LEVELS, _LEVELS[0][0])
    answer = records.current(ask.archive, which.value or None, ask.as_of, level=level.value)
    found = answer.to_dicts()
    for row in _addressed(found):
        row["what"] = words.DISCIPLINES[row["discipline"]]
        row["of"] = records.segment_title(row["segment"]).capitalize()
        row["signs"] = f"\N{MINUS SIGN}{row['grades']} to +{row['grades']}"
        row["fell"] = controls.asked(
            ask,
            "/records",
            discipline=row["discipline"],
            segment=row["segment"],
            grades=row["grades"],
            level=row["level"],
        )
    columns = (
        Column("what", "Discipline"),
        Column("of", "Segment", link="fell"),
        Column("signs", "Grades"),
        *_FELL[:4],
    )
    return Page(
        title="Records that stand",
        answer=answer.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Records", "/records"),),
        tables=(Table("standing", "Records that stand", columns, found, hidden=_HIDDEN),),
        coverage=answer.coverage.sentence,
        sources=(_SOURCE,),
        more=controls.more(ask, which, level, links=_LINKS, terms=_TERMS),
        section="/records",
    )


def _common(ask: Ask) -> tuple[controls.Choice, controls.Choice, controls.Choice]:
    return (
        controls.choice(
            ask, "discipline", "Discipline", controls.disciplines(), controls.DISCIPLINES[0]
        ),
        controls.choice(ask, "level", "Level", _LEVELS, _LEVELS[0][0]),
        controls.choice(ask, "grades", "Grades", _GRADES),
    )


def _number(grades: controls.Choice) -> int | None:
    return int(grades.value) if grades.value else None


def _segment(ask: Ask, discipline: str) -> controls.Choice:
    """What this discipline is scored in; a segment that it lacks gives the total."""
    held = overview(ask.archive).segments_of(discipline)
    totals = scores.TOTALS if "original_dance" in held else (scores.TOTAL,)
    options = [
        *((one, records.segment_title(one).capitalize()) for one in totals),
        *((str(one), words.SEGMENTS[one]) for one in Segment if one in held),
    ]
    value = ask.text("segment", scores.TOTAL)
    if value not in (*scores.TOTALS, *Segment):
        known = ", ".join((*scores.TOTALS, *Segment))
        raise BadQuestion(f"segment: {value!r} is none of {known}")
    return controls.Choice(
        "segment", "Of", options, value if value in dict(options) else scores.TOTAL
    )


def _page(
    ask: Ask,
    title: str,
    answer: Answer,
    best: list[dict[str, Any]],
    choices: Sequence[controls.Choice],
    extra: tuple[Column, ...],
    fell: Answer | None = None,
) -> Page:
    history = _addressed([] if fell is None else fell.to_dicts())
    for row in history:
        row["stood"] = "stands" if row["until"] is None else _days((row["until"] - row["day"]).days)
        before = row["previous_score"]
        row["gain"] = "" if before is None else f"{row['score'] - before} ({row['previous_name']})"
    tables = [
        Table(
            "highest",
            "The highest scores",
            (*_HIGHEST[:2], *extra, *_HIGHEST[2:]),
            _addressed(best),
            empty="No score of this kind is known here.",
            hidden=_HIDDEN,
        )
    ]
    if history:
        hidden = (*_HIDDEN, Column("previous_score", "Before"), Column("previous_skater", "By"))
        tables.insert(
            0,
            Table(
                "fell",
                "Every time the record fell, the latest first",
                (_FELL[0], *extra, *_FELL[1:]),
                history[::-1],
                hidden=(*hidden, Column("days_held", "Days held before")),
            ),
        )
    return Page(
        title=title,
        answer=answer.sentence,
        template=controls.TEMPLATE,
        crumbs=() if title == "Records" else (("Records", "/records"),),
        charts=(_chart(ask, history),) if len(history) > 1 else (),
        tables=tuple(tables),
        coverage=answer.coverage.sentence,
        sources=(_SOURCE,),
        more=controls.more(ask, *choices, links=_LINKS, terms=_TERMS),
        section="/records",
    )


def _addressed(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the address of the skate, or of the result where a total is meant."""
    for row in found:
        at = (row["event"], row["category"])
        row["address"] = (
            addresses.category(*at)
            if row["segment"] in scores.TOTALS
            else addresses.performance(*at, row["segment"], row["skater"])
        )
    return found


def _chart(ask: Ask, history: Sequence[Mapping[str, Any]]) -> Chart:
    first, last = history[0], history[-1]
    return Chart(
        "progression",
        "record",
        "How the record climbed",
        f"From {first['score']} by {first['name']} on {words.long_date(first['day'])} to"
        f" {last['score']} by {last['name']} on {words.long_date(last['day'])}, in"
        f" {len(history) - 1} step{'s' * (len(history) > 2)}. The earliest steps are the first"
        " events that this archive knows.",
        [
            {
                "day": row["day"],
                "score": float(row["score"]),
                "name": row["name"],
                "title": row["event_name"],
                "href": row["address"],
            }
            for row in history
        ],
        {"until": ask.as_of} if ask.as_of else {},
    )


def _days(count: int) -> str:
    return "less than a day" if not count else f"{count:,} day{'s' * (count != 1)}"


ROUTES: Final = (
    Route("/records", segments),
    Route("/records/elements", elements),
    Route("/records/components", components),
    Route("/records/standing", standing),
)
