"""The smallest change that mends a problem, found by trying small changes.

Changes are tried one at a time; the one whose base value lies nearest to the planned one wins.
Where more than this problem is wrong, the rest is mended in the same way, so that the program of a
mend is legal.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kissandcry.program.called import COSTS, ILLEGAL
from kissandcry.program.edits import Edit, edits
from kissandcry.program.looking import look
from kissandcry.program.model import PlannedProgram
from kissandcry.program.problem import UNKNOWN, Legality, Mend, Problem, sentence
from kissandcry.program.timing import clock
from kissandcry.rulebooks import Rulebook

_MOST_CHANGES: Final = 16
# Problems of a jump with too few or too many turns: the same jump with other turns is nearest.
_OF_TURNS: Final = frozenset({"axel", "solo_turns", "combination_turns", "turns"})


def with_mends(
    program: PlannedProgram, book: Rulebook, other: PlannedProgram | None, found: Legality
) -> Legality:
    """The same problems, each with the smallest change found."""
    search = _Search(book, other)
    mends = [
        None if problem.severity == UNKNOWN else search.mend(program, found, problem)
        for problem in found.problems
    ]
    whole = _nearest(found, mends)
    problems = tuple(
        replace(problem, mend=whole if mend is None and problem.severity == ILLEGAL else mend)
        for problem, mend in zip(found.problems, mends, strict=True)
    )
    return replace(found, problems=problems)


def _nearest(found: Legality, mends: Sequence[Mend | None]) -> Mend | None:
    """The shortest of the mends of illegal problems: its program is legal, so that it mends all."""
    every = [
        mend
        for problem, mend in zip(found.problems, mends, strict=True)
        if mend is not None and problem.severity == ILLEGAL
    ]
    return min(every, key=lambda mend: len(mend.sentence), default=None)


class _Search:
    """Small changes under one rulebook; what was looked at once is remembered."""

    def __init__(self, book: Rulebook, other: PlannedProgram | None) -> None:
        self.book = book
        self.other = other
        self._seen: dict[PlannedProgram, Legality] = {}

    def look(self, program: PlannedProgram) -> Legality:
        found = self._seen.get(program)
        if found is None:
            found = self._seen[program] = look(program, self.book, self.other)
        return found

    def mend(self, program: PlannedProgram, found: Legality, problem: Problem) -> Mend | None:
        """The change that mends the problem, and those that mend what is illegal besides."""
        if problem.kind == "length":
            return self._length(program)
        words: list[str] = []
        wanted = [problem]
        if problem.severity == ILLEGAL:  # where it cannot be mended first, the others are
            wanted += [one for one in found.problems if one.severity == ILLEGAL]
        while wanted and len(words) < _MOST_CHANGES:
            tried = (self._smallest(program, found, one) for one in wanted)
            edit = next((one for one in tried if one is not None), None)
            if edit is None:
                return None
            words.append(edit.words)
            program = edit.program
            found = self.look(program)
            wanted = [one for one in found.problems if one.severity == ILLEGAL]
        return None if wanted else Mend(sentence("; ".join(words)), program.elements)

    def _length(self, program: PlannedProgram) -> Mend | None:
        rule = self.book.durations[program.segment]
        text = f"make the program {clock(rule.seconds)} long"
        return Mend(sentence(text), program.elements, rule.seconds)

    def _smallest(self, program: PlannedProgram, found: Legality, problem: Problem) -> Edit | None:
        every = range(len(program.elements))
        for rows in (problem.rows, [row for row in every if row not in problem.rows]):
            best = self._best(program, found, problem, rows)
            if best is not None:
                return best
        return None

    def _best(
        self, program: PlannedProgram, found: Legality, problem: Problem, rows: Sequence[int]
    ) -> Edit | None:
        """Of the changes that take the problem away and bring none, the one that leaves the base
        value nearest to what was planned; of equal ones the first."""
        lost = 0 if problem.cost is None else problem.cost.hundredths
        planned = found.base_value.hundredths + lost
        best: tuple[tuple[bool, int], Edit] | None = None
        for edit in edits(program, self.book, rows):
            after = self.look(edit.program)
            if not _better(found, after, problem):
                continue
            far = not edit.turns_only if problem.kind in _OF_TURNS else edit.harder
            distance = far, abs(after.base_value.hundredths - planned)
            if best is None or distance < best[0]:
                best = (distance, edit)
        return None if best is None else best[1]


def _better(before: Legality, after: Legality, problem: Problem) -> bool:
    """Whether the problem is gone and no worse one has come. What was illegal may come to cost."""
    severities = (ILLEGAL,) if problem.severity == ILLEGAL else (ILLEGAL, COSTS)
    was, now = _counts(before, severities), _counts(after, severities)
    if any(now[key] > was[key] for key in now):
        return False
    key = (problem.kind, problem.severity)
    return now[key] < was[key]


def _counts(found: Legality, severities: Sequence[str]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for problem in found.problems:
        if problem.severity in severities:
            counts[problem.kind, problem.severity] += problem.times
    return counts
