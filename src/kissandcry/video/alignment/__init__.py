"""Two skates beside each other: which elements belong together, and which moments."""

from kissandcry.video.alignment import measures
from kissandcry.video.alignment.matching import matched
from kissandcry.video.alignment.model import Aligned, Pair
from kissandcry.video.alignment.warping import aligned

__all__ = ["Aligned", "Pair", "aligned", "matched", "measures"]
