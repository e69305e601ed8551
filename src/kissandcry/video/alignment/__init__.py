"""Two skates beside each other: which moment of one belongs to which of the other."""

from kissandcry.video.alignment.model import Comparison, Difference, Likeness, Pair, Watched

__all__ = ["Comparison", "Difference", "Likeness", "Pair", "Watched"]
