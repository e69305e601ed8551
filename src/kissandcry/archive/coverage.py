"""What an archive knows and what it misses, against the calendar of events to be expected."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.events import Expected, calendar
from kissandcry.archive.overview import EventRow, overview
from kissandcry.archive.store import Archive, remembered

_JUNIOR: Final = ("junior_worlds", "junior_grand_prix")
_ALL: Final = ("men", "women", "pairs", "ice_dance")
_LASTS: Final = timedelta(days=7)  # until then an event may go on, and lack what is not skated yet
_NAMED: Final = 4  # events that a sentence names; the others are counted

_HELD: Final = """
SELECT event, min(day) FROM segments
WHERE ($level::VARCHAR IS NULL OR level = $level)
    AND ($discipline::VARCHAR IS NULL OR discipline = $discipline)
    AND ($as_of::DATE IS NULL OR day <= $as_of)
GROUP BY event
"""
_MISSING: Final = {
    "event": pl.String(),
    "event_name": pl.String(),
    "kind": pl.String(),
    "season": pl.String(),
    "first_day": pl.Date(),
    "place": pl.String(),
    "lacks": pl.String(),
    "source": pl.String(),
}


@remembered
def coverage(
    archive: Archive,
    *,
    seasons: Collection[str] | None = None,
    discipline: str | None = None,
    kind: str | Collection[str] | None = None,
    level: str | None = "senior",
    skater: str | None = None,
    as_of: date | None = None,
) -> Coverage:
    """Which events an answer rests on, and which of the calendar it misses.

    `seasons` such as `2012-13` (None: from the first to the last that the archive holds), `kind`
    one or several of `events.KINDS`, `skater` a key: then the events where this skater skated are
    known, and those of the calendar in these seasons that the archive lacks are missing.
    `partly` names the events of which segments are missing.
    """
    kinds = [kind] if isinstance(kind, str) else None if kind is None else list(kind)
    asked = {"level": level, "discipline": discipline, "as_of": as_of}
    days = _days(archive, skater, asked)
    events = overview(archive).events
    first = sorted((day, events[one].key, one) for one, day in days.items())
    held = {
        key: events[one]
        for _, key, one in first
        if (kinds is None or events[one].kind in kinds)
        and (seasons is None or events[one].season in seasons)
    }
    span = _span(one.season for one in held.values()) if seasons is None else sorted(seasons)
    expected = {
        key: one
        for key, one in calendar().items()
        if one.season in span
        and one.held != "cancelled"
        and (kinds is None or one.kind in kinds)
        and (as_of is None or one.first_day <= as_of)
        and level in (None, "junior" if one.kind in _JUNIOR else "senior")
    }
    # An event without this skater is not missing where the archive holds it.
    there = set(held)
    if skater is not None:
        known = overview(archive)
        there = {known.events[one].key for one in known.held(as_of=as_of)}
    missing = tuple(key for key in expected if key not in there)
    disciplines = (discipline,) if discipline else _ALL
    lacking = {
        key: gone
        for key, one in expected.items()
        if key in held and not skater and not (as_of and as_of < one.first_day + _LASTS)
        if (gone := _gone(one, _segments(archive, held[key], asked), disciplines))
    }
    sentence = _sentence(held, expected, missing, lacking, span)
    return Coverage(tuple(held), missing, sentence, tuple(lacking))


def _days(archive: Archive, skater: str | None, asked: Mapping[str, Any]) -> dict[int, date]:
    """The events that are held, and their first days; those where a skater skated."""
    if skater is None:
        return dict(archive.run(_HELD, dict(asked)))
    known = overview(archive)
    who = known.skater(skater)
    days: dict[int, date] = {}
    for row in known.of_skater(who.id) if who is not None else ():
        if _asked_for(row, asked):
            days.setdefault(row["event"], row["day"])
    return days


def _segments(archive: Archive, event: EventRow, asked: Mapping[str, Any]) -> set[str]:
    """The segments of an event that are held: `men free_skating`."""
    return {
        f"{row['discipline']} {row['segment']}"
        for row in overview(archive).segments(event.id)
        if not row["team"] and _asked_for(row, asked)
    }


def _asked_for(row: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    return (
        asked["level"] in (None, row["level"])
        and asked["discipline"] in (None, row["discipline"])
        and (asked["as_of"] is None or row["day"] <= asked["as_of"])
    )


def of_event(archive: Archive, event: EventRow, as_of: date | None = None) -> Coverage:
    """Which segments of an event an answer rests on, and whether the calendar says that any is
    missing."""
    rows = overview(archive).segments(event.id)
    rows = [row for row in rows if as_of is None or row["day"] <= as_of]
    held = f"{len(rows)} segment{'s' * (len(rows) != 1)} of {event.name} known"
    expected = calendar().get(event.key)
    if expected is None:
        return Coverage((event.key,), sentence=f"{held}; the calendar does not list this event.")
    single = {f"{row['discipline']} {row['segment']}" for row in rows if not row["team"]}
    # Junior events do not hold every discipline: what is there is asked for its segments.
    there = {text.split()[0] for text in single} if expected.kind in _JUNIOR else _ALL
    gone = _gone(expected, single, [one for one in _ALL if one in there])
    if not gone or (as_of is not None and as_of < expected.first_day + _LASTS):
        return Coverage((event.key,), sentence=f"{held}, none missing.")
    lacks = ", ".join(one.replace("_", " ") for one in gone)
    return Coverage((event.key,), (), f"{held}; missing in {lacks}.", (event.key,))


def missing(
    archive: Archive,
    *,
    season: str | None = None,
    kind: str | None = None,
    as_of: date | None = None,
) -> Answer:
    """What the calendar has and the archive has not, in order of time: `event`, `event_name`,
    `kind`, `season`, `first_day`, `place`, `lacks` ("all", or the disciplines of which segments are
    missing), and `source`, how sure the row of the calendar is."""
    found = coverage(archive, seasons=None if season is None else [season], kind=kind, as_of=as_of)
    gone = dict.fromkeys(found.missing, "all")
    for key in found.partly:
        segments = _held(archive, key, as_of)
        gone[key] = ", ".join(
            one.replace("_", " ") for one in _gone(calendar()[key], segments, _ALL)
        )
    rows = [
        (
            one.key,
            one.name,
            one.kind,
            one.season,
            one.first_day,
            one.place,
            gone[one.key],
            one.source,
        )
        for one in calendar().values()
        if one.key in gone
    ]
    whole, parts = len(found.missing), len(found.partly)
    sentence = f"{_events(whole)} of the calendar {'is' if whole == 1 else 'are'} missing"
    if parts:
        sentence += f", and of {_events(parts)} some segments"
    return Answer.of(pl.DataFrame(rows, schema=_MISSING, orient="row"), f"{sentence}.", found)


def _held(archive: Archive, key: str, as_of: date | None) -> list[str]:
    rows = archive.rows(
        "SELECT DISTINCT s.discipline || ' ' || s.segment AS one FROM segments s"
        " JOIN events e ON e.id = s.event WHERE e.key = $key AND NOT s.team"
        " AND s.level = 'senior' AND ($as_of::DATE IS NULL OR s.day <= $as_of)",
        {"key": key, "as_of": as_of},
    )
    return [row["one"] for row in rows]


def _span(seasons: Iterable[str]) -> list[str]:
    """All seasons of the calendar from the first to the last of these."""
    found = sorted(seasons)
    known = sorted({one.season for one in calendar().values()})
    return [season for season in known if found and found[0] <= season <= found[-1]]


def _gone(one: Expected, held: Collection[str], disciplines: Iterable[str]) -> list[str]:
    """The disciplines of an event of which a segment is not there. Dance had a compulsory and an
    original dance before it had one short dance, and not at each event: what is asked is that a
    segment stands before the free dance. An event that was stopped has no last segments."""
    gone = []
    for discipline in disciplines:
        segments = {text for text in held if text.startswith(f"{discipline} ")}
        last = f"{discipline} {'free_dance' if discipline == 'ice_dance' else 'free_skating'}"
        if not segments - {last} or (last not in segments and one.held != "stopped"):
            gone.append(discipline)
    return gone


def _sentence(
    held: Collection[str],
    expected: Mapping[str, Expected],
    missing: tuple[str, ...],
    lacking: Mapping[str, list[str]],
    span: list[str],
) -> str:
    """In plain words: "7 of the 11 events of 2012-13 in the calendar are known; missing: ..."."""
    if not held and not expected:
        return "The archive holds no such event."
    when = span[0] if len(span) == 1 else f"{span[0]} to {span[-1]}" if span else ""
    if not expected:
        said = f"{_events(len(held))} known"
    else:
        listed = sum(key in expected for key in held)
        verb = "is" if len(expected) == 1 else "are"
        said = f"{listed} of the {_events(len(expected))} of {when} in the calendar {verb} known"
        if extra := len(held) - listed:
            said += f", and {extra} more"
    if missing:
        said += f"; missing: {_list([expected[key].name for key in missing])}"
    if lacking:
        parts = [_part(expected[key].name, gone) for key, gone in lacking.items()]
        said += f"; partly missing: {_list(parts)}"
    return f"{said}."


def _part(name: str, gone: list[str]) -> str:
    return f"{name} ({', '.join(discipline.replace('_', ' ') for discipline in gone)})"


def _events(count: int) -> str:
    return f"{count} event" if count == 1 else f"{count} events"


def _list(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
