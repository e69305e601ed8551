"""What a program must have and has not, and what no panel would call so. The rules of
pairs and ice dance are in `couples`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kissandcry import notation
from kissandcry.core import Discipline, Points
from kissandcry.notation import Element, Part
from kissandcry.program.called import COSTS, ILLEGAL, Called
from kissandcry.program.couples import lacking_of_couples
from kissandcry.program.jumps import fits_behind, is_axel, name_of
from kissandcry.program.kinds import kind_of
from kissandcry.program.model import PlannedProgram
from kissandcry.program.panel import bare_element
from kissandcry.program.problem import UNKNOWN, Problem, rule_text, sentence, value_of, where
from kissandcry.program.short_jumps import may_be_the_axel
from kissandcry.program.spins import filled_kinds, wanted
from kissandcry.rulebooks import Rulebook


def lacking(
    program: PlannedProgram,
    book: Rulebook,
    called: Sequence[Called],
    own: frozenset[int],
    other: PlannedProgram | None,
) -> Iterator[Problem]:
    """The problems that lie in no one deleted element. `own` are the elements whose +SEQ is the
    planner's word; `other` is the skater's other program."""
    elements = [one.element for one in program.elements]
    yield from _missing_kinds(program, book, elements)
    if book.discipline in (Discipline.MEN, Discipline.WOMEN):
        jumps = [(row, e) for row, e in enumerate(elements) if kind_of(e, book) == "jump"]
        yield from _axel_of_free(program, book, jumps)
        yield from _places_of_short(program, book, jumps)
        yield from _eulers(program, book, jumps)
        yield from _too_many_eulers(program, book, jumps)
        yield from _take_offs(program, book, jumps, own)
        yield from _sequences(program, book, jumps, own)
        yield from _spins(program, book, called)
        yield from _unknown_rules(program, book)
    else:
        yield from lacking_of_couples(program, book, own, other)


def _missing_kinds(
    program: PlannedProgram, book: Rulebook, elements: Sequence[Element]
) -> Iterator[Problem]:
    rule = book.content[program.segment]
    transitional = "TRANS"  # a lift of ice dance that fills no place
    kinds = [kind_of(element, book) for element in elements if not element.has_suffix(transitional)]
    for kind, least in rule.least.items():
        have = kinds.count(kind)
        if have < least:
            words = kind.replace("_", " ")
            text = f"the program has {have} of the {least} elements of the kind {words}"
            named = rule_text(rule.provenance)
            lacking = least - have
            yield Problem("missing_element", ILLEGAL, sentence(text), named, times=lacking)


def _axel_of_free(
    program: PlannedProgram, book: Rulebook, jumps: Sequence[tuple[int, Element]]
) -> Iterator[Problem]:
    """A free skating without an Axel; where all jump elements are used the last is deleted, and
    the panel's reason says so already."""
    rule = book.jump_elements[program.segment]
    most = book.content[program.segment].most.get("jump", 0)
    if rule.axel == "any" and len(jumps) < most and not any(_has_axel(e) for _, e in jumps):
        text = f"no jump element has an Axel; one of the {most} must have one"
        yield Problem("axel_missing", ILLEGAL, sentence(text), rule_text(rule.provenance), ())


def _has_axel(element: Element) -> bool:
    return any(is_axel(part) for part in element.parts)


def _places_of_short(
    program: PlannedProgram, book: Rulebook, jumps: Sequence[tuple[int, Element]]
) -> Iterator[Problem]:
    """The Axel, the solo jump and the combination of a short program."""
    rule = book.jump_elements[program.segment]
    if rule.axel != "solo":
        return
    joined = [e for _, e in jumps if len(e.parts) > 1 or e.combination_attempt]
    alone = [e for _, e in jumps if len(e.parts) == 1 and not e.combination_attempt]
    axels = [e for e in alone if may_be_the_axel(rule, e.parts[0])]
    others = len(alone) - min(len(axels), 1)
    found = []
    if not axels:
        found.append(("axel_missing", f"a solo Axel ({' or '.join(sorted(rule.axel_codes))})"))
    if not others:
        found.append(("solo_missing", f"a solo jump{_prescribed(rule.solo_jump)}"))
    if not joined:
        found.append(("combination_missing", "a jump combination"))
    for kind, what in found:
        text = f"the short program lacks {what}"
        yield Problem(kind, ILLEGAL, sentence(text), rule_text(rule.provenance), ())


def _prescribed(name: str | None) -> str:
    return f", this season the {notation.say(f'3{name}').split(' ', 1)[1]}" if name else ""


def _eulers(
    program: PlannedProgram, book: Rulebook, jumps: Sequence[tuple[int, Element]]
) -> Iterator[Problem]:
    """An Euler stands between two other jumps, and nowhere else."""
    rule = book.jump_elements[program.segment]
    for row, element in jumps:
        for place, part in enumerate(element.parts):
            if part.name != "Eu":
                continue
            text = ""
            if rule.euler != name_of(part):
                allowed = f"the half-loop is {rule.euler}" if rule.euler else "it is not allowed"
                text = f"{name_of(part)} stands in the element, and {allowed} here"
            elif not 0 < place < len(element.parts) - 1:
                text = "an Euler stands between two jumps, not at the start or the end"
            elif _broken_at(element, place):
                continue
            if text:
                text = sentence(f"{where(row, element)}: {text}")
                yield Problem("euler", ILLEGAL, text, rule_text(rule.provenance), (row,))


def _too_many_eulers(
    program: PlannedProgram, book: Rulebook, jumps: Sequence[tuple[int, Element]]
) -> Iterator[Problem]:
    rule = book.jump_elements[program.segment]
    rows = [row for row, element in jumps for part in element.parts if part.name == "Eu"]
    if rule.eulers is not None and len(rows) > rule.eulers:
        text = f"the program has {len(rows)} Eulers, and {rule.eulers} is allowed"
        extra = tuple(rows[rule.eulers :])
        yield Problem("euler", ILLEGAL, sentence(text), rule_text(rule.provenance), extra)


def _take_offs(
    program: PlannedProgram,
    book: Rulebook,
    jumps: Sequence[tuple[int, Element]],
    own: frozenset[int],
) -> Iterator[Problem]:
    """A jump that cannot follow the one before it: the panel would call the element broken off."""
    rule = book.jump_elements[program.segment]
    for row, element in jumps:
        if row in own and rule.sequence == "hops":
            continue
        for place in range(1, len(element.parts)):
            if _broken_at(element, place):
                break
            if not fits_behind(element.parts, place):
                before, after = (name_of(part) for part in element.parts[place - 1 : place + 1])
                text = f"{where(row, element)}: {after} is not taken off from the foot and edge"
                text = sentence(f"{text} on which {before} is landed")
                cost = _beyond(program, book, element, place)
                rule_of_feet = rule_text(rule.provenance)
                yield Problem("take_off", ILLEGAL, text, rule_of_feet, (row,), cost)
                break


def _beyond(program: PlannedProgram, book: Rulebook, element: Element, place: int) -> Points | None:
    """What the jumps from a place on are worth."""
    whole = value_of(program, book, notation.write(bare_element(element)), False)
    kept = replace(bare_element(element), parts=element.parts[:place], suffixes=())
    rest = value_of(program, book, notation.write(kept), False)
    return None if whole is None or rest is None else max(whole - rest, Points(0))


def _broken_at(element: Element, place: int) -> bool:
    return any(suffix.after <= place for suffix in element.suffixes)


def _sequences(
    program: PlannedProgram,
    book: Rulebook,
    jumps: Sequence[tuple[int, Element]],
    own: frozenset[int],
) -> Iterator[Problem]:
    """+SEQ on an element that no rule of the season makes a sequence."""
    rule = book.jump_elements[program.segment]
    for row, element in jumps:
        if row not in own or rule.sequence == "hops":
            continue
        text = f"{where(row, element)}: a sequence needs an Axel behind the first jump"
        if rule.sequence == "none":
            text = f"{where(row, element)}: a short program has no jump sequence"
        yield Problem("sequence", ILLEGAL, sentence(text), rule_text(rule.provenance), (row,))


def _spins(program: PlannedProgram, book: Rulebook, called: Sequence[Called]) -> Iterator[Problem]:
    """Required spins that no spin with value fills."""
    rule = book.spins[program.segment]
    kept: list[Part] = []
    every = 0
    for one in called:
        element = notation.parse(one.code)
        if kind_of(element, book) == "spin":
            every += 1
            kept += [] if element.invalid else [element.parts[0]]
    filled = filled_kinds(rule, kept)
    missing = [kind for kind in rule.required if kind not in filled]
    if not missing or every > len(kept):
        return  # a deleted spin says it already
    names = ", ".join(wanted(rule.codes, kind) for kind in missing)
    severity = ILLEGAL if rule.codes else COSTS
    text = sentence(f"the program has no {names.removeprefix('a ')}")
    yield Problem("spin_missing", severity, text, rule_text(rule.provenance), ())


def _unknown_rules(program: PlannedProgram, book: Rulebook) -> Iterator[Problem]:
    free = book.jump_elements[program.segment].axel == "any"
    unknown = []
    if free and book.repetition.get(program.segment) is None:
        unknown.append("how often a jump may be executed")
    if book.second_half.get(program.segment) is None:
        unknown.append("which elements earn the bonus of the second half")
    for what in unknown:
        text = f"{what} is not known for {program.season}; it was not checked"
        yield Problem("rule_unknown", UNKNOWN, sentence(text), f"rules since {book.day}", ())
