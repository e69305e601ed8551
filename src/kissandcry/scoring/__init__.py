"""What it is worth: from marks to panel scores, element values, totals and placements."""

from kissandcry.scoring.components import (
    component_rule,
    factored,
    factors_of,
)
from kissandcry.scoring.deductions import deduction_rule, deduction_steps, deductions
from kissandcry.scoring.draw import DrawSolution, solve_draw, solve_segment
from kissandcry.scoring.elements import (
    ElementValue,
    Marked,
    element_value,
    goe_table,
    jumps_value,
)
from kissandcry.scoring.explain import (
    Deleted,
    deleted,
    explain_component,
    explain_element,
    explain_total,
)
from kissandcry.scoring.panel import (
    NO_MARK,
    NO_SCORE,
    NO_VALUE,
    panel_component,
    panel_goe,
    tabulated,
    trimmed_mean,
)
from kissandcry.scoring.ranking import final_places, places, segment_places
from kissandcry.scoring.second_half import NotEntitled, second_half_problems
from kissandcry.scoring.series import SeriesResult, Standing, points_for, qualifiers, standing
from kissandcry.scoring.steps import Step
from kissandcry.scoring.total import (
    ComponentScore,
    ElementScore,
    MarkedComponent,
    Skate,
    SkatedElement,
    SkateScore,
    grades,
    hundredths_of,
    score_segment,
    total_segment_score,
)

__all__ = [
    "NO_MARK",
    "NO_SCORE",
    "NO_VALUE",
    "ComponentScore",
    "Deleted",
    "DrawSolution",
    "ElementScore",
    "ElementValue",
    "Marked",
    "MarkedComponent",
    "NotEntitled",
    "SeriesResult",
    "Skate",
    "SkateScore",
    "SkatedElement",
    "Standing",
    "Step",
    "component_rule",
    "deduction_rule",
    "deduction_steps",
    "deductions",
    "deleted",
    "element_value",
    "explain_component",
    "explain_element",
    "explain_total",
    "factored",
    "factors_of",
    "final_places",
    "goe_table",
    "grades",
    "hundredths_of",
    "jumps_value",
    "panel_component",
    "panel_goe",
    "places",
    "points_for",
    "qualifiers",
    "score_segment",
    "second_half_problems",
    "segment_places",
    "solve_draw",
    "solve_segment",
    "standing",
    "tabulated",
    "total_segment_score",
    "trimmed_mean",
]
