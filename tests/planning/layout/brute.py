"""Every layout of a small inventory, one by one, written without a look at the model.

Elements are all strings of jumps that edges allow; a layout is any multiset of them; what the rules
make of it is asked of `program.legality` in the end, the best layouts first.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, combinations_with_replacement, product
from random import Random

from kissandcry.core import Segment
from kissandcry.planning.layout import Worths
from kissandcry.planning.worth import Worth, base
from kissandcry.program import PlannedElement, PlannedProgram
from kissandcry.program.legality import check
from kissandcry.rulebooks import Rulebook


@dataclass(frozen=True)
class Drawn:
    """Worths drawn by lot, by seed: around the base value, and other with the bonus."""

    book: Rulebook
    segment: Segment
    seed: int

    def worth(self, code: str, second_half: bool, repeated: bool) -> Worth:
        return _drawn(self, code, second_half, repeated)

    def draw(self, code: str, second_half: bool, repeated: bool) -> Worth:
        points = base(self.book, self.segment, code, second_half, repeated).mean
        lot = Random(f"{self.seed} {code} {second_half} {repeated}")
        good, bad = points * (1 + lot.random() / 3), points * lot.random() / 2
        chance = 0.3 + 0.7 * lot.random()
        shares = {round(100 * good): chance}
        shares[round(100 * bad)] = shares.get(round(100 * bad), 0.0) + 1 - chance
        mean = sum(k * p for k, p in shares.items()) / 100
        square = sum(k * k * p for k, p in shares.items()) / 10000
        return Worth(mean, square - mean**2, 0.0, 0.0, shares)


@lru_cache(maxsize=100_000)
def _drawn(source: Drawn, code: str, second_half: bool, repeated: bool) -> Worth:
    return source.draw(code, second_half, repeated)


@dataclass(frozen=True)
class Found:
    """A layout: its elements with their bonus, in an order that the rules accept, and its value."""

    rows: tuple[tuple[str, bool], ...]
    value: float


def jump_elements(book: Rulebook, segment: Segment, jumps: Sequence[str]) -> list[str]:
    rule = book.jump_elements[segment]
    found = list(jumps)
    after = [one for one in jumps if one[1:] in ("T", "Lo")]
    euler = [f"{rule.euler}+{one}" for one in jumps if one[1:] in ("S", "F")] if rule.euler else []
    axels = [one for one in jumps if one[1:] == "A"]
    for one in jumps:
        found += [f"{one}+{two}" for two in after]
        found += [f"{one}+{two}" for two in euler]
        found += [f"{one}+{two}+{three}" for two, three in product(after, after)]
        if rule.sequence == "hops":
            found += [f"{one}+{two}+SEQ" for two in jumps]
        if rule.sequence == "axel":
            found += [f"{one}+{two}+SEQ" for two in axels]
            both = [(a, b) for a, b in product(after + axels, repeat=2) if a in axels or b in axels]
            found += [f"{one}+{two}+{three}+SEQ" for two, three in both]
    return found


def jumps_in(code: str) -> list[str]:
    return [one for one in code.split("+") if one not in ("SEQ", "1Eu")]


def multisets(
    book: Rulebook, segment: Segment, elements: Sequence[str], most: int
) -> Iterator[tuple[str, ...]]:
    """Every multiset of jump elements in which no jump of two turns or more stands three times
    (more than twice no rule since 2014 allows) and no more than three are combinations."""
    rule = book.repetition.get(segment)
    loose = rule is not None and rule.double is None
    start = tuple[str, ...]()

    def grown(
        so_far: tuple[str, ...], first: int, counts: Counter[str]
    ) -> Iterator[tuple[str, ...]]:
        yield so_far
        if len(so_far) == most:
            return
        for index in range(first, len(elements)):
            own = Counter(jumps_in(elements[index]))
            both = counts + own
            if any(n > 2 for jump, n in both.items() if not (loose and jump[0] in "12")):
                continue
            longer = (*so_far, elements[index])
            if (
                sum("+" in one for one in longer) > 3
                or sum(one.count("+") > 1 for one in longer) > 4
            ):
                continue
            yield from grown(longer, index, both)

    return grown(start, 0, Counter())


def variants(
    book: Rulebook, segment: Segment, codes: tuple[str, ...], bonus: int, before: int
) -> Iterator[tuple[tuple[str, bool, bool], ...]]:
    """Every way to give the bonus to some of the elements: (code, bonus, repeated), in order."""
    rule = book.repetition.get(segment)
    for size in range(min(bonus, len(codes)) + 1):
        if len(codes) - size > before:
            continue
        for chosen in set(combinations(range(len(codes)), size)):
            order = sorted(range(len(codes)), key=lambda index: index in chosen)
            seen: set[str] = set()
            rows = []
            for index in order:
                code = codes[index]
                counted = rule is not None and int(code[0]) >= rule.from_rotations
                again = counted and "+" not in code and code in seen
                seen.add(code)
                rows.append((code, index in chosen, again))
            yield tuple(rows)


def value(
    source: Worths, book: Rulebook, segment: Segment, rows: Sequence[tuple[str, bool, bool]]
) -> float:
    rule = book.repetition.get(segment)
    total = 0.0
    for code, bonus, again in rows:
        if again and rule is not None and rule.mark == "SEQ":
            total += source.worth(f"{code}+SEQ", bonus, False).mean
        else:
            total += source.worth(code, bonus, again).mean
    return total


def best(
    book: Rulebook,
    segment: Segment,
    season: str,
    jumps: Sequence[str],
    others: Sequence[str],
    source: Worths,
    count: int = 1,
) -> list[Found]:
    """The best legal layouts of different content with all of `others`, the best first."""
    content, second = book.content[segment], book.second_half[segment]
    places = content.total
    late = sum(2 * place + 1 >= places for place in range(places))
    bonus = min(second.last if second.last is not None else late, late)
    if "jump" not in second.families:
        bonus = 0
    before = places if second.last is not None or not bonus else places - late
    most = content.most["jump"]
    elements = jump_elements(book, segment, jumps)
    if book.jump_elements[segment].axel == "solo":
        pairs = [one for one in elements if one.count("+") == 1]
        solos = combinations_with_replacement(jumps, most - 1)
        sets: Iterator[tuple[str, ...]] = ((*two, one) for two in solos for one in pairs)
    else:
        sets = multisets(book, segment, elements, most)
    rest = sum(source.worth(code, False, False).mean for code in others)
    ways: list[tuple[float, tuple[str, ...], tuple[tuple[str, bool, bool], ...]]] = []
    for codes in sets:
        tried = [
            (value(source, book, segment, rows) + rest, codes, rows)
            for rows in variants(book, segment, codes, bonus, before)
        ]
        if tried:
            ways.append(max(tried, key=lambda one: one[0]))
    ways.sort(key=lambda one: -one[0])
    found: list[Found] = []
    for total, _, rows in ways:
        program = program_of(book, segment, season, rows, others)
        problems = check(program, book, mends=False).problems
        wrong = ("illegal", "costs") if segment is Segment.SHORT_PROGRAM else ("illegal",)
        if not any(one.severity in wrong for one in problems):  # until 2013-14 judges saw to it
            found.append(Found(tuple((code, half) for code, half, _ in rows), total))
            if len(found) == count:
                break
    return found


def every(
    book: Rulebook, season: str, jumps: Sequence[str], others: Sequence[str]
) -> Iterator[tuple[tuple[str, bool, bool], ...]]:
    """Every legal short program of jumps with all of `others`, in every way to give the bonus."""
    segment, last = Segment.SHORT_PROGRAM, book.second_half[Segment.SHORT_PROGRAM].last
    pairs = [one for one in jump_elements(book, segment, jumps) if one.count("+") == 1]
    for two in combinations_with_replacement(jumps, 2):
        for pair in pairs:
            for rows in variants(book, segment, (*two, pair), last or 3, 3):
                for order in (rows, (rows[1], rows[0], rows[2])):
                    program = program_of(book, segment, season, order, others)
                    if not check(program, book, mends=False).problems:
                        yield rows
                        break


def program_of(
    book: Rulebook,
    segment: Segment,
    season: str,
    rows: Sequence[tuple[str, bool, bool]],
    others: Sequence[str],
) -> PlannedProgram:
    elements = [PlannedElement(code, second_half=False) for code in others]
    elements += [PlannedElement(code, second_half=half) for code, half, _ in rows]
    return PlannedProgram(book.discipline, book.level, segment, season, tuple(elements))
