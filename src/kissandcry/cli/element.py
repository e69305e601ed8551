"""`kissandcry element`: what an element is, and what it is worth on a day."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import FINE
from kissandcry.core import (
    AgainstTheRules,
    Discipline,
    Level,
    Points,
    SyntaxProblem,
    UnknownOnDate,
)

if TYPE_CHECKING:
    from kissandcry.notation import Element
    from kissandcry.rulebooks import Rulebook
    from kissandcry.scoring import ElementScore, ElementValue, Step

_FIRST_YEAR: Final = 2005  # no rulebook is older


@click.command("element", short_help="Say an element in words and show what it is worth.")
@click.argument("code")
@options.rulebook
@click.option(
    "--discipline",
    type=options.DISCIPLINE,
    help="Default: the first discipline that has such an element.",
)
@click.option("--goe", "grades", type=options.GRADES, help="The judges' grades, such as 3,2,3,-1.")
@click.option("--second-half", is_flag=True, help="The element has the x of the second half.")
@click.option("--info", default="", help='The Info column of the protocol, such as "e" or "F q|<".')
@options.as_json
def command(
    code: str,
    day: date,
    level: Level,
    authority: str,
    discipline: Discipline | None,
    grades: tuple[int | None, ...] | None,
    second_half: bool,
    info: str,
    as_json: bool,
) -> int:
    """Say an element in words and show what it is worth, step by step with the rule of each step.

    CODE is an element as protocols print it: 4T+3T, 3Lzq, CCoSp4, 5ALi4, SqTwW4+SqTwM3.
    """
    from kissandcry.notation import parse
    from kissandcry.scoring import element_value

    if not code.strip():
        raise SyntaxProblem("no element: a code such as 3Lz or CCoSp4 is needed")
    element = parse(code, info)
    wanted = [discipline] if discipline else _candidates(element)
    book = _book(code, info, day, level, authority, wanted)
    if second_half:
        _check_half(book, code, info)
    value = element_value(book, code, second_half, info)
    score = _score(book, value, grades) if grades else None
    answer = _Answer(element, day, book, value, grades or (), score)
    if as_json:
        answers.emit(answer.plain())
    else:
        answer.show()
    return FINE


def _candidates(element: "Element") -> list[Discipline]:
    """All disciplines, first that to which such elements belong."""
    from kissandcry.notation import Family

    owners = {
        Discipline.PAIRS: {
            Family.THROW,
            Family.TWIST,
            Family.LIFT,
            Family.DEATH_SPIRAL,
            Family.PIVOT,
        },
        Discipline.ICE_DANCE: {Family.TWIZZLES, Family.PATTERN_DANCE, Family.DANCE_LIFT},
        Discipline.SYNCHRONIZED: {Family.SYNCHRONIZED},
    }
    return sorted(Discipline, key=lambda one: element.family not in owners.get(one, ()))


def _book(
    code: str, info: str, day: date, level: Level, authority: str, wanted: list[Discipline]
) -> "Rulebook":
    """The rulebook of the first discipline whose scale of values holds the element.

    Raises `UnknownOnDate` with the last day before on which the element had a value, if any.
    """
    try:
        return _holding(code, info, day, level, authority, wanted)
    except UnknownOnDate as refusal:
        last = _last_day(code, info, day, level, authority, wanted)
        if last is None:
            raise
        raise UnknownOnDate(f"{refusal}; it had a value until {last}: try --on {last}") from None


def _last_day(
    code: str, info: str, day: date, level: Level, authority: str, wanted: list[Discipline]
) -> date | None:
    """The last day of a season before `day` on which the element had a value."""
    for year in range(day.year, _FIRST_YEAR, -1):
        last = date(year, 6, 30)
        if last < day:
            with suppress(UnknownOnDate):
                _holding(code, info, last, level, authority, wanted)
                return last
    return None


def _holding(
    code: str, info: str, day: date, level: Level, authority: str, wanted: list[Discipline]
) -> "Rulebook":
    from kissandcry.rulebooks import on
    from kissandcry.scoring import element_value

    refusal: UnknownOnDate | None = None
    for discipline in wanted:
        try:
            book = on(day, discipline, level, authority)
            element_value(book, code, False, info)
        except UnknownOnDate as error:
            refusal = refusal or error
        else:
            return book
    assert refusal is not None
    raise refusal


def _check_half(book: "Rulebook", code: str, info: str) -> None:
    """Refuse an x for an element that no segment of the day gives one."""
    from kissandcry.scoring import SkatedElement, second_half_problems

    skated = SkatedElement(code, (), second_half=True, info=info)
    found = [second_half_problems(book, segment, [skated]) for segment in book.second_half]
    if found and all(found):
        raise AgainstTheRules(found[-1][0].sentence)


def _score(
    book: "Rulebook", value: "ElementValue", grades: tuple[int | None, ...]
) -> "ElementScore":
    """The element's score with the grades of a panel."""
    import numpy as np

    from kissandcry.scoring import NO_SCORE, ElementScore, goe_table, panel_goe
    from kissandcry.scoring import grades as array_of

    table = goe_table(book, [value])
    goe = panel_goe(array_of([grades]), np.zeros(1, np.int64), table, book.panel)[0]
    if goe == NO_SCORE:
        known = ", ".join(f"{grade:+d}" for grade in sorted(value.goe))
        raise UnknownOnDate(
            f"{value.code}: the grades {_listed(grades)} give no score; of the scale the values of"
            f" {known} are known"
        )
    points = Points.from_hundredths(int(goe))
    return ElementScore(value, points, value.base_value + points)


def _listed(grades: tuple[int | None, ...]) -> str:
    return " ".join("-" if grade is None else str(grade) for grade in grades)


@dataclass(frozen=True)
class _Answer:
    """What there is to say about an element."""

    element: "Element"
    day: date
    book: "Rulebook"
    value: "ElementValue"
    grades: tuple[int | None, ...]
    score: "ElementScore | None"

    @property
    def words(self) -> str:
        from kissandcry.notation import say

        return say(self.element, self.book.signs())

    @property
    def of_panel(self) -> "tuple[Step, ...]":
        """The steps from the grades to the score."""
        from kissandcry.scoring import explain_element

        if self.score is None:
            return ()
        taken = explain_element(self.book, self.score, self.grades)
        return taken[len(self.value.steps) :]

    def show(self) -> None:
        from kissandcry.cli import screen
        from kissandcry.cli.rulebook import heading
        from kissandcry.protocols.writers.sentences import signed

        value = self.value
        half = ", in the second half" if value.second_half else ""
        screen.prose(f"{value.code}: {self.words}{half}", screen.STRONG)
        screen.prose(heading(self.book, self.day))
        screen.blank()
        screen.line("Base value ", (str(value.base_value), screen.STRONG))
        screen.steps(value.steps)
        screen.blank()
        screen.line("Value of each grade of execution")
        known = sorted(value.goe)
        screen.table(
            [(f"{grade:+d}" if grade else "0", "right") for grade in known],
            [[str(value.goe[grade]) for grade in known]],
            indent=2,
        )
        for sentence in self._certainty():
            screen.prose(sentence, screen.QUIET, 2)
        if self.score is not None:
            screen.blank()
            screen.line(
                f"Grades {_listed(self.grades)}: GOE ",
                (signed(self.score.goe), screen.STRONG),
                ", score ",
                (str(self.score.score), screen.STRONG),
            )
            screen.steps(self.of_panel)

    def _certainty(self) -> Iterator[str]:
        """How sure the values are, a sentence for each line of the scale."""
        for code in self.value.goe_rows:
            row = self.book.scale.get(code)
            if row is not None:
                doubts = ", ".join(
                    f"{grade:+d} {row.doubts[grade]}" for grade in sorted(row.doubts)
                )
                but = f", but {doubts}" if doubts else ""
                yield f"How sure: {code} {row.provenance.status}{but}."

    def plain(self) -> dict[str, Any]:
        """The answer for `--json`."""
        from kissandcry.cli.rulebook import identity
        from kissandcry.cli.shapes import step

        value, score = self.value, self.score
        return {
            "code": value.code,
            "info": " ".join(self.element.info),
            "words": self.words,
            "second_half": value.second_half,
            "rules": identity(self.book, self.day),
            "base_value": str(value.base_value),
            "goe_rows": value.goe_rows,
            "goe_values": {str(grade): str(value.goe[grade]) for grade in sorted(value.goe)},
            "marks": self.grades if score else None,
            "goe": str(score.goe) if score else None,
            "score": str(score.score) if score else None,
            "steps": [step(one) for one in (*value.steps, *self.of_panel)],
        }
