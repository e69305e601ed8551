"""Where the columns of our PDF stand, in points from the left edge of the page.

The template that prints a protocol and the layout that reads it back share these numbers.
"""

from dataclasses import dataclass
from typing import Final

LEFT: Final = 36.0
WIDTH: Final = 523.0  # of an A4 page, 595 wide, less its margins
HEADLINE: Final = (0.66, 0.34)  # what stands left and right in the three lines at the top of a page
LABEL: Final = 40.0  # width of a label such as "Note"

# Widths. The judges share what the others leave, up to JUDGE each.
SKATER: Final = (38.0, 212.0, 40.0, 35.0, 54.0, 50.0, 52.0, 42.0)
NUMBER, CODE, INFO, BASE, HALF, GOE, SCORE = 18.0, 100.0, 30.0, 34.0, 12.0, 36.0, 40.0
JUDGE: Final = 28.0
OFFICIAL: Final = (150.0, 220.0, 153.0)


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of the table of elements for so many judges."""

    judges: int

    @property
    def widths(self) -> tuple[float, ...]:
        """Number, code, info, base value, second half, GOE, each judge, the panel's score."""
        fixed = NUMBER + INFO + BASE + HALF + GOE + SCORE
        room = WIDTH - fixed - CODE
        judge = min(JUDGE, room / self.judges) if self.judges else 0.0
        code = WIDTH - fixed - judge * self.judges
        return (NUMBER, code, INFO, BASE, HALF, GOE, *[judge] * self.judges, SCORE)


def edges(widths: tuple[float, ...]) -> list[float]:
    """The left edge of each column."""
    places = [LEFT]
    for width in widths[:-1]:
        places.append(places[-1] + width)
    return places
