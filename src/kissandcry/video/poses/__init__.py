"""Poses of people in a clip: what a tracker gives, and the file that keeps it."""

from kissandcry.video.poses.file import read, write
from kissandcry.video.poses.landmarks import BONES, LANDMARKS, MIRRORED, PLACE
from kissandcry.video.poses.model import Bytes, Camera, Floats, Poses, Recording

__all__ = [
    "BONES",
    "LANDMARKS",
    "MIRRORED",
    "PLACE",
    "Bytes",
    "Camera",
    "Floats",
    "Poses",
    "Recording",
    "read",
    "write",
]
