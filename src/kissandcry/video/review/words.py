"""What a review says, in sentences; numbers with their units and their intervals."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kissandcry.video.review.model import Review
from kissandcry.video.seen import Chance, Estimate, Flight, Jump, Passage, Skate, Spin

_COUNTS: Final = "no one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS: Final = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_TURNS: Final = {1: "single", 2: "double", 3: "triple", 4: "quadruple"}
_DIGITS: Final = {
    "s": 2,
    "m": 2,
    "turns": 2,
    "turns/min": 0,
    "rpm": 0,
    "m/s": 1,
    "bpm": 0,
    "times": 0,
}
_UNITS: Final = {
    "turns/min": "turns a minute",
    "rpm": "turns a minute",
    "m/s": "m/s",
    "bpm": "beats a minute",
}
SURE: Final = 0.8  # of a chance that is told as a fact; as likely as not is told as neither
PASSAGES: Final = {
    "steps": "steps",
    "gliding": "gliding",
    "still": "standing",
    "not seen": "not seen",
}


def count(number: int, what: str, many: str = "") -> str:
    """Such as "three jumps"."""
    word = _COUNTS[number] if number < len(_COUNTS) else str(number)
    return f"{word} {what if number == 1 else many or what + 's'}"


def ordinal(number: int) -> str:
    """Such as "second", counted from 1."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"number {number}"


def clock(seconds: float, digits: int = 0) -> str:
    """A time of the clip, m:ss."""
    total = round(seconds, digits)
    minutes, rest = divmod(total, 60)
    return f"{int(minutes)}:{rest:0{3 + digits if digits else 2}.{digits}f}"


def listed(parts: Sequence[str]) -> str:
    """Such as "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def number(value: float, unit: str) -> str:
    """A number alone, as exact as its unit is told."""
    text = f"{value:.{_DIGITS.get(unit, 2)}f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text) else text.removeprefix("-")


def unit_of(unit: str) -> str:
    """The unit as it is written behind a number."""
    return _UNITS.get(unit, unit)


def value(one: Estimate) -> str:
    """A number with its unit, "cannot tell" where there is none."""
    if one.value is None:
        return "cannot tell"
    return f"{number(one.value, one.unit)} {unit_of(one.unit)}".strip()


def interval(one: Estimate) -> str:
    """The 90 % interval, such as "0.41 to 0.52"; nothing where there is none."""
    if one.low is None or one.high is None:
        return ""
    return f"{number(one.low, one.unit)} to {number(one.high, one.unit)}"


def told(one: Estimate) -> str:
    """A number with its unit and interval."""
    between = interval(one)
    return f"{value(one)} ({between})" if one.value is not None and between else value(one)


def percent(chance: Chance) -> str:
    """A chance, "cannot tell" where there is none."""
    if chance.value is None:
        return "cannot tell"
    if chance.value < 0.01 or chance.value > 0.99:
        return "under 1 %" if chance.value < 0.5 else "over 99 %"
    return f"{100 * chance.value:.0f} %"


def sure(chance: Chance) -> bool | None:
    """Whether it is so; None where nothing surer than `SURE` is known."""
    if chance.value is None or 1 - SURE < chance.value < SURE:
        return None
    return chance.value >= SURE


def upper(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def jump_name(jump: Jump) -> str:
    """What a jump was, as far as it is known: "double Axel", "combination of two jumps"."""
    if len(jump.flights) > 1:
        return f"combination of {count(len(jump.flights), 'jump')}"
    return flight_name(jump.flights[0]) if jump.flights else "jump"


def flight_name(flight: Flight) -> str:
    """Such as "triple toe jump", "Axel", "jump"."""
    axel, toe = sure(flight.axel), sure(flight.toe)
    kind = "jump"
    if axel:
        kind = "Axel"
    elif axel is False and toe is not None:
        kind = "toe jump" if toe else "edge jump"
    return f"{_TURNS[flight.turns]} {kind}" if flight.turns in _TURNS else kind


def answer(review: Review) -> list[str]:
    """The note: a few sentences, the most important first."""
    said = [*_jumps(review.skate.jumps), *_spins(review.skate.spins)]
    if not review.skate.jumps and not review.skate.spins:
        said = ["No jump and no spin was seen in this clip."]
    said += [*_reference(review), *_plan(review), *_music(review), *_stamina(review)]
    return said


def _best(values: Iterable[tuple[Estimate, int]]) -> tuple[Estimate, int] | None:
    known = [(one, at) for one, at in values if one.value is not None]
    return max(known, key=lambda pair: pair[0].value or 0.0, default=None)


def _jumps(jumps: Sequence[Jump]) -> Iterator[str]:
    flights = [(one, at) for at, jump in enumerate(jumps, 1) for one in jump.flights]
    if not flights:
        return
    high = _best((one.height, at) for one, at in flights)
    if len(jumps) == 1 and len(flights) == 1:
        flight = flights[0][0]
        name = flight_name(flight)
        if high is None:
            what = "" if name == "jump" else f", {_a(name)}"
            yield f"One jump{what}; how high, the clip cannot tell."
        else:
            air = f", {value(flight.air_time)} in the air"
            what = "One jump" if name == "jump" else f"One jump, {_a(name)}"
            yield f"{what}: {told(high[0])} high{air if flight.air_time.value is not None else ''}."
    elif high is None:
        yield f"{upper(count(len(jumps), 'jump'))}; how high, the clip cannot tell."
    else:
        which = "" if len(jumps) == 1 else f", the {ordinal(high[1])}"
        yield f"{upper(count(len(jumps), 'jump element'))}, the highest {told(high[0])}{which}."
    fell = [ordinal(at) for at, one in enumerate(jumps, 1) if sure(one.fall)]
    popped = [ordinal(at) for at, one in enumerate(jumps, 1) if sure(one.popped)]
    for those, said in ((fell, "ended in a fall"), (popped, "opened too early")):
        if those:
            yield f"The {listed(those)} {said}." if len(jumps) > 1 else f"It {said}."
    yield from _short(flights, len(jumps))


def _short(flights: Sequence[tuple[Flight, int]], many: int) -> Iterator[str]:
    words = {
        "quarter": "lands about a quarter turn short",
        "under-rotated": "is short of its rotation by more than a quarter turn",
        "downgraded": "is short of its rotation by half a turn or more",
    }
    for short, said in words.items():
        which = list(dict.fromkeys(at for one, at in flights if one.short == short))
        if which:
            subject = "It" if many == 1 else f"The {listed([ordinal(at) for at in which])}"
            yield f"{subject} {said}."


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def _spins(spins: Sequence[Spin]) -> Iterator[str]:
    if not spins:
        return
    many = _best((one.revolutions, at) for at, one in enumerate(spins, 1))
    fast = _best((one.fastest, at) for at, one in enumerate(spins, 1))
    if len(spins) == 1:
        parts = []
        if many:
            parts.append(f"{many[0].value:.1f} revolutions ({interval(many[0])})")
        if fast:
            parts.append(f"up to {value(fast[0])}")
        yield f"One spin{': ' + ', '.join(parts) if parts else '; its turns could not be counted'}."
        return
    head = upper(count(len(spins), "spin"))
    parts = []
    if many:
        parts.append(f"the longest {many[0].value:.1f} revolutions ({interval(many[0])})")
    if fast:
        parts.append(f"the fastest {value(fast[0])}, the {ordinal(fast[1])}")
    yield f"{head}{', ' + '; '.join(parts) if parts else '; their turns could not be counted'}."


def _reference(review: Review) -> Iterator[str]:
    beside = review.reference
    if beside is None:
        return
    if not beside.in_step and not beside.matched:
        yield f"{beside.source.name} is shown beside it; the two are not compared."
    elif not beside.matched:
        yield f"Beside {beside.source.name}, no element could be put beside one of the reference."
    else:
        pairs = count(len(beside.matched), "element")
        turned = ", mirrored," if beside.mirrored else ""
        yield f"Beside {beside.source.name}{turned} {pairs} could be compared."
    if beside.apart:
        first = beside.apart[0]
        yield f"Furthest apart at {clock(first.ours, 1)}: {first.sentence.rstrip('.')}."


def _plan(review: Review) -> Iterator[str]:
    planned = [one for one in review.plan if one.code]
    if not planned:
        return
    seen = [one for one in planned if one.start is not None]
    missing = [one.code for one in planned if one.start is None]
    more = sum(1 for one in review.plan if not one.code)
    was = "was" if len(seen) == 1 else "were"
    some = _COUNTS[len(seen)] if len(seen) < len(_COUNTS) else str(len(seen))
    text = f"Of {count(len(planned), 'planned element')}, {some} {was} seen"
    if missing:
        text += f"; not seen: {', '.join(missing)}"
    if more:
        text += f"; {count(more, 'element')} more than planned"
    yield f"{text}."


def _music(review: Review) -> Iterator[str]:
    heard = review.music
    if heard is None or heard.correlation.value is None:
        return
    accents = len(heard.hit) + len(heard.missed)
    if heard.p is None or heard.p > 0.05:
        yield "The movement does not follow the music more than chance would have it" + (
            "." if heard.p is None else f" (p = {heard.p:.2f})."
        )
    else:
        size, chance = heard.correlation.value, max(heard.p, 0.001)
        yield f"The movement goes with the music (correlation {size:.2f}, p = {chance:.3f})."
    if accents:
        are = "is" if len(heard.hit) == 1 else "are"
        some = count(accents, "accent")
        yield f"Of {some} of the music, {len(heard.hit)} {are} met by the body."


def _stamina(review: Review) -> Iterator[str]:
    for half in review.stamina:
        low, high = half.change.low, half.change.high
        if half.change.value is None or low is None or high is None or low <= 0 <= high:
            continue
        more = "more" if half.change.value > 0 else "less"
        size = Estimate(abs(half.change.value), None, None, half.change.unit)
        yield f"{upper(half.measure)}: {value(size)} {more} in the second half than in the first."


def cannot(skate: Skate) -> list[str]:
    """What the video cannot tell, each reason once, with the elements that it holds for."""
    reasons: dict[str, list[str]] = {}
    for name, reason in _reasons(skate):
        names = reasons.setdefault(reason.strip().rstrip("."), [])
        if name not in names:
            names.append(name)
    said = []
    for reason, names in reasons.items():
        of = "" if names == [""] else f"{upper(listed([one for one in names if one]))}: "
        said.append(f"{of}{reason if of else upper(reason)}.")
    return said


def _reasons(skate: Skate) -> Iterator[tuple[str, str]]:
    for at, jump in enumerate(skate.jumps, 1):
        name = f"jump {at}"
        for flight in jump.flights:
            for one in (
                flight.air_time,
                flight.height,
                flight.rotation,
                flight.axel,
                flight.toe,
                flight.counter_clockwise,
            ):
                if one.value is None and one.reason:
                    yield name, one.reason
            if flight.short == "cannot tell" and flight.rotation.value is not None:
                yield name, "whether the rotation was complete, this video cannot tell"
        for one in (jump.fall, jump.popped):
            if one.value is None and one.reason:
                yield name, one.reason
    for at, spin in enumerate(skate.spins, 1):
        for each in (spin.revolutions, spin.fastest, spin.flying):
            if each.value is None and each.reason:
                yield f"spin {at}", each.reason
    if skate.travel.distance.value is None and skate.travel.distance.reason:
        yield "", skate.travel.distance.reason


def passage(one: Passage) -> str:
    """What a passage is called."""
    return PASSAGES.get(one.kind, one.kind)
