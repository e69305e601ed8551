"""The sentences of a review, for skates that are made up."""

from dataclasses import replace
from pathlib import Path

from kissandcry.video import review
from kissandcry.video.review import words
from kissandcry.video.review.model import Heard, Reference, Review
from kissandcry.video.seen import Chance, Estimate, Position, Spin


def spin(start: float, turns: float, fastest: float) -> Spin:
    return Spin(
        start,
        start + 4,
        Estimate(turns, turns - 1, turns + 1, "turns"),
        Estimate(fastest, fastest - 9, fastest + 9, "turns a minute"),
        ((start, fastest), (start + 4, fastest)),
        (Position("sit", start, start + 4),),
        0,
        Chance(None, "no flight is near"),
    )


def of(reviewed: Path) -> Review:
    return review.read(reviewed)


def test_several_jumps_and_spins(reviewed: Path) -> None:
    found = of(reviewed)
    (jump,) = found.skate.jumps
    (flight,) = jump.flights
    low = replace(flight, height=Estimate(0.1, 0.05, 0.15, "m"), axel=Chance(0.01), toe=Chance(0.9))
    fallen = replace(jump, flights=(low, low), fall=Chance(0.95), popped=Chance(0.9))
    short = replace(jump, flights=(replace(flight, short="quarter", turns=None),))
    skate = replace(
        found.skate, jumps=(jump, fallen, short), spins=(spin(9, 8, 120), spin(15, 12, 90))
    )
    said = words.answer(replace(found, skate=skate))
    assert said[0].startswith("Three jump elements, the highest 0.")
    assert "The second ended in a fall." in said
    assert "The second opened too early." in said
    assert "The third lands about a quarter turn short." in said
    assert any(
        one.startswith("Two spins, the longest 12.0 revolutions (11.00 to 13.00)") for one in said
    )
    assert words.jump_name(fallen) == "combination of two jumps"
    assert words.flight_name(low) == "single toe jump"
    one = words.answer(replace(found, skate=replace(skate, jumps=(), spins=(spin(9, 8, 120),))))
    assert one[0].startswith("One spin: 8.0 revolutions (7.00 to 9.00), up to 120")
    none = words.answer(replace(found, skate=replace(skate, jumps=(), spins=())))
    assert none[0] == "No jump and no spin was seen in this clip."
    cannot = words.cannot(skate)
    assert any("no flight is near" in sentence for sentence in cannot)


def test_music_and_a_reference(reviewed: Path) -> None:
    found = of(reviewed)
    heard = Heard(
        Estimate(120, None, None, "bpm"),
        Estimate(0.4, None, None, ""),
        Estimate(0.1, None, None, "s"),
        0.0004,
        (1.0,),
        (2.0, 3.0),
    )
    said = words.answer(replace(found, music=heard))
    assert "The movement goes with the music (correlation 0.40, p = 0.001)." in said
    assert "Of three accents of the music, 1 is met by the body." in said
    other = words.answer(replace(found, music=replace(heard, p=0.4)))
    assert any("more than chance would have it (p = 0.40)" in one for one in other)
    beside = Reference(found.source, found.skate, (), (), (), (), (), ())
    shown = words.answer(replace(found, reference=beside))
    assert "axel.mp4 is shown beside it; the two are not compared." in shown
    stepped = replace(beside, in_step=((0.0, 0.0), (1.0, 1.0)))
    assert any(
        "no element could be put beside" in x
        for x in words.answer(replace(found, reference=stepped))
    )
