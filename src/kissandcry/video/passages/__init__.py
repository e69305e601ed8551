"""Passages between the elements, and the way across the picture."""

from kissandcry.video.passages.find import find
from kissandcry.video.passages.travel import travel

__all__ = ["find", "travel"]
