"""Elements in plain words: the words are those of the ISU's lists of abbreviations and scales."""

import pytest

from kissandcry.notation import NotationError, parse, say

SAID = [
    ("4Lzq+1Eu+3F", "quadruple Lutz landed on the quarter, Euler, triple flip"),
    ("2A", "double Axel"),
    ("5S<<", "quintuple Salchow downgraded"),
    ("4Lze<", "quadruple Lutz with a wrong edge and under-rotated"),
    ("3F!q", "triple flip with an unclear edge and landed on the quarter"),
    ("A", "Axel without a full rotation"),
    ("1F*", "single flip (invalid, no value)"),
    ("3S+2A+SEQ", "triple Salchow, double Axel, in sequence"),
    ("3T+REP", "triple toe loop, repeated"),
    (
        "4S+COMBO+2T*",
        "quadruple Salchow, attempted as a combination, double toe loop (invalid, no value)",
    ),
    ("3LoTh<", "throw triple loop under-rotated"),
    ("LoTh", "throw loop without a full rotation"),
    ("3Tw3", "triple twist lift, level 3"),
    ("3LzTw1<", "triple Lutz twist lift, level 1, under-rotated"),
    ("1STw3", "single Salchow twist lift, level 3"),
    ("5ALi4", "group 5 Axel lasso lift, level 4"),
    ("5RLi", "group 5 reverse lasso lift, no level"),
    ("3Li3", "group 3 lift, level 3"),
    ("FoDs3", "forward outside death spiral, level 3"),
    ("PiF1", "pivot figure, level 1"),
    ("PCoSp4V", "pair combination spin, level 4, with a requirement not fulfilled"),
    ("CCoSp4", "change foot combination spin, level 4"),
    ("FSSpB", "flying sit spin, basic level"),
    ("FCCoSp3p4", "flying change foot combination spin with three basic positions, level 4"),
    ("LSp", "layback spin, no level"),
    ("StSq3", "step sequence, level 3"),
    ("SlSt2", "straight line step sequence, level 2"),
    ("SpSq4", "spiral sequence, level 4"),
    ("ChSq1", "choreographic sequence"),
    ("ChSq", "choreographic sequence, not confirmed"),
    ("ChHy1", "choreographic hydroblading movement"),
    ("StaLi4", "stationary lift, level 4"),
    ("SlLi4+RoLi4", "straight line lift, level 4, and rotational lift, level 4"),
    ("Li+TRANS", "lift, no level, as a transition"),
    (
        "SqTwW4+SqTwM3",
        "woman's sequential twizzles, level 4, and man's sequential twizzles, level 3",
    ),
    (
        "NtMiSt3+STw4",
        "not touching midline step sequence, level 3, and synchronized twizzles, level 4",
    ),
    ("STw4", "synchronized twizzles, level 4"),
    ("DSp4", "dance spin, level 4"),
    ("1RH4+kpYYT", "Rhumba, section 1, level 4 (key points: yes, yes, timing)"),
    (
        "1FSB+kpNN<",
        "Finnstep, section 1, basic level (key points: no, no), with steps missed",
    ),
    ("2S3", "compulsory dance, sequence 2, level 3"),
    ("GW1Se3", "Golden Waltz, section 1, level 3"),
    ("WW2Sq1SeB", "Westminster Waltz, sequence 2, section 1, basic level"),
    ("R1Sq2", "Rhumba, sequence 1, level 2"),
    ("I3+pi2", "intersection, level 3, with point of intersection, level 2"),
    ("GL3<", "group lift, level 3, under-rotated"),
    ("", "an element without a name"),
]


@pytest.mark.parametrize(("code", "words"), SAID)
def test_a_code_in_words(code: str, words: str) -> None:
    assert say(code) == words


def test_what_only_the_info_column_prints_is_said_too() -> None:
    assert say(parse("3F", "e")) == "triple flip, with a wrong edge"
    assert say(parse("4T<", "F <")) == "quadruple toe loop under-rotated, with a fall"
    assert say(parse("ChRS1", "!")) == (
        "choreographic rhythm sequence, with a requirement not fulfilled"
    )
    assert say(parse("3T", "?")) == "triple toe loop"


def test_the_words_of_a_sign_can_be_given() -> None:
    """A sign's meaning is dated: until 2009-10 "<" meant downgraded."""
    then = {"<": "downgraded", "e": "obviously wrong edge"}
    assert say("3T<", then) == "triple toe loop downgraded"
    assert say(parse("3Lz<", "e"), then) == "triple Lutz downgraded, with an obviously wrong edge"
    assert say("3Lz!", then) == "triple Lutz with an unclear edge"  # not among them
    assert say("1FSB+kpNN<", {"<": "steps left out"}) == (
        "Finnstep, section 1, basic level (key points: no, no), with steps left out"
    )
    assert say("CCoSp4V1", {"V1": "a flaw"}) == "change foot combination spin, level 4, with a flaw"


def test_what_is_no_code_cannot_be_said() -> None:
    with pytest.raises(NotationError):
        say("quad Lutz")
