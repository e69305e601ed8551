"""Each judge against the rest of the panel, where the columns of the papers name judges.

Everything here says how a judge differs from the panel. It never says who is right.
"""

from kissandcry.archive.judges.questions import judge, judges
from kissandcry.archive.judges.segment import moved, trimmed, untrimmed

__all__ = ["judge", "judges", "moved", "trimmed", "untrimmed"]
