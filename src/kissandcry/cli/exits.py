"""What the exit codes mean."""

from typing import Final

FINE: Final = 0
DIFFERENCES: Final = 1  # something does not add up
CUT_SHORT: Final = 1  # the reader of the output went away
BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
