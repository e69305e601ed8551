"""Does pressure tell? A lead before the free program, the last start, finals and championships,
against what was to be expected without.

What was expected is what the form model said before each performance, so that a good short program
has been taken in already. The leader is compared with those who stand second to sixth, the last
start with the other starts (in the free program of those who stand as high), finals and
championships with all other events. Effects are measured in spreads of a performance, so that
disciplines can be put together, and told in points of the free program. By how much one skater
differs from all is shrunk towards nothing (empirical Bayes: Efron and Morris, "Stein's Estimation
Rule and Its Competitors", 1973) as far as the performances are few. docs/form.md shows how well
this holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from kissandcry.archive import keys
from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.form import known, model
from kissandcry.archive.form.field import walk
from kissandcry.archive.form.follow import follow
from kissandcry.archive.form.parameters import (
    CHAMPIONSHIP,
    FINAL,
    FREE,
    Parameters,
    Pressure,
    shipped,
)
from kissandcry.archive.form.skates import Group, Skates, read, read_skater
from kissandcry.archive.overview import SkaterRow
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline
from kissandcry.protocols.skate_file.words import listed
from kissandcry.protocols.writers.words import DISCIPLINES, MINUS

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Situations = Mapping[int, tuple[int | None, bool | None]]

SITUATIONS: Final[Mapping[str, str]] = {
    "lead": "a lead before the free program",
    "last": "the last start",
    "final": "a Grand Prix Final",
    "championship": "championships",
}
SCHEMA: Final[dict[str, pl.DataType]] = {
    "situation": pl.String(),
    "words": pl.String(),
    "n": pl.Int32(),
    "raw": pl.Float64(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "all_skaters": pl.Float64(),
    "says": pl.String(),
}
_NORMAL: Final = 1.96  # intervals are of 95%
_FEW: Final = 6  # skates
_LEAST: Final = 10  # performances that a mean effect needs
_REST: Final = 5  # performances that a rest needs
_HIGH: Final = 6  # standings that a leader is compared with
_NEGATIVE: Final = 6.0  # deviations below nothing
_EVENTS: Final = """
SELECT e.key FROM segments g JOIN events e ON e.id = g.event
WHERE g.day <= ? GROUP BY e.key ORDER BY min(g.day), e.key
"""

# The standing before the free program is the place in the one segment before it. Until 2009-10 ice
# dance had two, and the standing is left open.
_FLAGS: Final = """
WITH own AS (
    SELECT id, event, category, segment, skater, starting_number, rank,
        segment_name IN ('free_skating', 'free_dance') AS free
    FROM performances WHERE status = '' AND NOT team AND day <= $as_of {where}
), standings AS (
    SELECT event, category, skater, any_value(rank) AS standing FROM own
    WHERE NOT free GROUP BY ALL HAVING count(*) = 1
), ends AS (
    SELECT segment, max(starting_number) AS number FROM performances
    WHERE segment IN (SELECT segment FROM own) AND status = '' GROUP BY ALL
)
SELECT o.id, CASE WHEN o.free THEN s.standing END, o.starting_number = n.number
FROM own o
LEFT JOIN standings s ON s.event = o.event AND s.category = o.category AND s.skater = o.skater
LEFT JOIN ends n ON n.segment = o.segment
"""
_OF_A_SKATER: Final = "AND skater = $skater"


@dataclass(frozen=True, slots=True)
class Marked:
    """Performances: by how much each score lay above what was expected, in spreads, with the
    variance of that; of each situation, which were skated in it and which are the rest. What the
    model expects of the level of an event is put back into the distance. Arrays over the
    performances."""

    skater: Numbers
    event: Numbers
    season: Numbers
    distance: Floats
    variance: Floats
    stratum: npt.NDArray[np.str_]  # level of the event and part
    flags: dict[str, tuple[Flags, Flags]]

    def only(self, rows: Flags) -> "Marked":
        """Some of them."""
        flags = {name: (one[rows], rest[rows]) for name, (one, rest) in self.flags.items()}
        return Marked(
            self.skater[rows],
            self.event[rows],
            self.season[rows],
            self.distance[rows],
            self.variance[rows],
            self.stratum[rows],
            flags,
        )


def pressure(
    archive: Archive,
    skater: str | None = None,
    discipline: str | None = None,
    as_of: date | None = None,
    *,
    parameters: Parameters | None = None,
) -> Answer:
    """What a lead before the free program, the last start, a Grand Prix Final and championships do
    to a skater (a key or a name), or to all, or to all of a discipline.

    Columns: `situation`, `words`, `n` (performances in it), `raw` (by how much they were better
    than the rest, each against what was to be expected), `effect` with its 95% interval `low` to
    `high` (None where too little is known; of a skater: their own, beside what it does to all,
    shrunk), `all_skaters` (the mean effect on all), and `says`. All in points of the free program:
    of the skater's discipline, or the mean of those that were asked for. Raises `NotInArchive`.
    """
    p = parameters or shipped()
    if skater is not None:
        return _of_skater(archive, keys.skater(archive, skater), as_of, p)
    kind = None if discipline is None else str(keys.discipline(discipline))
    with archive.reading():
        skates = read(archive, as_of=as_of, known=p.usual)
        flags = situations(archive, as_of=as_of)
        events = archive.run(_EVENTS, [as_of or date.max])
    marked = marked_walk(skates, flags, p)
    if kind is not None:
        marked = marked.only(np.array([one.discipline == kind for one in _each(skates)], np.bool_))
    worth = _worth(p, kind)
    rows = []
    for name in marked.flags:
        one = population(marked, name)
        effect = (one.mean, one.mean, one.mean_error)
        rows.append(_row(name, one.performances, effect, one.mean, worth, None))
    who = "All skaters" if kind is None else DISCIPLINES[Discipline(kind)]
    return _answer(rows, who, Coverage(tuple(key for (key,) in events)))


def _of_skater(archive: Archive, of: SkaterRow, as_of: date | None, p: Parameters) -> Answer:
    with archive.reading():
        skates, printed = read_skater(archive, of.id, p.usual, as_of)
        steps = follow(skates, known.fields(archive, skates.groups, p), p)
        flags = situations(archive, skater=of.id, as_of=as_of)
    coverage = Coverage(tuple(dict.fromkeys(row["event"] for row in printed.values())))
    marked = _marked(
        skates,
        np.array([step.residual for step in steps]),
        np.array([step.forecast.variance for step in steps], np.float64),
        np.array([step.forecast.spread for step in steps], np.float64),
        flags,
        p,
    )
    worth = _worth(p, of.discipline)
    rows = []
    for name in marked.flags:
        everybody = p.pressure.get(name, Pressure(0.0, 0.0, 0.0, 0, {}))
        chosen, distance = beside(marked, name, everybody.rest)
        effect = shrunk(distance, marked.variance[chosen], everybody)
        rows.append(_row(name, int(np.sum(chosen)), effect, everybody.mean, worth, of.name))
    return _answer(rows, of.name, coverage)


def rest_of(marked: Marked, name: str) -> dict[str, float]:
    """How far the rest lay from what was expected, by level of the event and part; finals and
    championships are compared with other events, so by part alone."""
    _, rest = marked.flags[name]
    strata = _strata(marked, name)
    found = {}
    for stratum in np.unique(strata):
        rows = rest & (strata == stratum)
        if np.sum(rows) >= _REST:
            weight = 1 / marked.variance[rows]
            found[str(stratum)] = float(np.sum(weight * marked.distance[rows]) / np.sum(weight))
    return found


def beside(marked: Marked, name: str, rest: Mapping[str, float]) -> tuple[Flags, Floats]:
    """The performances in a situation that have a rest to be compared with; and by how much they
    were better than that, in spreads."""
    strata = _strata(marked, name)
    usual = np.array([rest.get(str(one), np.nan) for one in strata], np.float64)
    chosen = marked.flags[name][0] & np.isfinite(usual)
    return chosen, (marked.distance - usual)[chosen]


def _strata(marked: Marked, name: str) -> npt.NDArray[np.str_]:
    if name in (FINAL, CHAMPIONSHIP):
        return np.array([one.split()[1] for one in marked.stratum], np.str_)
    return marked.stratum


def shrunk(distance: Floats, variance: Floats, everybody: Pressure) -> tuple[float, float, float]:
    """Of one skater: the mean difference as it is; what of it is their own, beside the effect on
    all; and the standard deviation of that."""
    prior = everybody.between**2
    if not distance.size:
        return 0.0, 0.0, everybody.between
    weight = float(np.sum(1 / variance))
    raw = float(np.sum(distance / variance)) / weight
    noise = 1 / weight + everybody.mean_error**2
    keep = prior / (prior + noise)
    return raw, keep * (raw - everybody.mean), float((keep * noise) ** 0.5)


def population(marked: Marked, name: str) -> Pressure:
    """The mean effect over all skaters, and how far skaters differ in it beyond chance.

    The estimate of DerSimonian and Laird, "Meta-analysis in Clinical Trials", 1986, where the
    variance between skaters is the mean of what is positive of its normal distribution; the error
    of the mean allows for scores of one event that go up or down together.
    """
    rest = rest_of(marked, name)
    chosen, distance = beside(marked, name, rest)
    count = int(np.sum(chosen))
    if count < _LEAST:
        return Pressure(0.0, 0.0, 0.0, count, rest)
    single = 1 / marked.variance[chosen]
    _, of = np.unique(marked.skater[chosen], return_inverse=True)
    weight = np.asarray(np.bincount(of, single), np.float64)
    mean = np.bincount(of, single * distance) / weight
    total = float(np.sum(weight))
    middle = float(np.sum(weight * mean)) / total
    size, freedom = total - float(np.sum(weight**2)) / total, len(weight) - 1
    between = 0.0
    if freedom:
        beyond = (float(np.sum(weight * (mean - middle) ** 2)) - freedom) / size
        between = _positive(beyond, (2 * freedom) ** 0.5 / size)
    weight = 1 / (1 / weight + between)
    middle = float(np.sum(weight * mean) / np.sum(weight))
    together = _together(marked, name, rest, chosen, single / total * (distance - middle))
    error = max(1 / float(np.sum(weight)), together)
    return Pressure(middle, error**0.5, between**0.5, count, rest)


def _together(
    marked: Marked, name: str, rest: Mapping[str, float], chosen: Flags, pull: Floats
) -> float:
    """The variance of a mean effect where the scores of an event go up or down together: those in
    the situation, each with its `pull` on the mean, and those of the rest."""
    pulls = np.zeros(len(chosen))
    pulls[chosen] = pull
    strata, others = _strata(marked, name), marked.flags[name][1]
    precision = 1 / marked.variance
    for stratum, middle in rest.items():
        here = strata == stratum
        share = np.sum(precision[chosen & here]) / np.sum(precision[chosen])
        rows = others & here
        off = precision[rows] * (marked.distance[rows] - middle)
        pulls[rows] -= share * off / np.sum(precision[rows])
    _, at = np.unique(marked.event, return_inverse=True)
    events = len(np.unique(marked.event[chosen]))
    return float(np.sum(np.bincount(at, pulls) ** 2)) * events / max(events - 1, 1)


def _positive(mean: float, deviation: float) -> float:
    """The mean of what is positive of a normal distribution."""
    at = mean / deviation
    if at < -_NEGATIVE:
        return deviation / -at  # what the formula below tends to
    density = float(np.exp(-at * at / 2)) / float(np.sqrt(2 * np.pi))
    return mean + deviation * density / float(model.normal_below(at))


def fit_pressure(archive: Archive, p: Parameters, until: date | None = None) -> Parameters:
    """The parameters with the effects of the situations on all skaters."""
    skates = read(archive, as_of=until, known=p.usual)
    marked = marked_walk(skates, situations(archive, as_of=until), p)
    found = {name: population(marked, name) for name in marked.flags}
    return msgspec.structs.replace(p, pressure=found)


def situations(
    archive: Archive, *, skater: int | None = None, as_of: date | None = None
) -> Situations:
    """Of each performance, by its number in the archive: the standing before the free program, and
    whether it was the last start of the segment; None where that is not so or not known, and in
    team events."""
    sql = _FLAGS.format(where="" if skater is None else _OF_A_SKATER)
    values: dict[str, Any] = {"as_of": as_of or date.max}
    if skater is not None:
        values["skater"] = skater
    with archive.reading() as cursor:
        rows = cursor.execute(sql, values).fetchall()
    return {id: (standing, last) for id, standing, last in rows}


def marked_walk(skates: Skates, flags: Situations, p: Parameters) -> Marked:
    """All performances of a walk."""
    walked = walk(skates, p)
    return _marked(skates, walked.residual, walked.variance, walked.spread, flags, p)


def _marked(
    skates: Skates,
    residual: Floats,
    variance: Floats,
    spread: Floats,
    flags: Situations,
    p: Parameters,
) -> Marked:
    groups = _each(skates)
    back = np.array([model.offset(one.event, 0.0, p) for one in groups])
    was = [flags.get(int(one), (None, None)) for one in skates.id]
    standing = np.array([one[0] or 0 for one in was])
    last = np.array([one[1] is True for one in was], np.bool_)
    other = np.array([one[1] is False for one in was], np.bool_)
    high = (standing > 0) & (standing <= _HIGH)
    free = np.array([one.part == FREE for one in groups], np.bool_)
    comparable = ~free | high
    events = np.array([one.event for one in groups], np.str_)
    return Marked(
        skates.skater,
        np.array([one.event_id for one in groups], np.int64),
        np.array([one.season for one in groups], np.int64),
        (residual + back) / spread,
        variance / spread**2 + model.day_variance(p),
        np.array([f"{one.event} {one.part}" for one in groups], np.str_),
        {
            "lead": (standing == 1, high & (standing > 1)),
            "last": (last & comparable, other & comparable),
            FINAL: (events == FINAL, events != FINAL),
            CHAMPIONSHIP: (events == CHAMPIONSHIP, events != CHAMPIONSHIP),
        },
    )


def _each(skates: Skates) -> list[Group]:
    return [one for one in skates.groups for _ in range(one.first, one.last)]


def _worth(p: Parameters, discipline: str | None) -> float:
    """How many points a spread is in the free program."""
    names = [
        name
        for name in p.usual
        if name.endswith(f" {FREE}") and discipline in (None, name.removesuffix(f" {FREE}"))
    ]
    return float(np.mean([p.usual[name].score * p.spread[name] for name in names] or [0.0]))


def _row(
    name: str,
    count: int,
    effect: tuple[float, float, float],
    everybody: float,
    worth: float,
    who: str | None,
) -> dict[str, Any]:
    raw, middle, error = (one * worth for one in effect)
    low, high = middle - _NORMAL * error, middle + _NORMAL * error
    told = count > 0 and error > 0
    return {
        "situation": name,
        "words": SITUATIONS[name],
        "n": count,
        "raw": round(raw, 2) if told else None,
        "effect": round(middle, 2) if told else None,
        "low": round(low, 2) if told else None,
        "high": round(high, 2) if told else None,
        "all_skaters": round(everybody * worth, 2),
        "says": _says(name, count, (middle, low, high) if told else None, who),
    }


def _says(name: str, count: int, told: tuple[float, float, float] | None, who: str | None) -> str:
    words = SITUATIONS[name]
    words = words[0].upper() + words[1:]
    skates = "1 skate" if count == 1 else f"{count:,} skates"
    if not count:
        return f"{words}: no skate is known."
    if told is None:
        return f"{words}: {skates} are too few to tell."
    effect, low, high = told
    own = " of their own" if who is not None else ""
    between = f"between {low:+.1f} and {high:+.1f} points".replace("-", MINUS)
    if low <= 0 <= high:
        few = "; so few skates show little" if who is not None and count < _FEW else ""
        return f"{words}: no effect{own} is found in {skates} ({between}{few})."
    way = "costs" if effect < 0 else "brings"
    beside = f" {who} beside what it does to all" if who is not None else ""
    return f"{words}: it {way}{beside} about {abs(effect):.1f} points ({between}; {skates})."


def _answer(rows: list[dict[str, Any]], who: str, coverage: Coverage) -> Answer:
    told = [row for row in rows if row["effect"] is not None]
    found = [row["words"] for row in told if not row["low"] <= 0 <= row["high"]]
    if not any(row["n"] for row in rows):
        text = f"{who}: no skate under pressure is known here."
    elif not found:
        text = f"{who}: no effect of pressure is found."
    else:
        text = f"{who}: an effect is found of {listed(found)}."
    return Answer.of(pl.DataFrame(rows, schema=SCHEMA, orient="row"), text, coverage)
