"""Jumps: when they fly, how high, how often they turn, and what they may have been."""

from kissandcry.video.jumps.find import find

__all__ = ["find"]
