"""Clips: their frames, upright and with their true times, and their sound.

A clip comes from elsewhere, so it is decoded in a process of its own that may take only so much
memory and time, opens nothing but the clip, and passes on pictures, sound and times alone.
"""

from kissandcry.video.media.bounds import LONGEST
from kissandcry.video.media.clip import Frames, frames, probe, sound, still, stills
from kissandcry.video.media.model import Clip, Frame, Picture, Sound

__all__ = [
    "LONGEST",
    "Clip",
    "Frame",
    "Frames",
    "Picture",
    "Sound",
    "frames",
    "probe",
    "sound",
    "still",
    "stills",
]
