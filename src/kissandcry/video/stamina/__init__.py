"""Stamina: how energy, height of jumps and speed of spins hold over a program."""

from kissandcry.video.stamina.model import Halves, Stamina
from kissandcry.video.stamina.moving import Moving, energy
from kissandcry.video.stamina.over import of

__all__ = ["Halves", "Moving", "Stamina", "energy", "of"]
