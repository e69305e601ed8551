"""Fit the parameters: the ones under which each score was least surprising before it was skated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec
import numpy as np

from kissandcry.archive.form.field import usual_of, walk
from kissandcry.archive.form.parameters import (
    CHAMPIONSHIP,
    COMPULSORY,
    FINAL,
    GRAND_PRIX,
    OTHER,
    Parameters,
    Provenance,
    known_changes,
)
from kissandcry.archive.form.skates import Skates, cut, read
from kissandcry.archive.store import Archive
from kissandcry.core import NotInArchive

_LEAST: Final = 200  # performances that a fit needs
_FACTOR: Final = 0.5  # the first step of what is positive, as a logarithm
_STEP: Final = 0.05  # the first step of what may be negative
_LONG_STEP: Final = 0.3  # of the power
_ENOUGH: Final = 1e-4  # better by less in a round: done
_SIGNED: Final = (
    "carried",
    "championship",
    "final",
    "season_progress",
    "spread_growth",
    "youth",
)
_POSITIVE: Final = (
    "ability_drift",
    "bad_gap",
    "bad_share",
    "bad_width",
    "component_drift",
    "component_noise",
    "component_spread",
    "loading",
    "newcomer_spread",
    "rule_drift",
    "season_drift",
    "spread_evidence",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a figure stands in the parameters."""

    name: str
    key: str | None = None

    @property
    def signed(self) -> bool:
        return self.name in _SIGNED or self.name == "newcomer"

    @property
    def first_step(self) -> float:
        if self.name == "spread_growth":
            return _LONG_STEP
        return _STEP if self.signed else _FACTOR

    def moved(self, p: Parameters, step: float) -> Parameters:
        """The parameters with this figure moved by a step."""
        value = getattr(p, self.name)
        old = value if self.key is None else value[self.key]
        new = old + step if self.signed else old * float(np.exp(step))
        whole = new if self.key is None else {**value, self.key: new}
        return msgspec.structs.replace(p, **{self.name: whole})


def start(skates: Skates) -> Parameters:
    """Plain figures to start from; only the usual scores are those of the performances."""
    usual = usual_of(skates)
    return Parameters(
        provenance=Provenance("", "", 0, 0, 0.0, ""),
        rule_changes=known_changes(),
        usual=usual,
        spread={name: 0.1 if COMPULSORY in name else 0.06 for name in usual},
        spread_growth=-0.5,
        bad_share=0.2,
        bad_gap=1.5,
        bad_width=1.5,
        spread_evidence=10.0,
        ability_drift=0.05,
        youth=0.02,
        season_progress=0.02,
        championship=0.0,
        final=0.0,
        newcomer={CHAMPIONSHIP: 0.0, GRAND_PRIX: 0.2, FINAL: 0.3, OTHER: -0.2},
        newcomer_spread=0.15,
        carried=0.1,
        loading=1.0,
        component_spread=0.06,
        component_drift=0.03,
        component_noise=0.02,
        season_drift=0.015,
        rule_drift=0.05,
        levels={},
        pressure={},
    )


def fit(
    archive: Archive,
    until: str | None = None,
    *,
    as_of: date | None = None,
    rounds: int = 10,
    tell: Callable[[str], None] | None = None,
) -> Parameters:
    """The parameters under which the scores of the archive, each expected from what was skated
    before it, are most likely: those up to the season `until`, that one included, or up to a day.

    The first season only teaches. The search moves one figure at a time, so that it needs no
    derivative; `tell` hears of each round. Raises `NotInArchive` where fewer than 200 performances
    of two seasons are there.
    """
    skates = read(archive, as_of=as_of)
    if until is not None:
        skates = cut(skates, int(until[:4]) + 1)
    return fit_to(skates, rounds=rounds, tell=tell)


def fit_to(
    skates: Skates, *, rounds: int = 10, tell: Callable[[str], None] | None = None
) -> Parameters:
    """The same for performances that are at hand."""
    if len(skates) < _LEAST:
        raise NotInArchive(
            f"the archive holds {len(skates)} performances; the form model is fitted to at least"
            f" {_LEAST}, of two seasons"
        )
    seasons = np.repeat(
        [one.season for one in skates.groups], [one.last - one.first for one in skates.groups]
    )
    counted = seasons > seasons.min()
    if not counted.any():
        raise NotInArchive("the archive holds one season; the form model is fitted to two or more")

    def worth(p: Parameters) -> float:
        return float(np.mean(walk(skates, p).log_scores(p)[counted]))

    p, best = _climb(start(skates), worth, rounds, tell)
    walked = walk(skates, p)
    first, last = int(seasons.min()), int(seasons.max())
    return msgspec.structs.replace(
        p,
        levels=dict(sorted(walked.levels.learnt.items())),
        provenance=Provenance(
            _season(first),
            _season(last),
            len(skates),
            len(np.unique(skates.skater)),
            best,
            "kissandcry form --fit",
        ),
    )


def _climb(
    p: Parameters,
    worth: Callable[[Parameters], float],
    rounds: int,
    tell: Callable[[str], None] | None,
) -> tuple[Parameters, float]:
    """Move one figure after the other as long as it helps, with steps that learn their length."""
    places = [_Place(name) for name in (*_POSITIVE, *_SIGNED)]
    places += [_Place(name, key) for name in ("spread", "newcomer") for key in getattr(p, name)]
    steps = {place: place.first_step for place in places}
    best = worth(p)
    for number in range(rounds):
        began = best
        for place in places:
            tried: Any = None
            for sign in (1, -1):
                tried = place.moved(p, sign * steps[place])
                if tried.bad_share >= 0.5:
                    continue
                found = worth(tried)
                if found > best:
                    p, best = tried, found
                    steps[place] *= 1.5 * sign
                    break
            else:
                steps[place] /= 2
        if tell is not None:
            tell(f"round {number + 1}: log score {best:.4f} per performance")
        if best - began < _ENOUGH:
            break
    return p, best


def _season(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"
