"""A step of an explanation: what was done, what came out, and the rule that says so."""

from dataclasses import dataclass

from kissandcry.core import Points
from kissandcry.rulebooks.model import Rulebook
from kissandcry.rulebooks.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `value` is the result so far, None where the step only says something."""

    text: str
    value: Points | None
    rule: str


def cite(book: Rulebook, statement: str, otherwise: Provenance) -> str:
    """The rule that a step cites: the rulebook's statement of that key, or the rule it rests on."""
    found = book.statements.get(statement)
    return (found.provenance if found is not None else otherwise).rule


def scope(book: Rulebook) -> str:
    """Whose rules these are and since when, for messages: `senior ice dance from 2021-07-01 on`."""
    return f"{book.level} {book.discipline} from {book.day} on".replace("_", " ")
