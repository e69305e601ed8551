"""From a clip to poses: who is the skater, what the camera did, where the body is."""

from kissandcry.video.tracking.runtime import available
from kissandcry.video.tracking.track import Quality, track

__all__ = ["Quality", "available", "track"]
