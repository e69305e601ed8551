"""How long it takes to simulate men's finals: six skaters, two programs each, element by element
and mark by mark; and how that compares with drawing as many random bytes and nothing else.

    python -m benchmarks.odds [--simulations 1000000] [--processes 2]
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import numpy as np

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, Segment
from kissandcry.planning.odds import event, running
from kissandcry.planning.odds.compiling import planned
from kissandcry.planning.odds.model import Entrant, Event
from kissandcry.planning.skill.model import Outcome

TARGET = 20.0  # seconds for a million finals on two cores
DAY = date(2024, 12, 5)
SHORT = ["4F", "4T+3T", "FCSp4", "3A", "CSSp4", "StSq4", "CCoSp4"]
FREE = ["4F", "4Lo", "4T+3T", "4T", "FCSp4", "3Lz+2A+2A+SEQ", "3A+1Eu+3S", "3A"]
FREE += ["CSSp4", "StSq4", "ChSq1", "CCoSp4"]
JUMPS = "TSLFA"


@dataclass(frozen=True)
class Hand:
    """A made-up skill: of `sure` chance clean, else under-rotated, popped or a fall."""

    sure: float
    grade: float
    grades: int = 5

    def outcomes(
        self, code: str, *, second_half: bool = False, after_fall: bool = False
    ) -> Sequence[Outcome]:
        if not code[0].isdigit():
            return [Outcome("clean", code, 1.0, 0, self.grade, 0.6)]
        first = code.split("+")[0]
        sure = self.sure - 0.1 * (first[0] == "4") - 0.05 * after_fall
        rest, down = 1 - sure, f"{int(first[0]) - 2}{first[1:]}"
        return [
            Outcome("clean", code, sure, 0, self.grade, 1.0),
            Outcome("under-rotated", code.replace(first, f"{first}<"), rest * 0.3, 0, -1.5, 0.8),
            Outcome("popped", code.replace(first, down), rest * 0.3, 0, -1.0, 1.0),
            Outcome("fall", code, rest * 0.4, 1, -4.8, 0.2),
        ]

    def components(self, segment: Segment) -> dict[str, tuple[float, float]]:
        names = ("composition", "presentation", "skating_skills")
        return dict.fromkeys(names, (8.0 + self.grade / 4, 0.3))


def final(skaters: int = 6) -> Event:
    """A final of as many men, one a little better than the next."""
    book = rulebooks.on(DAY, Discipline.MEN, Level.SENIOR)
    entrants = []
    for number in range(skaters):
        skill = Hand(0.85 - 0.02 * number, 2.5 - 0.2 * number)
        programs = tuple(
            planned(book, segment, codes, [False] * (len(codes) - 5) + [True] * 5, skill)
            for segment, codes in (
                (Segment.SHORT_PROGRAM, SHORT),
                (Segment.FREE_SKATING, FREE),
            )
        )
        entrants.append(Entrant(f"skater-{number + 1}", f"Skater {number + 1}", programs=programs))
    segments = (Segment.SHORT_PROGRAM, Segment.FREE_SKATING)
    return Event("final", segments, tuple(entrants), book.final_tie)


def bare(simulations: int, marks: int) -> float:
    """Seconds to draw a random byte for every mark, on one core."""
    start = perf_counter()
    for number in range(0, simulations, running.CHUNK):
        rng = running.generator(1, number)
        rng.bytes(min(running.CHUNK, simulations - number) * marks)
    return perf_counter() - start


def worked() -> float:
    """Seconds of processors that this process and those it began have used."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--simulations", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    men = final()
    marks = sum(
        one.judges * (len(one.elements) + len(one.names))
        for skater in men.entrants
        for one in skater.programs
        if one is not None
    )
    print(f"men's finals of six skaters: {marks} marks each, {np.__name__} {np.__version__}")
    for processes in sorted({1, asked.processes}):
        sizes = [10**4, 10**5, asked.simulations] if processes == 1 else [asked.simulations]
        for simulations in sizes:
            start, busy = perf_counter(), worked()
            running.run(event.tally, men, simulations, processes=processes)
            seconds, busy = perf_counter() - start, worked() - busy
            print(
                f"  {simulations:>9,} on {processes}: {seconds:6.2f} s ({busy:.2f} of processors),"
                f" {busy / simulations * 1e6:6.2f} microseconds of a processor each,"
                f" {seconds / TARGET * 1e6 / simulations:.2f} × target"
            )
    least = bare(asked.simulations, marks)
    print(f"  the random bytes alone, one core: {least:.2f} s")


if __name__ == "__main__":
    main()
