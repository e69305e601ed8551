"""Music: what is heard in a clip, and whether the movement follows it."""

from kissandcry.video.music.going import together
from kissandcry.video.music.listen import hear
from kissandcry.video.music.model import Accent, Music, Together

__all__ = ["Accent", "Music", "Together", "hear", "together"]
