"""What the backtest found, as the tables of docs/odds.md."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from kissandcry.planning.odds import calibration, trial
from kissandcry.planning.odds.trial import Floats, Foretold

TARGETS: Final = ("win", "podium", "upper half")
_RESAMPLED: Final = 2000


def scores(all_: Sequence[Foretold]) -> Iterator[str]:
    """Log and Brier scores of each method: all, by discipline and by season."""
    yield "| | events | | log: win | podium | upper half | Brier: win | podium | upper half |"
    yield "|---|---:|---|" + "---:|" * 6
    parts: list[tuple[str, list[Foretold]]] = [("all", list(all_))]
    for name in dict.fromkeys(one.of.held.discipline for one in all_):
        parts.append((name, [one for one in all_ if one.of.held.discipline == name]))
    for year in sorted({one.of.held.season for one in all_}):
        name = f"{year}-{(year + 1) % 100:02d}"
        parts.append((name, [one for one in all_ if one.of.held.season == year]))
    for name, part in sorted(parts, key=lambda pair: (pair[0] != "all", pair[0])):
        for method in trial.METHODS:
            figures = [f"{x:.4f}" for x in (*_mean(part, method, 0), *_mean(part, method, 1))]
            yield f"| {name} | {len(part)} | {method} | {' | '.join(figures)} |"


def _mean(all_: Sequence[Foretold], method: str, which: int) -> Floats:
    """The mean over all chances of the log (0) or Brier score (1), by target."""
    return np.asarray(np.concatenate([_each(one, method)[which] for one in all_], axis=1).mean(1))


def _each(one: Foretold, method: str) -> tuple[Floats, Floats]:
    chance = one.chances[method]
    return trial.log_score(chance, one.came), (chance - one.came) ** 2


def ahead(all_: Sequence[Foretold]) -> Iterator[str]:
    """By how much the odds are ahead of each rival, with 95% intervals from events drawn anew."""
    yield "| ahead of | log: win | podium | upper half | Brier: win | podium | upper half |"
    yield "|---|" + "---:|" * 6
    rng = np.random.default_rng(1)
    drawn = rng.integers(0, len(all_), (_RESAMPLED, len(all_)))
    size = np.array([one.came.shape[1] for one in all_])
    for rival in trial.METHODS[1:]:
        cells = []
        for which, sign in ((0, 1), (1, -1)):
            sums = np.array(
                [
                    sign * (_each(one, "odds")[which] - _each(one, rival)[which]).sum(axis=1)
                    for one in all_
                ]
            )
            mean = sums.sum(axis=0) / size.sum()
            again = sums[drawn].sum(axis=1) / size[drawn].sum(axis=1)[:, None]
            low, high = np.quantile(again, (0.025, 0.975), axis=0)
            cells += [
                f"{m:+.4f} ({a:+.4f} to {b:+.4f})" for m, a, b in zip(mean, low, high, strict=True)
            ]
        yield f"| {rival} | {' | '.join(cells)} |"


def calibrated(all_: Sequence[Foretold]) -> Iterator[str]:
    """The calibration by tenths, of all three targets together and of each."""
    yield "| chances | tenth | number | said % | came % | band % | |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for name, rows in (("all", (0, 1, 2)), *((one, (n,)) for n, one in enumerate(TARGETS))):
        found = calibration.calibrate(
            np.concatenate([one.chances["odds"][row] for one in all_ for row in rows]),
            np.concatenate([one.came[row] for one in all_ for row in rows]),
            [trial.targets(one.drawn)[row] for one in all_ for row in rows],
        )
        for tenth in np.flatnonzero(found.count):
            low, high = 100 * found.low[tenth], 100 * found.high[tenth]
            came = 100 * found.came[tenth]
            yield (
                f"| {name} | {tenth + 1} | {found.count[tenth]} | {100 * found.chance[tenth]:.1f}"
                f" | {came:.1f} | {low:.1f} to {high:.1f} |"
                f" {'' if low <= came <= high else 'outside'} |"
            )
        yield (
            f"| {name} | | {found.count.sum()} | | | expected calibration error"
            f" {100 * found.error:.2f} points | {found.outside} outside |"
        )
