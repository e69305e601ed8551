"""How a skater turns in a flight: rotation in the air, direction, kind of take-off."""

from kissandcry.video.jumps.turning.model import Moving, Turning
from kissandcry.video.jumps.turning.told import turn

__all__ = ["Moving", "Turning", "turn"]
