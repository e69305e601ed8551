"""Spins: revolutions, speed and positions."""

from kissandcry.video.spins.find import find
from kissandcry.video.spins.period import Turning, turning

__all__ = ["Turning", "find", "turning"]
