"""Jump elements of a free skating: combinations, repeated jumps, the Axel, in the order skated."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kissandcry.core import Discipline, Segment
from kissandcry.notation import Part
from kissandcry.program.called import COSTS, MARK, Reason, Row
from kissandcry.rulebooks import JumpElementsRule, RepetitionRule, Rulebook

_QUAD = 4  # turns from which the limit of repeated quadruple jumps counts
_THREE = 3
_BEHIND = ("T", "Lo", "A", "Eu")
_BEHIND_HALF_LOOP = ("S", "F")


def is_axel(part: Part) -> bool:
    """Whether the jump is of Axel type, whatever its turns."""
    return part.name == "A"


def name_of(part: Part) -> str:
    """The jump with its turns and without the panel's calls: "3Lz"."""
    return f"{part.rotation or ''}{part.name}"


def is_euler(row: Row, place: int, rule: JumpElementsRule) -> bool:
    """Whether a jump stands between two others as the Euler (1Lo until 2017-18) does."""
    inside = 0 < place < len(row.parts) - 1
    part = row.parts[place]
    return part.name == "Eu" or (inside and rule.euler is not None and name_of(part) == rule.euler)


def counted_jumps(row: Row, rule: JumpElementsRule, end: int) -> list[int]:
    """The places of the jumps that the limits of an element count, as far as it was not broken off.

    In some seasons the Euler is none of them.
    """
    every = range(end)
    return [at for at in every if rule.euler_counts or not is_euler(row, at, rule)]


def fits_behind(parts: Sequence[Part], place: int) -> bool:
    """Whether a jump can be taken off from the foot and edge on which the one before it is landed.

    Jumps are landed on the back outside edge of the foot from which the toe loop and the loop are
    taken off, the half-loop on that of the Salchow and the flip (Rule 610: the landing foot is the
    take-off foot). An Axel turns forward first, so that it makes a sequence.
    """
    before, name = parts[place - 1], parts[place].name
    half_loop = before.name == "Eu" or (before.name == "Lo" and (before.rotation or 1) == 1)
    if half_loop and name in _BEHIND_HALF_LOOP:
        return True
    return name in _BEHIND and before.name != "Eu"


def broken_off(row: Row) -> int | None:
    """How many jumps stand before the place where the panel called the element broken off
    (+COMBO or +SEQ with jumps behind it); None where it did not."""
    inside = [s.after for s in row.element.suffixes if s.after < len(row.parts)]
    return min(inside, default=None)


def is_sequence(row: Row) -> bool:
    """Whether an Axel is taken from the landing of another jump, which only a sequence has."""
    end = broken_off(row)
    return any(is_axel(part) for part in row.parts[1:end])


def with_more_jumps(row: Row) -> bool:
    """Whether the element is a combination or a sequence, finished or not."""
    return len(row.parts) > 1 or row.element.combination_attempt or row.element.sequence


@dataclass
class _Program:
    """What has been skated so far."""

    most: int
    rule: JumpElementsRule
    repeated: RepetitionRule | None
    done: Counter[str] = field(default_factory=Counter)
    joined: set[str] = field(default_factory=set)  # names executed in a combination or sequence
    names: list[str] = field(default_factory=list)  # names executed twice
    combinations: int = 0
    three_jumps: int = 0
    axel: bool = False

    def whole(self) -> bool:
        """Whether one jump against the rules takes the whole element along."""
        return self.rule.deleted == "element"


def call_free(book: Rulebook, segment: Segment, rows: Sequence[Row]) -> None:
    """Mark the jump elements of a free skating. Raises `UnknownOnDate` for rules not known."""
    most = book.content[segment].most.get("jump", 0)
    program = _Program(most, book.jump_elements[segment], book.repetition.get(segment))
    for number, row in enumerate(rows, start=1):
        _after_a_break(program, row)
        if number > most:
            rule = book.content[segment].provenance
            sentence = f"{row.code} is jump element {number}, and {most} are allowed"
            row.delete_all(Reason("jump_elements", sentence, rule))
            _also_against(program, row)
            continue
        program.axel = program.axel or any(is_axel(part) for part in row.parts)
        if number == most and not program.axel:
            _without_axel(program, row)
        _sequence(program, row)
        _turns(program, row)
        _repetitions(program, row)
        _combination(program, row)
        _count(program, row)


def _after_a_break(program: _Program, row: Row) -> None:
    end = broken_off(row)
    if end is None:
        return
    sentence = f"in {row.code} the jumps behind the place where it was broken off do not count"
    rule = program.rule.provenance
    row.delete(range(end, len(row.parts)), Reason("broken_off", sentence, rule))


def _without_axel(program: _Program, row: Row) -> None:
    sentence = (
        f"no jump element has an Axel, and {row.code} is the last that is allowed; one of the"
        f" {program.most} must have an Axel"
    )
    row.delete_all(Reason("axel_missing", sentence, program.rule.provenance))


def _sequence(program: _Program, row: Row) -> None:
    if not is_sequence(row):
        return
    rule, end = program.rule, broken_off(row) or len(row.parts)
    places = counted_jumps(row, rule, end)
    joined = len(places)
    sentence = f"{row.code} is a sequence: an Axel is taken from the landing of another jump"
    row.add("SEQ", Reason("sequence", sentence, rule.provenance, MARK))
    most = rule.jumps_in_sequence
    if rule.sequence == "axel" and most is not None and joined > most:
        sentence = f"{row.code} is a sequence of {joined} jumps, and {most} are allowed"
        _delete(program, row, range(places[most], end), "jumps_in_sequence", sentence)


def _delete(program: _Program, row: Row, parts: Sequence[int], kind: str, sentence: str) -> None:
    reason = Reason(kind, sentence, program.rule.provenance)
    if program.whole():
        row.delete_all(reason)
    else:
        row.delete(parts, reason)


def _turns(program: _Program, row: Row) -> None:
    """Jumps of more turns than the rules allow, alone or in a combination."""
    rule = program.rule
    joined = len(row.parts) > 1
    most = rule.most_rotations_in_combination if joined else rule.most_rotations
    for place, part in enumerate(row.parts):
        if (part.rotation or 0) > most:
            where = "in a combination or sequence" if joined else "in the program"
            sentence = f"{name_of(part)} has {part.rotation} turns; {where} {most} are allowed"
            _delete(program, row, [place], "turns", sentence)


def _combination(program: _Program, row: Row) -> None:
    rule = program.rule
    if not with_more_jumps(row) and "SEQ" not in row.added:
        return
    end = broken_off(row) or len(row.parts)
    places = counted_jumps(row, rule, end)
    if program.combinations >= rule.combinations:
        sentence = (
            f"{row.code} is combination or sequence {program.combinations + 1}, and"
            f" {rule.combinations} are allowed"
        )
        if program.whole():
            row.delete_all(Reason("combinations", sentence, rule.provenance))
        elif len(row.parts) > 1:
            reason = Reason("combinations", sentence, rule.provenance)
            row.delete(range(1, end), reason)
            if program.repeated is not None and program.repeated.mark == "REP":
                row.added.append("REP")
        program.combinations += 1
        return
    program.combinations += 1
    most = rule.jumps_in_combination
    if len(places) > most and not is_sequence(row):
        sentence = f"{row.code} joins {len(places)} jumps, and {most} are allowed"
        _delete(program, row, range(places[most], end), "jumps_in_combination", sentence)
    counted = not (is_sequence(row) or row.element.sequence) or rule.three_jumps_of_sequence
    if len(places) >= _THREE and counted:
        if program.three_jumps >= rule.three_jump_combinations:
            sentence = (
                f"{row.code} is the second combination or sequence of three jumps, and"
                f" {rule.three_jump_combinations} is allowed"
            )
            _delete(program, row, range(places[2], end), "three_jumps", sentence)
        program.three_jumps += 1


def _repetitions(program: _Program, row: Row) -> None:
    """Every jump of the element against those before it."""
    if program.repeated is None:
        return
    for place, name, part in _listed(program, row):
        rule, before = program.repeated, program.done[name] + _earlier(program, row, place, name)
        reasons = _against(program, rule, name, part, before)
        row.reasons += reasons
        if reasons:
            row.deleted |= set(range(len(row.parts))) if program.whole() else {place}
        elif before and (part.rotation or 0) >= rule.from_rotations:
            program.names.append(name)
            if not with_more_jumps(row) and name not in program.joined:
                _alone_again(program, rule, row, name)


def _also_against(program: _Program, row: Row) -> None:
    """What is wrong with the jumps of an element that has no place anyway."""
    if program.repeated is not None:
        for _, name, part in _listed(program, row):
            row.reasons += _against(program, program.repeated, name, part, program.done[name])


def _listed(program: _Program, row: Row) -> Iterator[tuple[int, str, Part]]:
    end = broken_off(row)
    for place, part in enumerate(row.parts[:end]):
        if part.rotation is not None and not is_euler(row, place, program.rule):
            yield place, name_of(part), part


def _earlier(program: _Program, row: Row, place: int, name: str) -> int:
    return sum(at < place and other == name for at, other, _ in _listed(program, row))


def _against(
    program: _Program, rule: RepetitionRule, name: str, part: Part, before: int
) -> list[Reason]:
    """The reasons why a jump executed `before` times must not be executed again."""
    turns, time = part.rotation or 0, before + 1
    if turns < rule.from_rotations:
        most = rule.double_axel if is_axel(part) else rule.double
        if turns != rule.from_rotations - 1 or most is None or before < most:
            return []
        sentence = f"{name} is executed {time} times, and {most} are allowed"
        return [Reason("double_again", sentence, rule.provenance)]
    if not before:
        return []
    if before > 1:
        sentence = f"{name} is executed {time} times, and two are allowed"
        return [Reason("third_time", sentence, rule.provenance)]
    found = []
    if len(program.names) >= rule.names:
        others = " and ".join(dict.fromkeys(program.names))
        sentence = f"{name} is repeated after {others}, and {rule.names} names may be repeated"
        found.append(Reason("names_repeated", sentence, rule.provenance))
    quads = [other for other in program.names if int(other[0]) >= _QUAD]
    if rule.quads is not None and turns >= _QUAD and len(quads) >= rule.quads:
        sentence = f"{name} is repeated after {quads[0]}, and {rule.quads} quad may be repeated"
        found.append(Reason("quads_repeated", sentence, rule.provenance))
    return found


def _alone_again(program: _Program, rule: RepetitionRule, row: Row, name: str) -> None:
    place = " and takes the place of a combination" if rule.takes_combination else ""
    sentence = (
        f"{name} is executed twice, both times alone: the second is marked +{rule.mark}{place}"
    )
    row.add(rule.mark, Reason("alone_twice", sentence, rule.provenance, COSTS))


def _count(program: _Program, row: Row) -> None:
    for _, name, _ in _listed(program, row):
        program.done[name] += 1
        if with_more_jumps(row):
            program.joined.add(name)


def singles(book: Rulebook) -> bool:
    """Whether the rulebook is of single skating."""
    return book.discipline in (Discipline.MEN, Discipline.WOMEN)
