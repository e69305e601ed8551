"""Motion: poses with the camera taken out, in metres, seconds and sides that hold."""

from kissandcry.video.motion.model import Motion
from kissandcry.video.motion.of import STATURE, of

__all__ = ["STATURE", "Motion", "of"]
