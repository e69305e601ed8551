"""What is this skater made of? Elements, families, halves and components, against the field."""

from kissandcry.archive.profile.questions import (
    FAILURES,
    components,
    elements,
    families,
    halves,
)

__all__ = ["FAILURES", "components", "elements", "families", "halves"]
