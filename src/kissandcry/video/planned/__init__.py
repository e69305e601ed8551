"""Planned: the plan of a program beside what was seen of it."""

from kissandcry.video.planned.model import Beside, Found, Line, Planned
from kissandcry.video.planned.side import beside

__all__ = ["Beside", "Found", "Line", "Planned", "beside"]
