"""Who is of a judge's own national association, and since when columns name judges."""

import tomllib
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from kissandcry.core import season_of

UNKNOWN: Final = frozenset({"", "-", "ISU"})  # printed for an official without a nation


@lru_cache(maxsize=2)
def _data(name: str) -> dict[str, Any]:
    folder = files("kissandcry.archive") / "data"
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _roots() -> dict[str, str]:
    return {also: one["nation"] for one in _data("nations")["nations"] for also in one["also"]}


def association(nation: str) -> str:
    """The nation under whose code an association is judged: RUS for OAR. Empty where not known."""
    return "" if nation in UNKNOWN else _roots().get(nation, nation)


def named_since() -> date:
    """The first day of papers whose columns stand for judges by name."""
    first: date = _data("judging")["named"][0]["from"]
    return first


def unnamed() -> str:
    """Why nothing can be said of a judge before that day, to go on after a colon."""
    return (
        f"before {season_of(named_since())} protocols print the judges' marks in random order, so"
        " no column belongs to a judge by name, and nothing can be said of one."
    )
