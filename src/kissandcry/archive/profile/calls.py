"""From which day on papers print what the technical panel called."""

import tomllib
from datetime import date
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _calls() -> dict[str, date]:
    text = (files("kissandcry.archive") / "data" / "calls.toml").read_text(encoding="utf-8")
    return {one["sign"]: one["from"] for one in tomllib.loads(text)["calls"]}


def printed_since(sign: str) -> date:
    """The first day of papers that print a sign: "F", "<" (also for q and <<), "e" (also for !)."""
    return _calls()[sign]
