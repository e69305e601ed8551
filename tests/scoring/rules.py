"""A panel's rule for tests of arithmetic alone, where no date is needed."""

from datetime import date

from kissandcry.rulebooks.model import PanelRule
from kissandcry.rulebooks.provenance import Provenance, Status

RULE_353 = Provenance("Rule 353", "test of arithmetic", Status.OFFICIAL, date(2004, 7, 1), None)


def panel_rule(
    *,
    trim_from: int = 5,
    trim: int = 1,
    drawn: dict[int, int] | None = None,
    scope: str = "none",
    maximum: int = 12,
    largest_panel: int = 12,
) -> PanelRule:
    return PanelRule(trim_from, trim, trim, drawn or {}, scope, maximum, largest_panel, RULE_353)
