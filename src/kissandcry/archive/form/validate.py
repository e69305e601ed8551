"""How good is the model where it has not looked? Seasons held back, one after the other.

    python -m kissandcry.archive.form.validate ARCHIVE --hold-back 2012-13 2018-19

For each season the model is fitted to the seasons before it, and then expects each score of it from
what was skated before that score; so do the baselines. The table is the one of docs/form.md.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from kissandcry.archive import pressure
from kissandcry.archive.form import baselines, validate_pressure
from kissandcry.archive.form.field import walk
from kissandcry.archive.form.fitting import fit_to
from kissandcry.archive.form.parameters import Parameters, shipped
from kissandcry.archive.form.skates import Group, Skates, cut, read
from kissandcry.archive.store import Archive
from kissandcry.core import KissAndCryError, NotInArchive

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_NORMAL: Final = 1.96  # of the 95% band around a coverage


@dataclass(frozen=True, slots=True)
class Held:
    """A season held back. Arrays over its performances: `log_score` of the model, `baselines` by
    name, `missed` (by how many points the model and each missed; NaN where it expected nothing),
    `below` (how likely a score at most this high was), `known` (scores of the skater in this
    part before) and `count` (in all parts)."""

    season: str
    log_score: Floats
    baselines: dict[str, Floats]
    missed: dict[str, Floats]
    below: Floats
    known: Flags
    count: Floats
    groups: tuple[Group, ...]  # of each performance
    parameters: Parameters


def hold_back(skates: Skates, season: str, *, rounds: int = 10) -> Held:
    """Fit to the seasons before and expect each score of this one. Raises `NotInArchive` where the
    season, or two seasons before it, are missing."""
    year = int(season[:4])
    skates = cut(skates, year + 1)
    groups = tuple(one for one in skates.groups for _ in range(one.first, one.last))
    held = np.array([one.season == year for one in groups], np.bool_)
    if not held.any():
        raise NotInArchive(f"no performance of {season} is in this archive")
    p = fit_to(cut(skates, year), rounds=rounds)
    return _held(skates, p, season, held, groups)


def _held(
    skates: Skates, p: Parameters, season: str, held: Flags, groups: tuple[Group, ...]
) -> Held:
    walked = walk(skates, p)
    found, known, missed = {}, np.zeros(len(skates), np.bool_), {}
    missed["model"] = np.abs(walked.residual * walked.points)[held]
    for family in baselines.FAMILIES:
        scores, known, error = baselines.best(skates, family, ~held)
        found[family], missed[family] = scores[held], np.abs(error[held])
    return Held(
        season,
        walked.log_scores(p)[held],
        found,
        missed,
        walked.below(p)[held],
        known[held],
        walked.count[held],
        tuple(one for one, yes in zip(groups, held, strict=True) if yes),
        p,
    )


def band(count: int, share: float) -> float:
    """Half the width of the band in which 95% of coverages lie if the intervals say the truth."""
    return _NORMAL * float(np.sqrt(share * (1 - share) / count))


def covered(below: Floats, share: float) -> float:
    """The share of scores within the interval that should hold `share` of them."""
    return float(np.mean(np.abs(below - 0.5) < share / 2))


def scores_table(seasons: Sequence[Held]) -> Iterator[str]:
    """Log scores of the model and of the baselines, per performance: higher is better."""
    names = list(baselines.FAMILIES)
    yield "| held back | performances | model | " + " | ".join(names) + " |"
    yield "|---|" + "---:|" * (2 + len(names))
    for title, known in (("", False), (", skaters with a score before", True)):
        for one in seasons:
            rows = one.known if known else np.ones(len(one.known), np.bool_)
            figures = [one.log_score, *one.baselines.values()]
            line = " | ".join(f"{np.mean(figure[rows]):.3f}" for figure in figures)
            yield f"| {one.season}{title} | {int(np.sum(rows))} | {line} |"


def missed_table(seasons: Sequence[Held]) -> Iterator[str]:
    """The mean absolute error in points, over the scores of which every one of them expected
    something: lower is better."""
    names = list(seasons[0].missed)
    yield "| held back | performances | " + " | ".join(names) + " |"
    yield "|---|" + "---:|" * (1 + len(names))
    for one in seasons:
        rows = np.all([np.isfinite(missed) for missed in one.missed.values()], axis=0)
        line = " | ".join(f"{np.mean(missed[rows]):.2f}" for missed in one.missed.values())
        yield f"| {one.season} | {int(np.sum(rows))} | {line} |"


def coverage_table(seasons: Sequence[Held]) -> Iterator[str]:
    """How many scores lie in the intervals that should hold 90% and 50% of them."""
    yield "| of the scores held back | performances | in 90% | band | in 50% | band |"
    yield "|---|" + "---:|" * 5
    below = np.concatenate([one.below for one in seasons])
    groups = [group for one in seasons for group in one.groups]
    counts = np.concatenate([one.count for one in seasons])
    yield _coverage("all", below)
    for one in seasons:
        yield _coverage(one.season, one.below)
    for name in sorted({group.usual for group in groups}):
        yield _coverage(name, below[np.array([group.usual == name for group in groups])])
    for event in sorted({group.event for group in groups}):
        yield _coverage(event, below[np.array([group.event == event for group in groups])])
    for low, high in ((0, 0), (1, 1), (2, 4), (5, 9), (10, 99999)):
        title = f"{low}" if low == high else f"{low} to {high}" if high < 999 else f"{low} and more"
        yield _coverage(f"{title} before", below[(counts >= low) & (counts <= high)])


def _coverage(title: str, below: Floats) -> str:
    if not below.size:
        return f"| {title} | 0 | | | | |"
    cells = [
        f"{100 * covered(below, share):.1f}"
        f" | {100 * share:.0f} ± {100 * band(below.size, share):.1f}"
        for share in (0.9, 0.5)
    ]
    return f"| {title} | {below.size} | {' | '.join(cells)} |"


def histogram(seasons: Sequence[Held]) -> Iterator[str]:
    """How often a score fell into each tenth of what was expected: 10% each, if all is well."""
    below = np.concatenate([one.below for one in seasons])
    counts, _ = np.histogram(below, 10, (0, 1))
    yield "| tenth | " + " | ".join(str(one) for one in range(1, 11)) + " |"
    yield "|---|" + "---:|" * 10
    yield "| % of scores | " + " | ".join(f"{100 * one / below.size:.1f}" for one in counts) + " |"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m kissandcry.archive.form.validate",
        description="Validate the form model on seasons held back.",
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--hold-back", nargs="+", required=True, metavar="SEASON")
    parser.add_argument("--rounds", type=int, default=10, help="of the fit, at most")
    options = parser.parse_args(arguments)
    try:
        with Archive(options.archive, read_only=True) as archive:
            skates, flags = read(archive), pressure.situations(archive)
        seasons = [hold_back(skates, season, rounds=options.rounds) for season in options.hold_back]
    except KissAndCryError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    tables = [table(seasons) for table in (scores_table, missed_table, coverage_table, histogram)]
    fitted = [(one.season, one.parameters) for one in seasons]
    tables.append(validate_pressure.chance_table(skates, flags, shipped()))
    tables.append(validate_pressure.held_table(skates, flags, fitted))
    for table in tables:
        print("\n".join(table), end="\n\n")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
