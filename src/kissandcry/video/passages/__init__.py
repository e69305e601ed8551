"""Passages between the elements, and the way over the ice."""

from kissandcry.video.passages.find import find, travel

__all__ = ["find", "travel"]
