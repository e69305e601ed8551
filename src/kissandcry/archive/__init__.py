"""What has been skated? The archive, and the questions it answers."""

from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.places import open
from kissandcry.archive.store import MEMORY, Archive

__all__ = ["MEMORY", "Answer", "Archive", "Coverage", "open"]
