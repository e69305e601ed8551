"""Events of seasons that nothing was fitted to, foretold from what was known the day before."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from kissandcry import rulebooks
from kissandcry.archive import finals
from kissandcry.archive.form.field import Walked, walk
from kissandcry.archive.form.parameters import Parameters
from kissandcry.archive.form.skates import Group, Skates, cut
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, Level, Segment
from kissandcry.planning.odds import calibration, event, rivals, widths
from kissandcry.planning.odds.history import histories
from kissandcry.planning.odds.model import Entrant, Event, History
from kissandcry.planning.odds.rivals import Held, Ints
from kissandcry.planning.odds.widths import Widths

Floats = NDArray[np.float64]

DRAWS: Final = 20_000  # simulations of an event
TEACHING: Final = 3  # seasons that only the widths and the rivals learn from
START: Final = Widths(1.15, 1.0, 0.2, 1.0, 0.0, 0.0, 0.0, 0.0, 0.01)  # where the search begins
_PRIOR: Final = 10.0  # newcomers who are as any other
_KNOWN: Final = 2  # skaters who tell how the field of an event scored
METHODS: Final = ("odds", "season's best", "Elo")
_SEGMENTS: Final = """
SELECT g.id, e.key, e.kind, g.event, g.category, g.discipline, g.level, g.segment, g.day
FROM segments g JOIN events e ON e.id = g.event WHERE NOT g.team
"""


@dataclass(frozen=True, slots=True)
class Category:
    """A category of an event that was held, and its segments in the form model's arrays."""

    held: Held
    kind: str
    level: str
    names: tuple[Segment, ...]
    groups: tuple[Group, ...]
    nations: tuple[str, ...]  # of the skaters of `held`


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
        held,
        rows[0]["kind"],
        first.level,
        tuple(Segment(row["segment"]) for row in rows),
        tuple(groups),
        tuple(lines[one].nation for one in skaters),
    )


def foretell(
    every: Sequence[Category],
    skates: Skates,
    years: Sequence[int],
    parameters: Callable[[int], Parameters],
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[list[Foretold], Widths]:
    """The events of the seasons that begin in these years, each from what was known before it; and
    the widths fitted to all of them in the end.

    `parameters(year)` are those of the form model fitted to the seasons before. How wide histories
    are taken is fitted to the events of earlier ones of these seasons; so the first `TEACHING` of
    them only teach, and are not in the result.
    """
    held = [one.held for one in every]
    rival = {
        "season's best": rivals.by_bests(rivals.bests(held)),
        "Elo": rivals.by_elo(held),
    }
    figures = {"season's best": rivals.BESTS_START, "Elo": rivals.ELO_START}
    wide, rounds = START, rivals.ROUNDS[0]
    plain: dict[int, Event] = {}  # by number of the category: as the form model has it
    found = []
    for number, year in enumerate(sorted(years)):
        p, until = parameters(year), cut(skates, year + 1)
        walked = walk(until, p)
        now = [at for at, one in enumerate(held) if one.season == year]
        if number >= TEACHING:
            wide = fit_widths(every, plain, wide, rounds)
            training = [at for at, one in enumerate(held) if one.season < year]
            for name, one in rival.items():
                figures[name] = rivals.fit(one, figures[name], training, _worth(held), rounds)
            rounds = rivals.ROUNDS[1]
            tell(_told(year, wide, figures))
        plain |= {at: event_of(every[at], until, walked, p) for at in now}
        for at in now if number >= TEACHING else ():
            rng = np.random.default_rng([1, at])
            drawn = event.simulate(widened(every[at], plain[at], wide), rng, DRAWS).places
            said = {METHODS[0]: chances(drawn)}
            for name, one in rival.items():
                said[name] = chances(one(figures[name], at, rng, DRAWS))
            came = targets(held[at].places)
            found.append(Foretold(every[at], said, came, drawn[:, : calibration.DRAWS]))
    return found, fit_widths(every, plain, wide, rounds)


def _told(year: int, wide: Widths, figures: Mapping[str, rivals.Figures]) -> str:
    """The figures with which a season is foretold."""
    own = f"spread {wide.spread:.2f}, ability {wide.ability:.2f}, carried {wide.carried:.2f}"
    own += f", unknown {wide.unknown:.2f}, lower {wide.lower:.3f}"
    own += f", alone {wide.alone:.3f}, worlds {wide.worlds:.3f}, entry {wide.entry:.3f}"
    others = [f"{name} {' '.join(f'{x:.3g}' for x in given)}" for name, given in figures.items()]
    return f"{_season(year)}: {own}; {'; '.join(others)}"


def _worth(held: Sequence[Held]) -> Callable[[int, Ints], float]:
    def worth(at: int, places: Ints) -> float:
        return float(log_score(chances(places), targets(held[at].places)).sum())

    return worth


def fit_widths(
    every: Sequence[Category], plain: Mapping[int, Event], start: Widths, rounds: int
) -> Widths:
    """The widths with which these events would have been foretold best."""
    held = [one.held for one in every]
    began = sum(len(held[at].places) for at in plain)
    gone = sum(int((held[at].places == 0).sum()) for at in plain)
    base = msgspec.structs.replace(newcomers(every, plain), withdrawn=(gone + 1) / (began + 2))

    def places(figures: rivals.Figures, at: int, _: np.random.Generator, n: int) -> Ints:
        wide = widened(every[at], plain[at], _widths(base, figures))
        return event.simulate(wide, np.random.default_rng([2, at]), n).places

    first = (start.spread, start.ability, start.carried)
    best = rivals.fit(places, first, sorted(plain), _worth(held), rounds)
    seasons = sorted(one.season for at, one in enumerate(held) if at in plain)
    said = f"{_season(seasons[0])} to {_season(seasons[-1])}"
    return msgspec.structs.replace(_widths(base, best), seasons=said, events=len(plain))


def _widths(base: Widths, figures: rivals.Figures) -> Widths:
    spread, ability, carried = figures
    return msgspec.structs.replace(base, spread=spread, ability=ability, carried=carried)


def newcomers(every: Sequence[Category], plain: Mapping[int, Event]) -> Widths:
    """`START` with what is measured of the newcomers of these events: by how much lower they scored
    in their first segment than expected, by how much higher for each of the signs of
    `widths.signs`, and how wide their abilities scatter around that. Measured against those who
    were known, so that a day on which everybody scores more is not theirs. Least squares, in which
    signs are drawn to nothing special by a `_PRIOR`."""
    rows, above, days, abilities = [], [], [], []
    for at, said in plain.items():
        of = every[at]
        scores = {str(skater): score for skater, score in of.held.segments[0]}
        each = widths.signs(said, of.kind, of.held.discipline)
        known, new = [], []
        for one, own in zip(said.entrants, each, strict=True):
            if one.history is None or one.key not in scores:
                continue
            off = scores[one.key] / one.history.parts[0].points - 1 - one.history.mean
            if one.history.known:
                known.append(off)
            else:
                new.append((off, own, one.history))
        for off, own, history in new if len(known) >= _KNOWN else ():
            rows.append((1.0, *own))
            above.append(off - float(np.mean(known)))
            days.append(day_variance(history, history.parts[0].spread))
            abilities.append(history.ability**2)
    if not rows:
        return START
    x, y = np.array(rows), np.array(above)
    found = np.linalg.solve(x.T @ x + np.diag((1e-9, _PRIOR, _PRIOR, _PRIOR)), x.T @ y)
    left = float(np.mean((y - x @ found) ** 2) - np.mean(days))
    usual, alone, worlds, entry = found.tolist()
    return msgspec.structs.replace(
        START,
        unknown=(max(left, 0.0) / float(np.mean(abilities))) ** 0.5,
        lower=-usual,
        alone=alone,
        worlds=worlds,
        entry=entry,
    )


def day_variance(history: History, spread: float) -> float:
    """The variance of one performance, of good days and bad."""
    bad, gap = history.bad_share, history.bad_gap
    return spread**2 * (1 - bad + bad * history.bad_width**2 + bad * (1 - bad) * gap**2)


def widened(category: Category, of: Event, wide: Widths) -> Event:
    """The event of the category with its histories as they are simulated."""
    return wide.event(of, category.kind, category.held.discipline)


def _season(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def event_of(of: Category, skates: Skates, walked: Walked, p: Parameters) -> Event:
    """The event of a category, with histories as the form model has them."""
    known = histories(skates, of.groups, walked, p)
    entrants = tuple(
        Entrant(str(skater), str(skater), nation, known[skater])
        for skater, nation in zip(of.held.skaters, of.nations, strict=True)
    )
    book = rulebooks.on(of.held.day, Discipline(of.held.discipline), Level(of.level))
    last = of.groups[-1].last - of.groups[-1].first
    advance = last if last < 0.9 * len(entrants) else None
    return Event(of.held.event, of.names, entrants, book.final_tie, advance)
