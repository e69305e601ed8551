"""The plan file: a skater's season typed by hand, with its programs element by element.

`parse` and `write` are inverses. The format is explained in docs/plan_file.md.
"""

from kissandcry.core.typed import MAXIMUM_BYTES
from kissandcry.program.plan_file.parser import parse, read
from kissandcry.program.plan_file.writer import save, write

__all__ = ["MAXIMUM_BYTES", "parse", "read", "save", "write"]
