"""The rules that a layout has to keep, gathered for one segment of one day."""

from dataclasses import dataclass
from typing import Final

from kissandcry.core import AgainstTheRules, Discipline, Segment
from kissandcry.rulebooks.content import (
    ContentRule,
    DurationRule,
    JumpElementsRule,
    RepetitionRule,
    SpinsRule,
)
from kissandcry.rulebooks.model import Rulebook, SecondHalfRule

SINGLES: Final = frozenset({Discipline.MEN, Discipline.WOMEN})


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a segment. `repetition` is None where the kinds of jump elements already say
    that no jump is repeated (short programs)."""

    book: Rulebook
    segment: Segment
    content: ContentRule
    jumps: JumpElementsRule
    repetition: RepetitionRule | None
    spins: SpinsRule
    duration: DurationRule
    bonus: SecondHalfRule

    @property
    def favoured(self) -> int:
        """How many jump elements can carry the bonus of the second half."""
        if "jump" not in self.bonus.families:
            return 0
        most = self.content.most.get("jump", 0)
        return most if self.bonus.last is None else min(most, self.bonus.last)

    @property
    def short(self) -> bool:
        """Whether each jump element has its own task, as in a short program."""
        return self.jumps.axel == "solo"


def rules_of(book: Rulebook, segment: Segment) -> Rules:
    """The rules of a segment of single skating.

    Raises `AgainstTheRules` for another discipline, and `UnknownOnDate` where a rule is not known.
    """
    if book.discipline not in SINGLES:
        raise AgainstTheRules(
            f"the best layout of {book.discipline.replace('_', ' ')} is not worked out, only that"
            " of single skating, where the rules leave a choice of jumps (Rule 611)"
        )
    jumps = book.jump_elements[segment]
    return Rules(
        book=book,
        segment=segment,
        content=book.content[segment],
        jumps=jumps,
        repetition=None if jumps.axel == "solo" else book.repetition[segment],
        spins=book.spins[segment],
        duration=book.durations[segment],
        bonus=book.second_half[segment],
    )
