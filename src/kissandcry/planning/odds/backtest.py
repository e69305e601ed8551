"""Do the odds hold? Every event of seasons that nothing was fitted to, as of the day before.

    python -m kissandcry.planning.odds.backtest ARCHIVE --hold-back 2012-13 2018-19

For each season held back the form model and the rivals are fitted to the seasons before it. The
tables are those of docs/odds.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry import rulebooks
from kissandcry.archive import finals
from kissandcry.archive.form.field import walk
from kissandcry.archive.form.parameters import Parameters
from kissandcry.archive.form.skates import Group, Skates, cut
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, Level, Segment
from kissandcry.planning.odds import calibration, event, rivals
from kissandcry.planning.odds.history import histories
from kissandcry.planning.odds.model import Entrant, Event
from kissandcry.planning.odds.rivals import Held, Ints

Floats = NDArray[np.float64]

DRAWS: Final = 20_000  # simulations of an event
METHODS: Final = ("odds", "season's best", "Elo")
_SEGMENTS: Final = """
SELECT g.id, e.key, g.event, g.category, g.discipline, g.level, g.segment, g.day
FROM segments g JOIN events e ON e.id = g.event WHERE NOT g.team
"""


@dataclass(frozen=True, slots=True)
class Category:
    """A category of an event that was held, and its segments in the form model's arrays."""

    held: Held
    level: str
    names: tuple[Segment, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Foretold:
    """An event of a season held back. `chances`: by method, shape [targets, entrants]; `came`: the
    same, what came; `drawn`: places in some of the simulations, [entrants, n], for the bands."""

    of: Category
    chances: dict[str, Floats]
    came: NDArray[np.bool_]
    drawn: Ints


def targets(places: Ints) -> NDArray[np.bool_]:
    """Win, podium and top half: shape [3, *places.shape]; a place of 0 is none."""
    half = len(places) // 2
    return np.stack([(places >= 1) & (places <= last) for last in (1, 3, half)])


def chances(places: Ints) -> Floats:
    """The chances of the targets by drawn places; none is quite 0 or 1."""
    return np.asarray((targets(places).sum(axis=2) + 0.5) / (places.shape[1] + 1))


def log_score(chance: Floats, came: NDArray[np.bool_]) -> Floats:
    """The logarithm of the chance of what came."""
    return np.asarray(np.log(np.where(came, chance, 1 - chance)))


def categories(archive: Archive, skates: Skates) -> list[Category]:
    """Every category with a result to its end, in order of time."""
    rows = {row["id"]: row for row in archive.rows(_SEGMENTS)}
    groups: defaultdict[tuple[int, str], list[Group]] = defaultdict(list)
    for group in skates.groups:
        if group.segment in rows:
            groups[group.event_id, rows[group.segment]["category"]].append(group)
    results = finals.finals(archive, list(groups))
    found = []
    for key, own in groups.items():
        result = results.get(key)
        if result is None or not result.complete or len(own) < 2:
            continue
        found.append(_category(skates, own, [rows[one.segment] for one in own], result))
    return sorted(found, key=lambda one: (one.held.day, one.held.event, one.held.category))


def _category(
    skates: Skates, groups: list[Group], rows: list[dict[str, Any]], result: finals.Result
) -> Category:
    first = groups[0]
    skaters = tuple(int(one) for one in skates.skater[first.first : first.last])
    lines = {line.skater: line for line in result.lines}
    totals = [lines[one].total for one in skaters]
    held = Held(
        rows[0]["key"],
        rows[0]["category"],
        first.discipline,
        first.season,
        first.day,
        skaters,
        np.array([lines[one].place or 0 for one in skaters], np.int32),
        np.array([np.nan if total is None else float(total) for total in totals]),
        tuple(
            tuple(
                (int(skates.skater[row]), float(skates.score[row]))
                for row in range(one.first, one.last)
            )
            for one in groups
        ),
    )
    return Category(
        held, first.level, tuple(Segment(row["segment"]) for row in rows), tuple(groups)
    )


def foretell(
    every: Sequence[Category], skates: Skates, year: int, p: Parameters, seed: int = 1
) -> list[Foretold]:
    """The events of the season that begins in that year."""
    skates = cut(skates, year + 1)
    walked = walk(skates, p)
    held = [one.held for one in every]
    training = [at for at, one in enumerate(held) if one.season < year]
    now = [at for at, one in enumerate(held) if one.season == year]

    def worth(at: int, places: Ints) -> float:
        came = targets(held[at].places)
        return float(log_score(chances(places), came).mean(axis=0).sum())

    rival = {
        "season's best": (rivals.by_bests(rivals.bests(held)), rivals.BESTS_START),
        "Elo": (rivals.by_elo(held), rivals.ELO_START),
    }
    fitted = {name: rivals.fit(one, start, training, worth) for name, (one, start) in rival.items()}
    found = []
    for at in now:
        rng = np.random.default_rng([seed, at])
        drawn = event.simulate(_event(every[at], skates, walked, p), rng, DRAWS).places
        said = {"odds": chances(drawn)}
        for name, (one, _) in rival.items():
            said[name] = chances(one(fitted[name], at, rng, DRAWS))
        found.append(
            Foretold(every[at], said, targets(held[at].places), drawn[:, : calibration.DRAWS])
        )
    return found


def _event(of: Category, skates: Skates, walked: Any, p: Parameters) -> Event:
    known = histories(skates, of.groups, walked, p)
    entrants = tuple(
        Entrant(str(skater), str(skater), history=known[skater]) for skater in of.held.skaters
    )
    book = rulebooks.on(of.held.day, Discipline(of.held.discipline), Level(of.level))
    last = of.groups[-1].last - of.groups[-1].first
    advance = last if last < 0.9 * len(entrants) else None
    return Event(of.held.event, of.names, entrants, book.final_tie, advance)
