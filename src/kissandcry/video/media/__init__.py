"""Clips: what they are, their frames, their sound, each read by a process that can do no harm."""

from kissandcry.video.media.clip import LONGEST, frames, probe, sound, still
from kissandcry.video.media.model import Clip, Frame, Sound

__all__ = ["LONGEST", "Clip", "Frame", "Sound", "frames", "probe", "sound", "still"]
