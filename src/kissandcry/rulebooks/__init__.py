"""What were the rules that day? Dated data of an authority, read into an immutable `Rulebook`."""

from kissandcry.rulebooks.library import authorities, load, on
from kissandcry.rulebooks.model import (
    CalculationRule,
    ComponentRule,
    DeductionRule,
    PanelRule,
    Provenance,
    ReductionRule,
    Rulebook,
    RuleTable,
    ScaleRow,
    SecondHalfRule,
    Statement,
    Status,
    TieRule,
)

__all__ = [
    "CalculationRule",
    "ComponentRule",
    "DeductionRule",
    "PanelRule",
    "Provenance",
    "ReductionRule",
    "RuleTable",
    "Rulebook",
    "ScaleRow",
    "SecondHalfRule",
    "Statement",
    "Status",
    "TieRule",
    "authorities",
    "load",
    "on",
]
