"""What the model knows before it sees an archive: its parameters, as a file that can be read.

All figures are shares of what the field scores (0.05 is 5% of it) unless they say else;
docs/form.md says what each stands for. `parameters.json` was made by `kissandcry form --fit`.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from kissandcry.core import Segment, Unreadable

FREE: Final = "free"
SHORT: Final = "short"
COMPULSORY: Final = "compulsory"
CHAMPIONSHIP: Final = "championship"
GRAND_PRIX: Final = "grand_prix"
FINAL: Final = "final"
OTHER: Final = "other"

# The part of a competition that a segment is: the rhythm dance took the place of the short dance.
PARTS: Final[Mapping[str, str]] = {
    Segment.SHORT_PROGRAM: SHORT,
    Segment.FREE_SKATING: FREE,
    Segment.COMPULSORY_DANCE: COMPULSORY,
    Segment.ORIGINAL_DANCE: SHORT,
    Segment.SHORT_DANCE: SHORT,
    Segment.RHYTHM_DANCE: SHORT,
    Segment.FREE_DANCE: FREE,
}
# The level of an event, by its kind in the archive.
EVENTS: Final[Mapping[str, str]] = {
    "worlds": CHAMPIONSHIP,
    "europeans": CHAMPIONSHIP,
    "four_continents": CHAMPIONSHIP,
    "olympics": CHAMPIONSHIP,
    "junior_worlds": CHAMPIONSHIP,
    "grand_prix": GRAND_PRIX,
    "junior_grand_prix": GRAND_PRIX,
    "grand_prix_final": FINAL,
}


class Level(msgspec.Struct, frozen=True):
    """How high the field scores in a part and a season, in points, and the variance of that as a
    share; the same for the components."""

    score: float
    score_variance: float
    components: float
    components_variance: float


class Usual(msgspec.Struct, frozen=True):
    """The mean score of a part over all seasons, in points; a field not known starts there."""

    score: float
    components: float


class Provenance(msgspec.Struct, frozen=True):
    """What the parameters were fitted to. `log_score` is per performance, in points."""

    first_season: str
    last_season: str
    performances: int
    skaters: int
    log_score: float
    command: str


class RuleChange(msgspec.Struct, frozen=True):
    """New rules with which the level of the field may jump. The `source` is one of the rulebooks'
    sources."""

    what: str
    source: str


class Pressure(msgspec.Struct, frozen=True):
    """What a situation does to all skaters, in spreads of a performance: the `mean` effect and its
    standard error, how far skaters differ in it, how many `performances` say so, and how far the
    `rest` that they are compared with lay from what was expected, by level of the event and
    part."""

    mean: float
    mean_error: float
    between: float
    performances: int
    rest: dict[str, float]


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See the page docs/form.md; variances are squares of what stands here."""

    provenance: Provenance
    rule_changes: dict[date, RuleChange]  # by the first day of the season they came with
    usual: dict[str, Usual]  # by discipline and part: `men free`
    spread: dict[str, float]  # of one performance, by discipline and part
    spread_growth: float  # the power of the field's level that it grows with
    bad_share: float  # of performances that are bad days
    bad_gap: float  # from a good day to a bad one, in spreads
    bad_width: float  # how much wider bad days scatter, times
    spread_evidence: float  # performances after which the own spread counts half
    ability_drift: float  # in a year
    youth: float  # rise in the first year
    season_progress: float  # from one July to the next
    championship: float  # above the rest of the season
    final: float
    newcomer: dict[str, float]  # mean of those not seen before, by level of the event
    newcomer_spread: float
    carried: float  # of how far off a score was, to the next segment of the event
    loading: float  # of the components on the ability
    component_spread: float  # between skaters of one ability
    component_drift: float
    component_noise: float
    season_drift: float  # of the field, from season to season
    rule_drift: float  # the same where the rules changed
    levels: dict[str, dict[date, Level]]  # by discipline, level and part: after each day
    pressure: dict[str, Pressure]


_HERE: Final = "parameters.json"


@cache
def known_changes() -> dict[date, RuleChange]:
    """The changes of the rules that a fit allows for, from `rule_changes.toml`."""
    text = (
        resources.files("kissandcry.archive.form").joinpath("rule_changes.toml").read_text("utf-8")
    )
    return msgspec.convert(tomllib.loads(text), dict[date, RuleChange], str_keys=True)


@cache
def shipped() -> Parameters:
    """The parameters that come with the program."""
    text = (resources.files("kissandcry.archive.form") / _HERE).read_bytes()
    return _decoded(text, _HERE)


def load(path: Path) -> Parameters:
    """The parameters of a file. Raises `Unreadable`."""
    try:
        return _decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from None


def _decoded(text: bytes, where: str) -> Parameters:
    try:
        return msgspec.json.decode(text, type=Parameters)
    except msgspec.MsgspecError as error:
        raise Unreadable(f"{where}: these are no parameters of the form model: {error}") from None


def save(parameters: Parameters, path: Path) -> None:
    """Write the parameters, a season or a figure on a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_written(_rounded(msgspec.to_builtins(parameters, str_keys=True))) + "\n")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return value


def _written(value: Any, indent: str = "") -> str:
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if indent and not any(isinstance(one, dict | str) for one in value.values()):
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    lines = [f"{deeper}{json.dumps(name)}: {_written(one, deeper)}" for name, one in value.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
