"""The tables of a review: every number and its interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kissandcry.video.review import words
from kissandcry.video.review.model import Review
from kissandcry.video.seen import Estimate, Flight


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `columns` are headings, each with whether it holds numbers; the first heads its
    row."""

    key: str
    title: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def tables(review: Review) -> list[Table]:
    """Every table that has a row."""
    made = (_jumps(review), _spins(review), _differences(review), _likeness(review))
    rest = (_plan(review), _stamina(review), _passages(review), _ice(review))
    return [one for one in (*made, *rest) if one.rows]


_NUMBERS = "In brackets: the 90 % interval."


def _table(
    key: str, title: str, heads: str, rows: Sequence[Sequence[str]], note: str = ""
) -> Table:
    """`heads` are separated by |, those of numbers end with #."""
    columns = tuple((one.rstrip("#"), one.endswith("#")) for one in heads.split("|"))
    return Table(key, title, columns, tuple(tuple(row) for row in rows), note)


def _jumps(review: Review) -> Table:
    rows = list(_flights(review))
    heads = (
        "Jump|As seen|Take-off#|In the air#|Height#|Hips rise#|Turns in the air#|Rotation"
        "|Turns to the left#|Axel#|Toe#|Fall#|Opened early#"
    )
    note = (
        f"{_NUMBERS} Height is g·t²/8 of the time in the air. Turns in the air are fewer than a"
        " jump’s name says: skaters turn on the ice before and after. The last five are chances."
    )
    return _table("jumps", "Jumps", heads, rows, note)


def _flights(review: Review) -> Iterator[list[str]]:
    for at, jump in enumerate(review.skate.jumps, 1):
        many = len(jump.flights)
        for n, one in enumerate(jump.flights):
            last = n == many - 1
            yield [
                f"{at}{chr(97 + n) if many > 1 else ''}",
                f"{jump.code or '?'}" if n == 0 else "",
                _moment(one.takeoff),
                words.told(one.air_time),
                words.told(one.height),
                words.told(one.rise),
                words.told(one.rotation),
                one.short if one.complete else "cut off",
                words.percent(one.counter_clockwise),
                words.percent(one.axel),
                words.percent(one.toe),
                words.percent(jump.fall) if last else "",
                words.percent(jump.popped) if last else "",
            ]


def _moment(one: Estimate) -> str:
    return "cannot tell" if one.value is None else words.clock(one.value, 2)


def _spins(review: Review) -> Table:
    rows = []
    for at, one in enumerate(review.skate.spins, 1):
        held = [f"{place.name} {place.end - place.start:.1f} s" for place in one.positions]
        rows.append(
            [
                str(at),
                words.clock(one.start, 1),
                f"{one.end - one.start:.1f} s",
                words.told(one.revolutions),
                words.told(one.fastest),
                ", ".join(held) or "cannot tell",
                "cannot tell" if one.changes is None else str(one.changes),
                words.percent(one.flying),
            ]
        )
    heads = "Spin|Start#|Length#|Revolutions#|Fastest#|Positions|Changes of foot#|Flying entry#"
    return _table("spins", "Spins", heads, rows, _NUMBERS)


def _differences(review: Review) -> Table:
    rows = []
    if review.reference is not None:
        rows = [
            [
                one.element,
                one.measure,
                words.told(one.ours),
                words.told(one.theirs),
                words.told(one.difference),
            ]
            for one in review.reference.differences
        ]
    heads = "Element|Measure|This skate#|Reference#|Difference#"
    note = (
        f"{_NUMBERS} A difference is this skate less the reference, each measured in its own time."
    )
    return _table("differences", "Beside the reference", heads, rows, note)


def _likeness(review: Review) -> Table:
    rows: list[list[str]] = []
    note = ""
    if review.reference is not None:
        rows = [
            [
                one.what,
                f"{words.clock(one.ours[0], 1)} to {words.clock(one.ours[1], 1)}",
                f"{words.clock(one.theirs[0], 1)} to {words.clock(one.theirs[1], 1)}",
                words.told(one.value),
            ]
            for one in review.reference.likeness
        ]
        yards = [f"{what}: {size:.2f}" for what, size in review.reference.yardsticks]
        note = f"To compare: {'; '.join(yards)}." if yards else ""
    heads = "Phrase|This skate#|Reference#|Likeness#"
    return _table("likeness", "How like the phrases are", heads, rows, note)


def _plan(review: Review) -> Table:
    rows = [
        [
            one.code or "not planned",
            "" if one.planned is None else words.clock(one.planned),
            one.seen or "not seen",
            "" if one.start is None else words.clock(one.start),
            one.said,
        ]
        for one in review.plan
    ]
    title = f"Planned and done: {review.plan_title}" if review.plan_title else "Planned and done"
    return _table("plan", title, "Planned|At#|Seen|At#|", rows)


def _stamina(review: Review) -> Table:
    rows = [
        [one.measure, words.told(one.first), words.told(one.second), words.told(one.change)]
        for one in review.stamina
        if one.change.value is not None
    ]
    heads = "Measure|First half#|Second half#|Change#"
    return _table("stamina", "First half against second", heads, rows, _NUMBERS)


def _passages(review: Review) -> Table:
    rows = [
        [
            words.upper(words.passage(one)),
            words.clock(one.start, 1),
            f"{one.end - one.start:.1f} s",
            words.told(one.turning),
            words.told(one.energy),
        ]
        for one in review.skate.passages
    ]
    heads = "Passage|Start#|Length#|Changes of side#|Energy#"
    note = (
        f"{_NUMBERS} Changes of side: how often the body showed front for back, or back for front."
        " Energy is that of the limbs in the plane of the picture. A choreographic sequence is not"
        " told from gliding or steps."
    )
    return _table("passages", "Between the elements", heads, rows, note)


def _ice(review: Review) -> Table:
    travel = review.skate.travel
    if travel.distance.value is None:
        return _table("ice", "Over the ice", "Measure|Value#", [])
    rows = [
        ["Distance across the picture", words.told(travel.distance)],
        ["Fastest across the picture", words.told(travel.fastest)],
    ]
    note = f"{_NUMBERS} {words.upper(travel.distance.reason)}."
    return _table("ice", "Over the ice", "Measure|Value#", rows, note)


def flight_of(review: Review, jump: int, flight: int) -> Flight:
    """A flight, both counted from 1."""
    return review.skate.jumps[jump - 1].flights[flight - 1]
