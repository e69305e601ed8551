"""What were the rules that day? Dated data of an authority, read into an immutable `Rulebook`."""

from kissandcry.rulebooks.library import DEFAULT, authorities, load, on, periods
from kissandcry.rulebooks.model import (
    CalculationRule,
    ComponentRule,
    DeductionRule,
    MarkRule,
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
    "DEFAULT",
    "CalculationRule",
    "ComponentRule",
    "DeductionRule",
    "MarkRule",
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
    "periods",
]
