"""A step of an explanation: what was done, what came out, and the rule that says so."""

from dataclasses import dataclass

from kissandcry.core import Points


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `value` is the result so far, None where the step only says something."""

    text: str
    value: Points | None
    rule: str
