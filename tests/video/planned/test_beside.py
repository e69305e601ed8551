"""A plan beside skates made by hand, with what is expected known from how they were made."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from kissandcry.core import Discipline, Level, Segment
from kissandcry.notation import parse
from kissandcry.program.model import PlannedElement, PlannedProgram
from kissandcry.video.planned import Beside, beside
from kissandcry.video.seen import Chance, Estimate, Flight, Jump, Passage, Skate, Spin, Travel

NO_TRAVEL = Travel((), Estimate(None, None, None, "m", "cannot tell"), (), False)
FREE = (
    ("3Lz+3T", 18),
    ("3F", 35),
    ("FCSp4", 51),
    ("2A", 70),
    ("StSq3", 84),
    ("3Lo", 118),
    ("3Lz+1Eu+3S", 134),
    ("CCoSp4", 152),
    ("3S", 196),
    ("2A+2T", 207),
    ("LSp4", 221),
)


def measured(value: float | None, unit: str) -> Estimate:
    if value is None:
        return Estimate(None, None, None, unit, "cannot tell")
    return Estimate(value, value * 0.9, value * 1.1, unit)


def flight(time: float, air: float | None, turns: int | None, axel: float | None) -> Flight:
    end = None if air is None else time + air
    rest = [measured(None, unit) for unit in ("m", "m", "turns")]
    chances = (Chance(0.9), Chance(axel), Chance(None, "cannot tell"))
    return Flight(
        measured(time, "s"),
        measured(end, "s"),
        measured(air, "s"),
        rest[0],
        rest[1],
        rest[2],
        *chances,
        turns,
        "cannot tell",
        True,
    )


def skated(plan: tuple[tuple[str, int], ...], shift: float = 0.0) -> Skate:
    """A skate that does what is planned, so many seconds later, as well as a video shows it."""
    jumps, spins, passages = [], [], []
    nothing = measured(None, "W/kg")
    for code, planned in plan:
        time, parts = planned + shift, parse(code).parts
        if parts[0].family == "jump":
            flights = tuple(
                flight(
                    time + 1.1 * at,
                    0.25 + 0.1 * (part.rotation or 1),
                    part.rotation,
                    0.9 if part.name == "A" else 0.1,
                )
                for at, part in enumerate(parts)
            )
            end = time + 1.1 * len(parts)
            jumps.append(Jump(time, end, flights, "", Chance(0.0), Chance(0.0)))
        elif parts[0].family == "spin":
            spins.append(
                Spin(
                    time,
                    time + 9,
                    measured(14.0, "turns"),
                    measured(120.0, "turns a minute"),
                    (),
                    (),
                    None,
                    Chance(0.8 if parts[0].name.startswith("F") else 0.1),
                )
            )
        elif parts[0].family == "steps":
            passages.append(Passage(time, time + 22, "steps", nothing, nothing))
    passages.append(Passage(60 + shift, 64 + shift, "steps", nothing, nothing))  # a link
    length = max(time for _, time in plan) + shift + 15
    return Skate(length, 30.0, tuple(jumps), tuple(spins), tuple(passages), NO_TRAVEL)


def program(plan: tuple[tuple[str, int | None], ...] = FREE) -> PlannedProgram:
    return PlannedProgram(
        Discipline.WOMEN,
        Level.SENIOR,
        Segment.FREE_SKATING,
        "2024-25",
        tuple(PlannedElement(code, time) for code, time in plan),
        length=240,
    )


def rows(result: Beside) -> list[tuple[str | None, str, float | None]]:
    return [
        (
            line.planned.code if line.planned else None,
            line.seen.kind if line.seen else "",
            line.seen.start if line.seen else None,
        )
        for line in result.lines
    ]


@pytest.mark.parametrize("shift", [0.0, 12.0])
@pytest.mark.parametrize("timed", [True, False])
def test_a_program_as_planned(shift: float, timed: bool) -> None:
    plan = program(tuple((code, time if timed else None) for code, time in FREE))
    result = beside(plan, skated(FREE, shift))
    assert [(code, start) for code, _, start in rows(result)] == [
        (code, time + shift) for code, time in FREE
    ]
    assert not any(line.differences for line in result.lines)
    assert result.start == (shift if timed else None)
    assert {line.late for line in result.lines} == ({0.0} if timed else {None})


@pytest.mark.parametrize("left_out", range(len(FREE)))
def test_each_element_left_out_is_the_one_missing(left_out: int) -> None:
    done = FREE[:left_out] + FREE[left_out + 1 :]
    result = beside(program(), skated(done, 4.0))
    assert [line.planned.code for line in result.missing if line.planned] == [FREE[left_out][0]]
    assert not result.extra
    assert result.missing[0].sentence.endswith("not seen")


def test_an_extra_jump_is_told() -> None:
    done = (*FREE[:8], ("2Lz", 186), *FREE[8:])
    result = beside(program(), skated(done))
    assert [line.seen.start for line in result.extra if line.seen] == [186]
    assert not result.missing
    assert result.extra[0].sentence.startswith("not in the plan; seen at 3:06: a jump with one")


def test_what_differs_is_said_in_words() -> None:
    done = (("3Lz", 23), ("2F", 40), ("CSp4", 56), *((c, t + 5) for c, t in FREE[3:]))
    plan = program((("3Lz+3T", 18), *FREE[1:]))
    lines = beside(plan, skated(done)).lines
    assert lines[0].differences == ("two flights planned, one flight seen",)
    assert lines[0].sentence == (
        "planned 3Lz+3T at 0:18; seen at 0:23: a jump with one flight, 0.55 s in the air;"
        " two flights planned, one flight seen"
    )
    assert lines[1].differences == ("the turns look like 2, not 3",)
    assert lines[2].differences == ("no flying entry seen",)


def test_late_and_a_fall() -> None:
    skate = skated(tuple((code, time + (10 if code == "3Lo" else 0)) for code, time in FREE))
    fallen = replace(skate.jumps[3], fall=Chance(0.9))
    skate = replace(skate, jumps=(*skate.jumps[:3], fallen, *skate.jumps[4:]))
    line = beside(program(), skate).lines[5]
    assert line.late == 10
    assert line.sentence.endswith("a fall; 10 s later than planned")


def test_a_clip_of_one_element_is_no_program_of_missing_ones() -> None:
    skate = replace(skated((("2A", 3),)), duration=6.0, passages=())
    result = beside(program(), skate)
    (line,) = result.both
    assert line.planned is not None
    assert line.planned.code == "2A"
    assert line.certain
    assert "may lie outside the clip" in result.notes[0]


def test_a_triple_jump_alone_may_be_any_of_the_triple_jumps_planned() -> None:
    skate = replace(skated((("3S", 3),)), duration=6.0, passages=())
    (line,) = beside(program(), skate).both
    assert not line.certain
    assert "may also belong to another element" in line.sentence


def test_nothing_seen_and_nothing_planned() -> None:
    empty = Skate(0.0, 30.0, (), (), (), NO_TRAVEL)
    assert len(beside(program(), empty).missing) == len(FREE)
    assert beside(program(()), empty).lines == ()
    assert len(beside(program(()), skated(FREE)).extra) == 10  # steps are not extra


def test_lifts_and_choreography_are_not_looked_for() -> None:
    plan = replace(program((("5ALi4", 20), ("2A", 40))), discipline=Discipline.PAIRS)
    result = beside(plan, skated((("2A", 40),)))
    assert result.missing[0].sentence == "planned 5ALi4 at 0:20; not looked for in a video"
    result = beside(program((*FREE, ("ChSq1", 230))), skated(FREE))
    assert result.missing[0].sentence == "planned ChSq1 at 3:50; not looked for in a video"
    assert len(result.missing) == 1


def test_with_little_known_order_and_time_still_tell() -> None:
    rng = np.random.default_rng(2)
    right = total = 0
    for _ in range(40):
        chosen = [at for at in range(len(FREE)) if rng.random() > 0.15]
        done = tuple((FREE[at][0], FREE[at][1] + int(rng.integers(-2, 3))) for at in chosen)
        skate = skated(done, 6.0)
        jumps = tuple(
            replace(
                jump,
                flights=tuple(replace(one, turns=None, axel=Chance(None)) for one in jump.flights),
            )
            for jump in skate.jumps
        )
        result = beside(program(), replace(skate, jumps=jumps))
        found = {line.planned.row for line in result.both if line.planned}
        right += len(found & set(chosen))
        total += len(set(chosen) | found)
    assert right / total > 0.97


def test_it_can_be_kept() -> None:
    result = beside(program(), skated(FREE[:7]))
    assert msgspec.json.decode(msgspec.json.encode(result), type=Beside) == result
