"""What was planned and what was seen, in plain words: a description, never a call."""

from typing import Final

from kissandcry.notation import Element, parse
from kissandcry.video.planned.model import Found, Planned
from kissandcry.video.seen import Flight, Jump, Passage, Skate, Spin

_LIKELY: Final = 0.7
_LATE: Final = 3.0  # seconds that are worth a word
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")


def clock(seconds: float) -> str:
    """Minutes and seconds: 0:47."""
    whole = round(seconds)
    return f"{'-' if whole < 0 else ''}{abs(whole) // 60}:{abs(whole) % 60:02d}"


def seen_words(found: Found, skate: Skate) -> str:
    """What was seen: "a jump with two flights, 0.55 and 0.47 s in the air"."""
    if found.kind == "jump":
        return _jump(skate.jumps[found.row])
    if found.kind == "spin":
        return _spin(skate.spins[found.row])
    return _passage(skate.passages[found.row])


def differences(planned: Planned, found: Found, skate: Skate) -> tuple[str, ...]:
    """What differs from the plan, as far as the video shows it."""
    element = parse(planned.code)
    if found.kind == "jump":
        return _jump_differences(element, skate.jumps[found.row])
    if found.kind == "spin":
        return _spin_differences(element, skate.spins[found.row])
    return ()


def sentence(
    planned: Planned | None,
    found: Found | None,
    skate: Skate,
    late: float | None,
    certain: bool,
    differs: tuple[str, ...],
) -> str:
    """One line in words."""
    said = "not in the plan"
    if planned is not None:
        when = "" if planned.time is None else f" at {clock(planned.time)}"
        said = f"planned {planned.code}{when}"
    if found is None:
        looked = planned is None or planned.kind
        return f"{said}; {'not seen' if looked else 'not looked for in a video'}"
    words = f"{said}; seen at {clock(found.start)}: {seen_words(found, skate)}"
    more = list(differs)
    if late is not None and abs(late) >= _LATE:
        more.append(f"{abs(late):.0f} s {'later' if late > 0 else 'earlier'} than planned")
    if not certain:
        more.append("it may also belong to another element of the plan")
    return "; ".join((words, *more))


def _count(many: int, thing: str) -> str:
    number = _NUMBERS[many] if many < len(_NUMBERS) else str(many)
    return f"{number} {thing}{'' if many == 1 else 's'}"


def _jump(jump: Jump) -> str:
    times = [_air(flight) for flight in jump.flights]
    told = [time for time in times if time]
    words = f"a jump with {_count(len(jump.flights), 'flight')}"
    if told and len(told) == len(times):
        together = " and ".join((", ".join(told[:-1]), told[-1]) if len(told) > 1 else told)
        words += f", {together} s in the air"
    return words


def _air(flight: Flight) -> str:
    return "" if flight.air_time.value is None else f"{flight.air_time.value:.2f}"


def _spin(spin: Spin) -> str:
    words = f"a spin of {spin.end - spin.start:.0f} s"
    if spin.revolutions.value is not None:
        words += f", about {spin.revolutions.value:.0f} revolutions"
    names = dict.fromkeys(one.name for one in spin.positions if one.name != "cannot tell")
    return words + (f" ({', '.join(names)})" if names else "")


def _passage(passage: Passage) -> str:
    return f"{passage.kind} for {passage.end - passage.start:.0f} s"


def _jump_differences(element: Element, jump: Jump) -> tuple[str, ...]:
    said = []
    parts = element.parts
    if len(parts) != len(jump.flights):
        said.append(
            f"{_count(len(parts), 'flight')} planned, {_count(len(jump.flights), 'flight')} seen"
        )
    for number, (part, flight) in enumerate(zip(parts, jump.flights, strict=False), start=1):
        which = f" of flight {number}" if len(jump.flights) > 1 else ""
        turns = flight.turns
        if turns is not None and part.rotation is not None and turns != part.rotation:
            said.append(f"the turns{which} look like {turns}, not {part.rotation}")
        axel = flight.axel.value
        if axel is not None and part.name == "A" and axel < 1 - _LIKELY:
            said.append(f"the take-off{which} does not look like an Axel's")
        if axel is not None and part.name != "A" and axel > _LIKELY:
            said.append(f"the take-off{which} looks like an Axel's")
    if jump.popped.value is not None and jump.popped.value > _LIKELY:
        said.append("it looks opened up early")
    if jump.fall.value is not None and jump.fall.value > _LIKELY:
        said.append("a fall")
    return tuple(said)


def _spin_differences(element: Element, spin: Spin) -> tuple[str, ...]:
    flying = spin.flying.value
    if flying is None:
        return ()
    planned = any(part.name.startswith("F") for part in element.parts)
    if planned and flying < 1 - _LIKELY:
        return ("no flying entry seen",)
    if not planned and flying > _LIKELY:
        return ("a flying entry seen, none planned",)
    return ()
