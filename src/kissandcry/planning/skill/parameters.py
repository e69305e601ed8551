"""What is known of the field: how often each jump goes wrong, how it is graded, and how far skaters
differ, as a file that can be read.

`parameters.json` was made by `python -m kissandcry.planning.skill.fit`; docs/skill.md says what
each figure stands for. Grades are shares of the highest grade, times are years.
"""

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from kissandcry.core import Unreadable


class Provenance(msgspec.Struct, frozen=True):
    """What the parameters were fitted to."""

    first_season: str
    last_season: str
    performances: int
    tries: int
    command: str


class Field(msgspec.Struct, frozen=True):
    """A jump or an element in the field: `tries` (older ones count less), how often it ended each
    way, and the mean grade and spread of each."""

    tries: float
    ways: dict[str, float]
    grades: dict[str, tuple[float, float]]
    edges: dict[str, float] = {}


class Effect(msgspec.Struct, frozen=True):
    """What a situation does to the chance of a kind of failure: times `factor`, with its 99%
    interval, from `tries` in the situation. `kept`: whether the interval leaves out 1."""

    factor: float
    low: float
    high: float
    share: float  # of all tries
    tries: float
    kept: bool


class Shift(msgspec.Struct, frozen=True):
    """What a situation does to the grades of clean elements, with its 99% interval."""

    grade: float
    low: float
    high: float
    share: float
    tries: float
    kept: bool


class Fading(msgspec.Struct, frozen=True):
    """How fast tries lose weight, and how much is known of others."""

    half_life: float
    own: float  # tries of the skater's own of one element, that the field's and kin's count for
    kin: dict[str, float]  # failures that are expected, that the field counts for against kin's


class Graded(msgspec.Struct, frozen=True):
    """How grades of a skater are known: half-life, and how many tries the rest counts for, by
    tier: all elements of the skater, those of the family, the element."""

    half_life: float
    tiers: tuple[float, float, float]


class Components(msgspec.Struct, frozen=True):
    """Marks of components: the half-life, how many marks the field and the other components count
    for, and by discipline and segment the field's mark and the spread of one."""

    half_life: float
    field: float
    own: float
    marks: dict[str, dict[str, tuple[float, float]]]


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See docs/skill.md."""

    provenance: Provenance
    jumps: Fading
    levels: Fading
    edges: Fading
    grades: Graded
    scale_shift: float  # of grades up to +3, to be compared with those up to +5
    field_half_life: float
    field: dict[str, dict[str, Field]]  # by discipline and key
    kinds: dict[str, dict[str, Field]]  # by discipline and turns: "3", "+3", "3Th"
    turned: dict[str, dict[str, float]]  # of popped jumps: turns done by turns meant
    lost: dict[str, float]  # chance that the next jump is missing after each result
    carried: dict[str, float]  # how far a skater's grades carry over to each result
    edge_grades: dict[str, float]
    effects: dict[str, dict[str, Effect]]  # by situation and kind of failure
    shifts: dict[str, Shift]
    components: Components


_HERE: Final = "parameters.json"


@cache
def shipped() -> Parameters:
    """The parameters that come with the program."""
    return _decoded((resources.files(__package__) / _HERE).read_bytes(), _HERE)


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
        raise Unreadable(f"{where}: these are no parameters of skills: {error}") from None


def save(parameters: Parameters, path: Path) -> None:
    """Write the parameters, an element on a line."""
    plain = msgspec.to_builtins(parameters, str_keys=True, enc_hook=float)  # numpy's numbers
    text = _written(_rounded(plain))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return value


def _written(value: Any, depth: int = 0) -> str:
    nested = isinstance(value, dict) and any(isinstance(one, dict) for one in value.values())
    if not nested or depth > 2:
        return json.dumps(value, ensure_ascii=False)
    indent = " " * (depth + 1)
    lines = [f"{indent}{json.dumps(key)}: {_written(one, depth + 1)}" for key, one in value.items()]
    return "{\n" + ",\n".join(lines) + f"\n{' ' * depth}}}"
