"""The laws of the notation: reading and writing are inverse, and nothing else than a code is read.

The codes are built from the grammar's rules (the docstrings of kissandcry.notation.parser).
"""

import string

from hypothesis import example, given
from hypothesis import strategies as st

from kissandcry.notation import Element, Family, NotationError, Part, Suffix, parse, say, write
from kissandcry.notation.names import (
    CHOREOGRAPHIC,
    DANCE_LIFTS,
    DANCES,
    DEATH_SPIRALS,
    EDGE_JUMPS,
    FEATURES,
    JUMPS,
    LIFTS,
    SPINS,
    STEPS,
    SYNCHRONIZED,
    THROWS,
    TWISTS,
    TWIZZLES,
)

LEVELS = st.sampled_from([None, "B", "1", "2", "3", "4"])
LANDING = st.sampled_from([(), ("q",), ("<",), ("<<",)])
EDGE = st.sampled_from([(), ("e",), ("!",)])


@st.composite
def jumps(draw: st.DrawFn) -> Part:
    name = draw(st.sampled_from(sorted(JUMPS)))
    edge = draw(EDGE) if name in EDGE_JUMPS else ()
    flags = (*edge, *draw(LANDING))
    if draw(st.booleans()):
        flags = tuple(reversed(flags))  # "3F<!" was printed in 2017-18
    rotation = draw(st.none() | st.integers(1, 5))
    spaced = bool(flags) and draw(st.booleans())
    return Part(Family.JUMP, name, rotation, None, flags, draw(st.booleans()), spaced=spaced)


@st.composite
def elements_of_jumps(draw: st.DrawFn) -> Element:
    parts = draw(st.lists(jumps(), min_size=1, max_size=4))
    words = draw(st.lists(st.sampled_from(["SEQ", "REP", "COMBO"]), unique=True, max_size=2))
    places = sorted(draw(st.integers(1, len(parts))) for _ in words)
    suffixes = tuple(Suffix(place, word) for place, word in zip(places, words, strict=True))
    return Element(tuple(parts), suffixes)


def levelled(family: Family, names: list[str], *flags: str) -> st.SearchStrategy[Part]:
    calls = st.sampled_from([(), *((flag,) for flag in flags)])
    return st.builds(
        Part, st.just(family), st.sampled_from(names), st.none(), LEVELS, calls, st.booleans()
    )


thrown = st.builds(
    Part,
    st.just(Family.THROW),
    st.sampled_from(sorted(THROWS)),
    st.none() | st.integers(1, 5),
    st.none(),
    LANDING,
    st.booleans(),
)
twisted = st.builds(
    Part,
    st.just(Family.TWIST),
    st.sampled_from(sorted(TWISTS)),
    st.integers(1, 4),
    LEVELS,
    LANDING,
    st.booleans(),
)
spun = st.builds(
    Part,
    st.just(Family.SPIN),
    st.sampled_from(sorted(SPINS)),
    st.none(),
    LEVELS,
    st.sampled_from([(), ("V",), ("V1",), ("V2",)]),
    st.booleans(),
    st.sampled_from(["", "2p", "3p"]),
)
danced = st.builds(
    Part,
    st.just(Family.PATTERN_DANCE),
    st.builds(
        str.__add__,
        st.sampled_from("1234"),
        st.sampled_from(sorted(DANCES)),
    ),
    st.none(),
    st.sampled_from("B1234"),
    st.sampled_from([(), ("<",)]),
    st.booleans(),
    st.just(""),
    st.text("YNT", max_size=4),
)
together = st.builds(
    Part,
    st.just(Family.SYNCHRONIZED),
    st.sampled_from(sorted(SYNCHRONIZED)),
    st.none(),
    st.sampled_from("B1234"),
    st.sampled_from([(), ("<",), ("<<",)]),
    st.booleans(),
    st.just(""),
    st.just(""),
    st.just("") | st.builds(str.__add__, st.sampled_from(sorted(FEATURES)), st.sampled_from("B12")),
)
halves = (
    levelled(Family.STEPS, sorted(STEPS), "<")
    | levelled(Family.TWIZZLES, sorted(TWIZZLES), "<")
    | levelled(Family.DANCE_LIFT, sorted(DANCE_LIFTS), ">")
)
solo = (
    thrown
    | twisted
    | spun
    | danced
    | together
    | levelled(Family.LIFT, sorted(LIFTS))
    | levelled(Family.DEATH_SPIRAL, sorted(DEATH_SPIRALS))
    | levelled(Family.CHOREOGRAPHIC, sorted(CHOREOGRAPHIC), "!")
)
elements = (
    elements_of_jumps()
    | st.lists(halves, min_size=1, max_size=2).map(lambda parts: Element(tuple(parts)))
    | solo.map(lambda part: Element((part,)))
    | st.builds(Part, st.just(Family.DANCE_LIFT), st.just("Li")).map(
        lambda part: Element((part,), (Suffix(1, "TRANS"),))
    )
)
ALPHABET = "+*<!qebVxkp12345BTSLoFzAEuCiDdtwWMRPHGYN" + "\u0415\u0421 -"


@given(elements)
def test_reading_undoes_writing(element: Element) -> None:
    code = write(element)
    assert parse(code) == element
    assert write(parse(code)) == code
    assert say(element)


@given(elements, st.text("q<!e*FSx>| ", max_size=8))
def test_the_info_column_is_kept_beside_the_parts(element: Element, info: str) -> None:
    read = parse(write(element), info)
    assert read.parts == element.parts
    assert parse(write(read), " ".join(read.info)) == read


@given(elements, st.data())
def test_a_damaged_code_is_read_or_refused(element: Element, data: st.DataObject) -> None:
    code = list(write(element))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(code)))
        kept = data.draw(st.integers(0, 2))
        code[at : at + kept] = data.draw(st.text(ALPHABET, max_size=2))
    read_or_refused("".join(code))


@given(st.text(ALPHABET, max_size=12) | st.text(string.printable) | st.text())
@example("x" * 1000)
@example("1" * 81)
@example("1BSTw4")  # twizzles take no figure, a Salchow twist lift does (1STw4)
@example("\ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


def read_or_refused(text: str) -> None:
    """Whatever is read is written back byte for byte; all else is refused in one way, with help."""
    try:
        element = parse(text)
    except NotationError as refusal:
        error = refusal
    else:
        assert write(element) == text
        assert say(element)
        return
    assert 0 <= error.position <= len(text)
    assert error.expected
    assert str(error).startswith("not an element code: ")
    if error.nearest:
        assert write(parse(error.nearest)) == error.nearest
