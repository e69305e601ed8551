"""What is this skater made of? Elements, families, halves and components, against the field."""

from kissandcry.archive.profile.parts import FAILURES
from kissandcry.archive.profile.questions import (
    components,
    elements,
    elements_and_families,
    families,
    halves,
)

__all__ = ["FAILURES", "components", "elements", "elements_and_families", "families", "halves"]
