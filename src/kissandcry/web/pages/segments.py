"""How did a segment end: result, starting order, panel, and older versions of its paper."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from kissandcry.archive import kept
from kissandcry.core import Segment
from kissandcry.protocols import Protocol
from kissandcry.protocols.writers import sentences, words
from kissandcry.web import addresses, cells, reading
from kissandcry.web.ask import Ask, NotFound
from kissandcry.web.page import Column, Page, Route, Row, Table

_RESULT: Final = (
    Column("shown_rank", "Place", "number"),
    Column("name", "Skater", "skater"),
    Column("tss", "Score", "points", link="skate", strong=True, title="Segment score"),
    Column("tes", "Elements", "points"),
    Column("pcs", "Components", "points"),
    Column("taken", "Deductions", "points"),
    Column("starting_number", "Start", "number", title="Starting number"),
    Column("remark", "Audit"),
)
_ORDER: Final = (
    Column("starting_number", "Start", "number"),
    Column("name", "Skater", "skater"),
    Column("shown_rank", "Place", "number"),
)
_PANEL: Final = (Column("role", "Function"), Column("name", "Name", "judge"))


def segment(ask: Ask) -> Page:
    """A segment."""
    path = ask.path
    of = reading.head(ask.archive, path["event"], path["category"], path["segment"])
    if version := ask.number("version", 0, 0, 9999):
        if version < of["version"]:
            return _older(ask, of, version)
        if version > of["version"]:
            raise NotFound(f"the paper of this segment has the versions 1 to {of['version']}")
    skates = reading.skates(ask.archive, of["id"])
    rows = [_row(of, one) for one in skates]
    panel = reading.officials(ask.archive, of["id"])
    differ = any(row["remark"] for row in rows)
    columns, hidden = (_RESULT, ()) if differ else (_RESULT[:-1], _RESULT[-1:])
    tables = [Table("result", "Result of the segment", columns, rows, hidden=hidden)]
    if started := [row for row in rows if row["starting_number"] is not None]:
        started.sort(key=lambda row: row["starting_number"])
        tables.append(Table("order", "In starting order", _ORDER, started))
    if panel:
        tables.append(Table("panel", "Panel", _PANEL, panel))
    return Page(
        title=reading.title_of(of),
        answer=_answer(of, skates),
        kicker=f"{of['event_name']} · {reading.when_and_where(of)}",
        template="segment.html",
        crumbs=reading.crumbs(of, 2),
        tables=tuple(tables),
        figures=_first(skates),
        sources=(_audited(of, skates), reading.source_of(of)),
        section="/events",
        more={
            "notes": of["notes"],
            "versions": _versions(ask, of),
            "judges": addresses.panel(of["event_key"], of["category"], of["segment"])
            if panel
            else "",
        },
    )


def _row(of: Row, one: Row) -> dict[str, Any]:
    return {
        **one,
        "skater": one["skater_key"],
        "shown_rank": one["rank"] if one["rank"] is not None else one["status"],
        "taken": -one["deductions"] if one["deductions"] else None,
        "remark": "" if one["holds"] else "differs",
        "skate": addresses.performance(
            of["event_key"], of["category"], of["segment"], one["skater_key"]
        ),
    }


def _answer(of: Row, skates: Sequence[Row]) -> str:
    """Who won and by how much."""
    segment = words.SEGMENTS[Segment(of["segment"])].lower()
    ranked = [one for one in skates if one["rank"] is not None]
    first = [one for one in ranked if one["rank"] == 1]
    if not first:
        return f"The paper names no winner of the {segment}."
    names = " and ".join(f"{one['name']} ({one['nation']})" for one in first)
    text = f"{names} won the {segment} with {first[0]['tss']}"
    if len(ranked) > len(first) == 1:
        ahead: Decimal = first[0]["tss"] - ranked[1]["tss"]
        second = f"{ranked[1]['name']} ({ranked[1]['nation']})"
        text += f", {ahead} ahead of {second}" if ahead else f", the same score as {second}"
    return f"{text}."


def _first(skates: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """The best three, for the picture."""
    return tuple((one["name"], cells.points(one["tss"])) for one in skates[:3])


def _audited(of: Row, skates: Sequence[Row]) -> str:
    """What the audit says of the paper."""
    differ = sum(not one["holds"] for one in skates)
    text = (
        f"Recomputed from the judges' marks: all {len(skates)} performances add up."
        if not differ
        else f"Recomputed from the judges' marks: {differ} of {len(skates)} performances differ."
    )
    if of["unverified"]:
        text += f" Of {of['unverified']} the print does not determine every score."
    return text


def _versions(ask: Ask, of: Row) -> list[tuple[str, str]]:
    """The older papers of a revised segment."""
    if of["version"] == 1:
        return []
    at = (of["event_key"], of["category"], of["segment"])
    return [
        (
            f"Version {one.version}: {one.address}, {one.reason}",
            addresses.segment(*at, one.version),
        )
        for one in kept.versions(ask.archive, of["id"])
        if one.version != of["version"]
    ]


def _older(ask: Ask, of: Row, version: int) -> Page:
    """An older version of the paper, as it was printed."""
    found = kept.printed(ask.archive, of["id"], version)
    rows = [_printed(one) for one in found.performances]
    columns = tuple(one for one in _RESULT if one.name not in {"remark"})
    now = addresses.segment(of["event_key"], of["category"], of["segment"])
    return Page(
        title=reading.title_of(of),
        answer=f"An older paper: version {version} of {of['version']}."
        f" {sentences.of_segment(found)}",
        kicker=f"{of['event_name']} · {reading.when_and_where(of)}",
        template="segment.html",
        crumbs=reading.crumbs(of, 3),
        tables=(Table("result", f"Result as of version {version}", columns, rows),),
        sources=(_printed_in(found),),
        section="/events",
        more={"notes": list(found.notes), "versions": [("The paper that holds now", now)]},
    )


def _printed(one: Any) -> dict[str, Any]:
    return {
        "shown_rank": one.rank if one.rank is not None else one.status,
        "skater": "",
        "name": one.name,
        "nation": one.nation,
        "tss": one.tss,
        "tes": one.tes,
        "pcs": one.pcs,
        "taken": -one.deductions if one.deductions else None,
        "starting_number": one.starting_number,
    }


def _printed_in(found: Protocol) -> str:
    printed = f", printed {found.printed}" if found.printed else ""
    return f"Judges' details per skater: {found.file}{printed}."


ROUTES: Final = (Route("/event/{event}/{category}/{segment}", segment),)
