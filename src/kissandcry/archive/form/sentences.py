"""What the form of a skater means, as a coach says it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kissandcry.core import Discipline, Segment
from kissandcry.protocols.writers.words import SEGMENTS

RARE: Final = 0.05  # a score beyond this chance is unusual; so nine of ten are within the normal
VERY_RARE: Final = 0.01
SURE: Final = 0.95  # from here on a change of the trend is said to be one
_FEW: Final = 4  # performances before which the range is that of somebody little known
_MIDDLE: Final = 0.4  # a score with this chance is neither low nor high
_NEVER: Final = 0.001

_PLACES: Final = (
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
)
_OF: Final = {Discipline.WOMEN: "her", Discipline.MEN: "him"}

Row = Mapping[str, Any]


def verdict(chance: float, side: str) -> str:
    """`normal`, `low` or `high` where so low or high a score is unusual, or `very low`, `very
    high`."""
    if chance >= RARE:
        return "normal"
    return side if chance >= VERY_RARE else f"very {side}"


def of_performance(row: Row, discipline: str) -> str:
    """How unusual a result was: `Seventh with 120.30, 12.4 below what ...`."""
    place = place_words(row["rank"])
    off = float(row["score"]) - row["expected"]
    whom = _OF.get(Discipline(discipline), "them")
    aside = f"{abs(off):.1f} {'below' if off < 0 else 'above'} what"
    return (
        f"{place} in the {SEGMENTS[Segment(row['segment'])].lower()} with {row['score']}, {aside}"
        f" was to be expected of {whom} then ({row['low']:.1f} to {row['high']:.1f} in nine of ten"
        f" cases); {_chance(row)}."
    )


def _chance(row: Row) -> str:
    side = row["side"]
    if row["surprise"] > _MIDDLE:
        return "that is as it was to be expected"
    if row["verdict"] == "normal":
        return f"that is within the normal: {often(row['surprise'])} is so {side}"
    meaning = {
        "low": "a bad day",
        "very low": "a very bad day",
        "high": "an unusually good day",
        "very high": "a day far above what was usual",
    }[row["verdict"]]
    return f"so {side} a score comes about {once(row['surprise'])}: {meaning}"


def once(chance: float) -> str:
    """Such as `once in 25 skates`."""
    if chance < _NEVER:
        return "less than once in 1,000 skates"
    return f"once in {round(1 / chance)} skates"


def often(chance: float) -> str:
    """Such as `one skate in three`."""
    names = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    many = max(round(1 / chance), 2)
    return f"one skate in {names[many - 2] if many <= 10 else many}"


def of_history(before: int) -> str:
    """What to think of an expectation that rests on few performances."""
    if before == 0:
        return (
            "Nothing was known before: what was to be expected is what those score who are new to"
            " this archive."
        )
    if before < _FEW:
        skates = "one skate was" if before == 1 else f"{before} skates were"
        return f"Only {skates} known before, so the range is wide."
    return ""


def of_trend(turn: Mapping[str, Any] | None) -> str:
    """Whether the trend has turned. `turn` has `months`, `change` (points of the longest program)
    and `fallen`, the probability that the ability has fallen; None where it cannot be told."""
    if turn is None:
        return "Whether the trend has turned cannot be told yet: too little is known."
    change = f"{abs(turn['change']):.1f} points in the {turn['part']}"
    span = f"{turn['months']} months"
    if turn["fallen"] >= SURE:
        return (
            f"This is a decline: within {span} the ability has fallen by about {change}, against"
            f" the field (probability {_percent(turn['fallen'])})."
        )
    if turn["fallen"] <= 1 - SURE:
        return (
            f"The trend goes up: by about {change} within {span}, against the field (probability"
            f" {_percent(1 - turn['fallen'])})."
        )
    if turn["fallen"] >= 0.8:
        return (
            f"The trend may be turning down, by about {change} within {span}, against the field,"
            f" but that cannot be told for sure (probability {_percent(turn['fallen'])})."
        )
    return "The trend has not turned."


def of_career(rows: Sequence[Row]) -> str:
    """How many of all skates were unusual."""
    low = sum(row["verdict"].endswith("low") for row in rows)
    high = sum(row["verdict"].endswith("high") for row in rows)
    if len(rows) < 2:
        return ""
    if not low and not high:
        return f"None of the {len(rows)} skates known was unusual."
    return (
        f"Of the {len(rows)} skates known, {low or 'none'} {_be(low)} unusually low and"
        f" {high or 'none'} unusually high."
    )


def _be(count: int) -> str:
    return "were" if count > 1 else "was"


def place_words(rank: int | None) -> str:
    """Such as `Seventh`, `13th` or `22nd`; `Skated` where no place is printed."""
    if rank is None:
        return "Skated"
    if rank <= len(_PLACES):
        return _PLACES[rank - 1]
    ending = (
        "th" if rank % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    )
    return f"{rank}{ending}"


def part(discipline: str, name: str) -> str:
    """What a part of the competition is called."""
    if discipline == Discipline.ICE_DANCE:
        return {"free": "free dance", "short": "rhythm dance"}.get(name, "compulsory dance")
    return "free skating" if name == "free" else "short program"


def _percent(share: float) -> str:
    return f"{min(100 * share, 99.0):.0f}%" if share < 0.995 else "over 99%"
