"""Fit what is known of the field and how far skaters differ.

`python -m kissandcry.planning.skill.fit ARCHIVE [FILE]` writes `parameters.json`. Half-lives and
evidence are those under which each try was least surprising before it was made (chances: the mean
logarithm; grades and marks: the mean square), looked for one after the other over steps.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, KissAndCryError, NotInArchive, season_of
from kissandcry.planning import panels
from kissandcry.planning.skill import effects, marks, model
from kissandcry.planning.skill import parameters as kept
from kissandcry.planning.skill.fields import fields
from kissandcry.planning.skill.graded import joined, own, usual
from kissandcry.planning.skill.parameters import Fading, Field, Graded, Parameters, Provenance
from kissandcry.planning.skill.shrink import KINDS
from kissandcry.planning.skill.tables import (
    SCALE,
    Table,
    family_of,
    jump_table,
    level_table,
    split,
)
from kissandcry.planning.skill.tries import YEAR, Try, is_jump, read
from kissandcry.planning.skill.walk import expected_grades, foretell, log_scores

JUMPING: Final = (Discipline.MEN, Discipline.WOMEN, Discipline.PAIRS)
FIELD_HALF_LIFE: Final = 4.0
_LIVES: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
_EVIDENCE: Final = (4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
_KIN: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
_TIERS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
_EDGES: Final = Fading(3.0, 4.0, {})
_PAIRED: Final = 20  # skaters who show what the other scale does

Fields = dict[str, dict[str, Field]]


def fit(
    archive: Archive, until: date | None = None, field_half_life: float = FIELD_HALF_LIFE
) -> Parameters:
    """The parameters of an archive, of what was skated up to a day. Raises `NotInArchive`."""
    tries = read(archive, as_of=until)
    if not tries:
        raise NotInArchive("this archive holds no element to learn from")
    found = fit_to(tries, field_half_life)
    return msgspec.structs.replace(found, components=marks.fit(archive, until))


def fit_to(tries: Sequence[Try], field_half_life: float = FIELD_HALF_LIFE) -> Parameters:
    """The parameters of tries, without those of components."""
    end = max(one.time for one in tries)
    shift = scale_shift(tries)
    known: Fields = {}
    kinds: Fields = {}
    for name in sorted({one.discipline for one in tries}):
        known[name], kinds[name] = fields(tries, name, end, field_half_life, shift)
    jumps = {
        name: jump_table(split(tries, name)[0], shift, known[name])
        for name in known
        if name in JUMPING
    }
    levels = {name: level_table(split(tries, name)[1], shift, known[name]) for name in known}
    of_jumps = _fading(jumps, known, Fading(2.0, 16.0, dict.fromkeys(KINDS[1:], 4.0)))
    of_levels = _fading(levels, known, Fading(1.0, 8.0, {"level": 4.0, "fall": 8.0}))
    graded = _graded(jumps, levels, known)
    fade = partial(_faded, end, field_half_life)
    known, carried, edge_grades = _grades(jumps, levels, known, graded, fade)
    first, last = min(one.day for one in tries), max(one.day for one in tries)
    situations, shifts = effects.estimate(jumps, levels, known, of_jumps, graded)
    return Parameters(
        Provenance(
            season_of(first),
            season_of(last),
            len({one.performance for one in tries}),
            len(tries),
            "python -m kissandcry.planning.skill.fit",
        ),
        of_jumps,
        of_levels,
        _EDGES,
        graded,
        shift,
        field_half_life,
        known,
        kinds,
        _turned(tries),
        _lost(tries, known),
        carried,
        edge_grades,
        situations,
        shifts,
        kept.Components(1.0, 1.0, 1.0, {}),
    )


def scale_shift(tries: Iterable[Try]) -> float:
    """By how much the mean grade of a clean element, as a share of the highest, rose with the new
    scale, by those who skated it in both within two years."""
    sums: dict[tuple[int, str, str], list[float]] = {}
    change = min((one.day for one in tries if one.grades == SCALE), default=None)
    if change is None:
        return 0.0
    for one in tries:
        stood = one.way == model.CLEAN or one.way not in model.RESULTS
        if one.share is None or not stood or abs((one.day - change).days) > 2 * YEAR:
            continue
        place = 0 if one.grades < SCALE else 2
        cell = sums.setdefault((one.skater, one.key, one.way), [0.0, 0.0, 0.0, 0.0])
        cell[place] += one.share
        cell[place + 1] += 1
    both = np.array([cell for cell in sums.values() if cell[1] and cell[3]])
    if len(both) < _PAIRED:
        return 0.0
    change_of = both[:, 2] / both[:, 3] - both[:, 0] / both[:, 1]
    weight = both[:, 1] * both[:, 3] / (both[:, 1] + both[:, 3])
    return float(change_of @ weight / weight.sum())


def _fading(tables: Mapping[str, Table], known: Fields, start: Fading) -> Fading:
    """Half-life and evidence, one after the other."""

    def score(fading: Fading) -> float:
        whole = [
            table.weight @ log_scores(table, foretell(table, known[name], fading).chances)
            for name, table in tables.items()
            if len(table.key)
        ]
        return float(sum(whole))

    best = start
    choices: list[Callable[[Fading], list[Fading]]] = [
        lambda at: [msgspec.structs.replace(at, half_life=one) for one in _LIVES],
        lambda at: [msgspec.structs.replace(at, own=one) for one in _EVIDENCE],
        *(_kin_choices(kind) for kind in start.kin),
        lambda at: [msgspec.structs.replace(at, half_life=one) for one in _LIVES],
    ]
    for choose in choices:
        best = max(choose(best), key=score)
    return best


def _kin_choices(kind: str) -> Callable[[Fading], list[Fading]]:
    return lambda at: [msgspec.structs.replace(at, kin={**at.kin, kind: one}) for one in _KIN]


def _graded(jumps: Mapping[str, Table], levels: Mapping[str, Table], known: Fields) -> Graded:
    """Half-life and evidence of grades."""
    tables = {name: joined(jumps.get(name), levels[name]) for name in levels}
    middles = {name: usual(table, known[name]) for name, table in tables.items()}

    def missed(graded: Graded) -> float:
        whole = 0.0
        for name, table in tables.items():
            off = table.share - expected_grades(table, middles[name], graded)
            whole += float(np.nansum(table.weight * off**2))
        return whole

    best = Graded(1.0, (4.0, 8.0, 8.0))
    for tier in (None, 0, 1, 2, None):
        if tier is None:
            tried = [Graded(one, best.tiers) for one in _LIVES]
        else:
            tried = [Graded(best.half_life, _changed(best.tiers, tier, one)) for one in _TIERS]
        best = min(tried, key=missed)
    return best


def _changed(
    tiers: tuple[float, float, float], at: int, value: float
) -> tuple[float, float, float]:
    one, two, three = (value if place == at else old for place, old in enumerate(tiers))
    return one, two, three


def _grades(
    jumps: Mapping[str, Table],
    levels: Mapping[str, Table],
    known: Fields,
    graded: Graded,
    fade: Callable[[Try], float],
) -> tuple[Fields, dict[str, float], dict[str, float]]:
    """The field with the spreads of its grades, without the part that judges and panels make; how
    far what the skater has over the field in clean jumps is carried to each other result; what
    calls for the edge take off."""
    spreads: dict[tuple[str, int, str], list[float]] = {}
    carry: dict[str, list[float]] = {}
    edges: dict[str, list[float]] = {}
    for name in levels:
        panel = panel_variance(name)
        for table in (jumps.get(name), levels[name]):
            if table is None:
                continue
            middle = usual(table, known[name])
            better = own(joined(jumps.get(name), levels[name]), table, known[name], graded)
            for place, one in enumerate(table.tries):
                off, noise = table.share[place] - middle[place], table.noise[place]
                if not np.isfinite(off):
                    continue
                clean = bool(table.ways != model.RESULTS or one.way == model.CLEAN)
                if clean:
                    off -= better[place]
                else:
                    _add(carry, one.way, better[place] * off, better[place] ** 2)
                if clean and one.edge is not None:
                    _add(edges, one.edge, off, 1.0)
                weight = one.weight * fade(one)
                cell = (name, family_of(one.key), one.way if not clean else "")
                _add(spreads, cell, weight * (off**2 - noise - panel), weight)
    carried = {way: float(min(max(a / b, 0.0), 1.0)) for way, (a, b) in sorted(carry.items()) if b}
    plain = edges.get("", [0.0, 1.0])
    off_edge: dict[str, float] = {
        sign: edges[sign][0] / edges[sign][1] - plain[0] / plain[1]
        for sign in ("!", "e")
        if sign in edges
    }
    return _with_spreads(known, spreads), carried, off_edge


def _faded(end: float, half_life: float, one: Try) -> float:
    return float(0.5 ** ((end - one.time) / half_life))


def panel_variance(discipline: str) -> float:
    """The variance of whole panels from event to event, of grades as shares of the highest."""
    found = panels.shipped().fitted.get(f"{discipline} {SCALE}")
    return (found.grades.panel / SCALE) ** 2 if found else 0.0


def _add(sums: dict[Any, list[float]], key: Any, one: float, two: float) -> None:
    cell = sums.setdefault(key, [0.0, 0.0])
    cell[0] += one
    cell[1] += two


def _with_spreads(known: Fields, spreads: Mapping[tuple[str, int, str], list[float]]) -> Fields:
    found: Fields = {}
    for name, keys in known.items():
        found[name] = {}
        for key, one in keys.items():
            grades = {}
            for way, (mean, _) in one.grades.items():
                clean = not is_jump(key, name) or way == model.CLEAN
                total, weight = spreads.get(
                    (name, family_of(key), "" if clean else way), (0.0, 1.0)
                )
                grades[way] = (mean, float(np.sqrt(max(total / max(weight, 1e-9), 1e-4))))
            found[name][key] = msgspec.structs.replace(one, grades=grades)
    return found


def _turned(tries: Iterable[Try]) -> dict[str, dict[str, float]]:
    """Of popped jumps, how many turns were done by those that were meant."""
    counts: dict[str, dict[str, float]] = {}
    for one in tries:
        if one.done:
            of = counts.setdefault(one.key.lstrip("+")[0], {})
            of[str(one.done)] = of.get(str(one.done), 0.0) + one.weight
    return {
        meant: {turns: count / sum(of.values()) for turns, count in sorted(of.items())}
        for meant, of in sorted(counts.items())
    }


def _lost(tries: Iterable[Try], known: Fields) -> dict[str, float]:
    """How often the next jump is missing, by the result of the first. Who steps out and goes on all
    the same has a combination, so of these the share is that of the step-outs to be expected."""
    counts = {way: [0.0, 0.0] for way in model.RESULTS}
    stepping = 0.0
    for one in tries:
        if one.lost is None or one.way not in counts:
            continue
        counts[one.way][0] += one.weight * one.lost
        counts[one.way][1] += one.weight
        field = known[one.discipline].get(one.key)
        stepping += one.weight * (field.ways.get(model.STEP_OUT, 0.0) if field else 0.0)
    found = {way: lost / of if of else 1.0 for way, (lost, of) in counts.items()}
    found[model.STEP_OUT] = min(counts[model.STEP_OUT][0] / max(stepping, 1e-9), 1.0)
    return found | dict.fromkeys(model.FALLS, 1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m kissandcry.planning.skill.fit",
        description="Fit the parameters of skills to an archive.",
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("file", type=Path, nargs="?", default=Path("parameters.json"))
    options = parser.parse_args(arguments)
    try:
        with Archive(options.archive, read_only=True) as archive:
            kept.save(fit(archive), options.file)
    except KissAndCryError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
