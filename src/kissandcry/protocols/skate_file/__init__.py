"""The skate file: one or more skates of a segment, typed by hand beside the rink.

`parse` and `write` are inverses; `score` computes the segment, and `protocols` turns the file into
a protocol like any other. The format is explained in docs/skate_file.md.
"""

from kissandcry.protocols.skate_file.events import Event, FinalLine, event, event_of
from kissandcry.protocols.skate_file.parser import parse, read
from kissandcry.protocols.skate_file.scored import Scored, protocol_of, score
from kissandcry.protocols.skate_file.sheet import Published, Sheet, TypedDeduction, TypedSkate
from kissandcry.protocols.skate_file.writer import write

__all__ = [
    "Event",
    "FinalLine",
    "Published",
    "Scored",
    "Sheet",
    "TypedDeduction",
    "TypedSkate",
    "event",
    "event_of",
    "parse",
    "protocol_of",
    "read",
    "score",
    "write",
]
