"""What was seen of a skate: elements and their measures, each with its interval."""

from kissandcry.video.seen.model import (
    Chance,
    Estimate,
    Flight,
    Jump,
    Passage,
    Position,
    Skate,
    Spin,
    Travel,
)

__all__ = [
    "Chance",
    "Estimate",
    "Flight",
    "Jump",
    "Passage",
    "Position",
    "Skate",
    "Spin",
    "Travel",
]
