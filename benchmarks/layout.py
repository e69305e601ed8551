"""How long the best layout of a senior man's free skating takes, proved, with all jumps to the quad
Axel and with the choice that a skater has.

    python -m benchmarks.layout
"""

from datetime import date
from time import perf_counter

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, Segment
from kissandcry.planning import layout, skill
from kissandcry.planning.layout import Layout, Question

DAY = date(2024, 11, 15)
FREE = Segment.FREE_SKATING
REST = "CCoSp4,FCSp4,LSp4,StSq4,ChSq1"
EVERYTHING = ",".join(f"{n}{one}" for n in "234" for one in ("T", "S", "Lo", "F", "Lz", "A"))
SENIOR = "3A,4T,4S,4F,3Lz,3F,3Lo,3S,2A,+2T,+3T,+2Lo,+3S,+3F,+2A,+3A"
TARGET = 2.0  # seconds to prove the optimum with all jumps


def main() -> None:
    book = rulebooks.on(DAY, Discipline.MEN, Level.SENIOR)
    usual = layout.OfSkill(book, FREE, skill.usual(Discipline.MEN, Level.SENIOR, DAY))
    for name, codes in (("all jumps to 4A", EVERYTHING), ("a senior man's choice", SENIOR)):
        inventory = layout.parse(f"{codes},{REST}")
        print(name)
        _measured("  base values", layout.ask(book, FREE, inventory))
        question = layout.ask(book, FREE, inventory, usual)
        begun = perf_counter()
        for candidate in question.task.candidates:
            for bonus in (False, True):
                question.values.of(candidate, bonus)
        count = len(question.task.candidates)
        print(f"  worths of {count:,} candidates to a skater: {perf_counter() - begun:.2f} s")
        _measured("  expected points", question)
        begun = perf_counter()
        found = layout.frontier(question)
        print(f"  frontier of {len(found.layouts)}: {perf_counter() - begun:.2f} s")
    print(f"target: an optimum proved in {TARGET:g} s")


def _measured(name: str, question: Question) -> Layout:
    begun = perf_counter()
    found = layout.best(question)
    seconds = perf_counter() - begun
    print(f"{name}: {found.expected:.2f}, gap {found.bound - found.value:.6f}, {seconds:.2f} s")
    return found


if __name__ == "__main__":
    main()
