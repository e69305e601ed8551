"""Are the chances right? Seasons that are held back, foretold from the seasons before.

`python -m kissandcry.planning.skill.validate ARCHIVE --hold-back SEASON ...` fits to the seasons
before each, foretells every try of it from what the skater did up to the day before, and compares
with two plain expectations: the skater's own frequency (with one try of the field's beside it, so
that nothing is impossible) and the field's.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from kissandcry.archive.store import Archive
from kissandcry.core import KissAndCryError, NotInArchive
from kissandcry.planning.skill import model, scores
from kissandcry.planning.skill.effects import SITUATIONS
from kissandcry.planning.skill.fit import JUMPING, fit_to, panel_variance
from kissandcry.planning.skill.graded import joined, usual
from kissandcry.planning.skill.parameters import Parameters
from kissandcry.planning.skill.rest import effected, of_field
from kissandcry.planning.skill.shrink import Floats
from kissandcry.planning.skill.tables import (
    SCALE,
    Table,
    field_of,
    jump_table,
    level_table,
    split,
)
from kissandcry.planning.skill.tries import Try, read, season
from kissandcry.planning.skill.walk import expected_grades, foretell, log_scores

_TENTHS: Final = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)
_NINETY: Final = 1.6449
# What is foretold of a jump, and the results that it holds.
EVENTS: Final = {
    "clean": (model.CLEAN,),
    "fall": tuple(sorted(model.FALLS)),
    "under-rotated": (
        model.QUARTER,
        model.UNDER_ROTATED,
        model.DOWNGRADED,
        model.FALL_UNDER_ROTATED,
        model.FALL_DOWNGRADED,
    ),
    "popped": (model.POPPED,),
}
NAMES: Final = ("model", "and situations", "own frequency", "field")


@dataclass
class Held:
    """What was foretold of a season; arrays of shape [tries], those of events [tries, events]."""

    season: str
    weight: list[Floats] = field(default_factory=list)
    logs: dict[str, list[Floats]] = field(default_factory=lambda: {name: [] for name in NAMES})
    said: list[Floats] = field(default_factory=list)
    came: list[Floats] = field(default_factory=list)
    level_weight: list[Floats] = field(default_factory=list)
    level_logs: dict[str, list[Floats]] = field(
        default_factory=lambda: {name: [] for name in NAMES}
    )
    off: dict[str, list[Floats]] = field(default_factory=lambda: {name: [] for name in NAMES})
    inside: list[Floats] = field(default_factory=list)
    elements: scores.Compared = field(default_factory=scores.Compared)


def hold_back(archive: Archive, tries: Sequence[Try], name: str, every: int) -> Held:
    """Foretell a season from those before. Raises `NotInArchive`."""
    year = int(name[:4])
    before = [one for one in tries if season(one.day) < year]
    upto = [one for one in tries if season(one.day) <= year]
    if not before or len(before) == len(upto):
        raise NotInArchive(f"{name}: this archive has no such season, or none before it")
    p = fit_to(before)
    held = Held(name)
    for discipline in sorted(p.field):
        jumps, others = split(upto, discipline)
        known = {
            one.key: of_field(discipline, one.key, p)[0]
            for one in (*jumps, *others)
            if _known(discipline, one.key, p)
        }
        parts = [[one for one in part if one.key in known] for part in (jumps, others)]
        jumping = jump_table(parts[0], p.scale_shift, known) if discipline in JUMPING else None
        levels = level_table(parts[1], p.scale_shift, known)
        if jumping is not None:
            _jumps(held, jumping, known, p, year)
        _levels(held, levels, known, p, year)
        _grades(held, joined(jumping, levels), known, p, year)
    held.elements = scores.compare(archive, upto, p, year, every)
    return held


def _known(discipline: str, key: str, p: Parameters) -> bool:
    try:
        of_field(discipline, key, p)
    except KissAndCryError:
        return False
    return True


def _now(table: Table, year: int) -> Any:
    return np.array([season(one.day) == year for one in table.tries], bool)


def _jumps(held: Held, table: Table, known: Any, p: Parameters, year: int) -> None:
    now = _now(table, year)
    foretold = foretell(table, known, p.jumps)
    field_ = field_of(table, known)[table.key]
    own = (foretold.raw + field_) / (foretold.before + 1)[:, None]
    situated = foretold.chances.copy()
    for row in np.flatnonzero(now).tolist():
        one = table.tries[row]
        ways = dict(zip(table.ways, situated[row].tolist(), strict=True))
        for name in ("second half", "after a fall", "early in the season"):
            ways = effected(ways, p, name, inside=SITUATIONS[name](one))
        situated[row] = [ways[way] for way in table.ways]
    held.weight.append(table.weight[now])
    for name, said in zip(NAMES, (foretold.chances, situated, own, field_), strict=True):
        held.logs[name].append(log_scores(table, said)[now])
    columns = [[table.ways.index(way) for way in ways] for ways in EVENTS.values()]
    held.said.append(np.stack([situated[now][:, one].sum(axis=1) for one in columns], axis=1))
    came = [np.isin(table.way[now], one) for one in columns]
    held.came.append(np.stack(came, axis=1).astype(float))


def _levels(held: Held, table: Table, known: Any, p: Parameters, year: int) -> None:
    now = _now(table, year)
    foretold = foretell(table, known, p.levels)
    field_ = field_of(table, known)[table.key]
    own = (foretold.raw + field_) / (foretold.before + 1)[:, None]
    held.level_weight.append(table.weight[now])
    for name, said in zip(NAMES, (foretold.chances, foretold.chances, own, field_), strict=True):
        held.level_logs[name].append(log_scores(table, said)[now])


def _grades(held: Held, table: Table, known: Any, p: Parameters, year: int) -> None:
    """How far clean jumps and levels were off, in grades of the scale up to +5."""
    now = _now(table, year) & np.isfinite(table.share)
    middle = usual(table, known)
    now &= np.isfinite(middle)
    expected = expected_grades(table, middle, p.grades)
    own = _own_mean(table, middle)
    for name, said in zip(NAMES, (expected, expected, own, middle), strict=True):
        held.off[name].append(SCALE * (table.share - said)[now])
    spread = np.array([known[one.key].grades.get(one.way, (0.0, np.nan))[1] for one in table.tries])
    panel = np.array([panel_variance(one.discipline) for one in table.tries])
    wide = _NINETY * np.sqrt(spread**2 + table.noise + panel)
    held.inside.append((np.abs(table.share - expected) <= wide)[now].astype(float))


def _own_mean(table: Table, middle: Floats) -> Floats:
    """The mean of the skater's own grades of the element before, else the field's."""
    sums: dict[tuple[int, int, int], list[float]] = {}
    found, first = middle.copy(), 0
    for row in range(len(table.key)):
        if table.performance[row] != table.performance[first]:
            first = row
        cell = sums.setdefault((table.skater[row], table.key[row], table.way[row]), [0.0, 0.0])
        if cell[1]:
            found[row] = cell[0] / cell[1]
        if np.isfinite(table.share[row]):
            cell[0] += table.share[row]
            cell[1] += 1
    return found


def tables(seasons: Sequence[Held]) -> Iterator[str]:
    """The tables of docs/skill.md."""
    yield "| held back | tries of jumps | " + " | ".join(NAMES) + " |"
    yield "|---|" + "---:|" * 5
    for one in seasons:
        yield f"| {one.season} | {sum(map(len, one.weight))} | {_means(one.weight, one.logs)} |"
    yield ""
    short = ("model", "own frequency", "field")
    yield "| held back | elements with levels | " + " | ".join(short) + " |"
    yield "|---|" + "---:|" * 4
    for one in seasons:
        logs = {name: one.level_logs[name] for name in short}
        count = sum(map(len, one.level_weight))
        yield f"| {one.season} | {count} | {_means(one.level_weight, logs)} |"
    yield ""
    yield "| held back | grades | " + " | ".join(short) + " | in 90% |"
    yield "|---|" + "---:|" * 5
    for one in seasons:
        off = {name: np.concatenate(one.off[name]) for name in short}
        line = " | ".join(f"{np.sqrt(np.mean(off[name] ** 2)):.3f}" for name in short)
        share = 100 * np.mean(np.concatenate(one.inside))
        yield f"| {one.season} | {len(off['model'])} | {line} | {share:.1f} |"
    yield ""
    yield from _calibration(seasons)
    yield ""
    yield from scores.table([(one.season, one.elements) for one in seasons])


def _means(weight: Sequence[Floats], logs: dict[str, list[Floats]]) -> str:
    weights = np.concatenate(weight)
    return " | ".join(
        f"{np.average(np.concatenate(one), weights=weights):.4f}" for one in logs.values()
    )


def _calibration(seasons: Sequence[Held]) -> Iterator[str]:
    """What was said and what came, by what was said."""
    said = np.concatenate([part for one in seasons for part in one.said])
    came = np.concatenate([part for one in seasons for part in one.came])
    weight = np.concatenate([part for one in seasons for part in one.weight])
    yield "| of jumps | tries | said | came | error of calibration |"
    yield "|---|---:|---:|---:|---:|"
    for column, name in enumerate(EVENTS):
        rows, whole = [], 0.0
        for low, high in pairwise(_TENTHS):
            chosen = (said[:, column] >= low) & (said[:, column] < high)
            if chosen.sum() < 50:
                continue
            one = np.average(said[chosen, column], weights=weight[chosen])
            two = np.average(came[chosen, column], weights=weight[chosen])
            whole += weight[chosen].sum() * abs(one - two)
            title = f"{name}, {100 * low:.0f} to {100 * high:.0f}%"
            rows.append(f"| {title} | {chosen.sum()} | {100 * one:.1f}% | {100 * two:.1f}% | |")
        one = np.average(said[:, column], weights=weight)
        two = np.average(came[:, column], weights=weight)
        error = 100 * whole / weight.sum()
        yield f"| {name} | {len(said)} | {100 * one:.1f}% | {100 * two:.1f}% | {error:.1f} |"
        yield from rows


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m kissandcry.planning.skill.validate",
        description="Validate skills on seasons held back.",
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--hold-back", nargs="+", required=True, metavar="SEASON")
    parser.add_argument("--every", type=int, default=5, help="every n-th performance is valued")
    options = parser.parse_args(arguments)
    try:
        with Archive(options.archive, read_only=True) as archive:
            tries = read(archive)
            seasons = [hold_back(archive, tries, name, options.every) for name in options.hold_back]
    except KissAndCryError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    print("\n".join(tables(seasons)))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
