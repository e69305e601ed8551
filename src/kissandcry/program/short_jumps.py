"""Jump elements of a short program: the Axel, the solo jump and the combination, in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kissandcry.core import Segment
from kissandcry.notation import Part
from kissandcry.program.called import COSTS, Reason, Row
from kissandcry.program.jumps import broken_off, is_axel, name_of, with_more_jumps
from kissandcry.rulebooks import JumpElementsRule, Rulebook


@dataclass
class _Short:
    """Which places are filled, and the jumps executed."""

    most: int
    rule: JumpElementsRule
    axel: bool = False
    solo: bool = False
    combinations: int = 0
    done: set[str] = field(default_factory=set)

    def delete(self, row: Row, parts: Sequence[int], kind: str, sentence: str) -> None:
        """A jump that does not meet the requirements: in some seasons it kept its value, and the
        judges lowered their grades."""
        provenance = self.rule.provenance
        if self.rule.deleted == "nothing":
            words = f"{sentence}; it keeps its value, and the judges lower their grades"
            row.reasons.append(Reason(kind, words, provenance, COSTS))
        else:
            row.delete(parts, Reason(kind, sentence, provenance))


def call_short(book: Rulebook, segment: Segment, rows: Sequence[Row]) -> None:
    """Mark the jump elements of a short program. Raises `UnknownOnDate` for rules not known."""
    content = book.content[segment]
    short = _Short(content.most.get("jump", 0), book.jump_elements[segment])
    for number, row in enumerate(rows, start=1):
        if number > short.most:
            sentence = f"{row.code} is jump element {number}, and {short.most} are allowed"
            row.delete_all(Reason("jump_elements", sentence, content.provenance))
            continue
        _turns(short, row)
        if with_more_jumps(row):
            _combination(short, row)
        elif not short.axel and may_be_the_axel(short.rule, row.parts[0]):
            _axel(short, row)
        else:
            _solo(short, row, last=number == short.most)
        _again(short, row)


def may_be_the_axel(rule: JumpElementsRule, part: Part) -> bool:
    """Whether a jump can stand for the required Axel: one of more turns is a solo jump."""
    most = max(int(code[0]) for code in rule.axel_codes)
    return is_axel(part) and (part.rotation or 0) <= most


def _turns(short: _Short, row: Row) -> None:
    for place, part in enumerate(row.parts):
        turns, most = part.rotation or 0, short.rule.most_rotations
        if turns > most:
            sentence = f"{name_of(part)} has {turns} turns; in this short program {most} are"
            short.delete(row, [place], "turns", f"{sentence} allowed")


def _axel(short: _Short, row: Row) -> None:
    short.axel = True
    allowed = sorted(short.rule.axel_codes)
    if name_of(row.parts[0]) not in allowed:
        sentence = f"{row.code} stands for the Axel, which must be {' or '.join(allowed)}"
        short.delete(row, [0], "axel", sentence)


def _solo(short: _Short, row: Row, *, last: bool) -> None:
    part, rule = row.parts[0], short.rule
    if short.solo and not short.axel and last:
        sentence = f"{row.code} is a second solo jump, and an Axel is required"
        short.delete(row, [0], "axel", sentence)
        return
    short.solo = True
    fewest, most = rule.solo_rotations or (0, rule.most_rotations)
    asked = " or ".join(f"{turns}{rule.solo_jump or ''}" for turns in range(fewest, most + 1))
    if rule.solo_jump is not None and part.name != rule.solo_jump:
        sentence = f"{row.code} stands for the solo jump, which is {asked} this season"
        short.delete(row, [0], "solo_jump", sentence)
    elif not fewest <= (part.rotation or 0) <= most:
        words = asked if rule.solo_jump else f"a jump of {fewest} to {most} turns"
        if fewest == most:
            words = f"a jump of {most} turns"
        sentence = f"{row.code} stands for the solo jump, which must be {words}"
        short.delete(row, [0], "solo_turns", sentence)


def _combination(short: _Short, row: Row) -> None:
    rule, provenance = short.rule, short.rule.provenance
    end = broken_off(row)
    if end is not None:
        sentence = f"in {row.code} the jumps behind the place where it was broken off do not count"
        row.delete(range(end, len(row.parts)), Reason("broken_off", sentence, provenance))
    short.combinations += 1
    if short.combinations > rule.combinations:
        sentence = f"{row.code} is a second combination, and {rule.combinations} is allowed"
        row.delete(range(1, len(row.parts)), Reason("combinations", sentence, provenance))
        return
    most = rule.jumps_in_combination
    if len(row.parts) > most:
        sentence = f"{row.code} joins {len(row.parts)} jumps, and {most} are allowed"
        short.delete(row, range(most, len(row.parts)), "jumps_in_combination", sentence)
    if any(is_axel(part) for part in row.parts[1:end]):
        sentence = f"{row.code} is a sequence, and the short program asks for a combination"
        short.delete(row, range(1, len(row.parts)), "sequence_in_short", sentence)
        return
    _pair(short, row, row.parts[: min(most, end or most)])


def _pair(short: _Short, row: Row, parts: Sequence[Part]) -> None:
    """The turns of the two jumps of the combination."""
    pairs = short.rule.combination_pairs
    if pairs is None:
        return
    turns = [part.rotation or 0 for part in parts]
    fewest = min(low for _, low in pairs)
    words = ", ".join(f"{high}+{low}" for high, low in sorted(pairs))
    sentence = f"{row.code} is the combination; its jumps must have {words} turns in either order"
    low = [place for place, number in enumerate(turns) if number < fewest]
    if low:
        short.delete(row, low, "combination_turns", sentence)
    elif len(turns) == 2 and (max(turns), min(turns)) not in pairs:
        worse = _of_less_turns_or_value(turns, parts)
        short.delete(row, [worse], "combination_turns", sentence)


_ORDER = ("T", "S", "Lo", "F", "Lz", "A")  # by their base values


def _of_less_turns_or_value(turns: Sequence[int], parts: Sequence[Part]) -> int:
    """Which of two jumps loses its value: the one with the lesser, the second where equal."""
    worth = [
        (number, _ORDER.index(part.name) if part.name in _ORDER else -1)
        for number, part in zip(turns, parts, strict=True)
    ]
    return 0 if worth[0] < worth[1] else 1


def _again(short: _Short, row: Row) -> None:
    """A jump that another jump element had already. Inside one combination it may stand twice."""
    end = broken_off(row)
    names = [name_of(part) for part in row.parts[:end] if part.rotation is not None]
    again = [place for place, name in enumerate(names) if name in short.done]
    if again:
        sentence = f"{names[again[0]]} stands in another jump element already"
        reason = Reason("repeated", sentence, short.rule.provenance)
        if short.rule.deleted_again == "jump":
            row.delete(again, reason)
        else:
            row.delete_all(reason)
    short.done.update(names)
