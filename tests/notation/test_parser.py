"""What the parts of a code mean, pinned on codes that official protocols printed."""

import pytest

from kissandcry.notation import Element, Family, Kind, Part, Suffix, parse, write

# Where one protocol printed it: each is a kind of its own that a reader could trip over.
PRINTED = [
    "A",  # an Axel without a rotation, worth 0.00
    "T*",  # Europeans 2022, pairs free skating
    "Lz",  # Worlds 2006, women short program
    "1Tw",  # Worlds 2006, pairs short program
    "1LzTw",  # Worlds 2008, pairs short program
    "LoTh",  # Grand Prix Final 2006-07
    "S+2F+SEQ",
    "A+1Eu+3S",
    "2A+SEQ+A*+A*",
    "2A+2A*+2T*+SEQ+REP",
    "2Lz+2A*+2T*+SEQ+REP",
    "3T+SEQ+2T*",
    "4S+COMBO+2T*",
    "3T+2A+SEQ+A*",
    "4Tq+2T*+REP",
    "3Lz+1T<<*",
    "3T<+2A<+2A<+SEQ",
    "3Fe*+2T*",
    "2Aq+1Eu+2Fe",
    "2Lz e+2T<<",  # Mariestad 2018, base value 1.98: the call counts
    "4Lz!q",
    "3Feq+3Tq",
    "3LzTw1<",
    "3TwB<<",
    "3STh<",
    "3SThq",
    "5LoLi4",  # Four Continents 2012
    "5ALi",
    "2Li4*",
    "PSpB*",
    "CCoSp3p4",
    "FCCoSp2p3V1",
    "CoSp3V*",
    "SpSq",
    "SpSt2",
    "CCiSt2",
    "NtMiSt3+BSTw4",
    "MiStNt3",
    "NtMiTw4",
    "1S2",
    "4S1",
    "GW2Se3",
    "R1Sq2+kpYNN",
    "1YP1+kpNTT",
    "1FSB+kpNNNN<",
    "PSt1+kpNNT",
    "Li+TRANS",
    "Sp+TRANS",
    "RoLi*+EXEL",
    "ChSt1+ExEl",
    "SqTwW+SqTwM2",
    "SyTwW1+SyTwM",
    "CuLi3+StaLi4",
    "OFStL2+OFStM1",
    "",
]


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_code_is_written_back_as_it_was_printed(code: str) -> None:
    assert write(parse(code)) == code


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("4Lz!q", Part(Family.JUMP, "Lz", 4, None, ("!", "q"))),
        ("3F<!", Part(Family.JUMP, "F", 3, None, ("<", "!"))),
        ("2F e", Part(Family.JUMP, "F", 2, None, ("e",), spaced=True)),
        ("1Eu", Part(Family.JUMP, "Eu", 1)),
        ("Eu", Part(Family.JUMP, "Eu")),
        ("2Ab", Part(Family.JUMP, "A", 2, None, ("b",))),
        ("2A*", Part(Family.JUMP, "A", 2, invalid=True)),
        ("3LoTh<", Part(Family.THROW, "LoTh", 3, None, ("<",))),
        ("3LzTw1<", Part(Family.TWIST, "LzTw", 3, "1", ("<",))),
        ("3TwB", Part(Family.TWIST, "Tw", 3, "B")),
        ("5ALi4", Part(Family.LIFT, "5ALi", None, "4")),
        ("5HLi4", Part(Family.LIFT, "5HLi", None, "4")),
        ("4Li3", Part(Family.LIFT, "4Li", None, "3")),
        ("BoDs", Part(Family.DEATH_SPIRAL, "BoDs")),
        ("PiF1", Part(Family.PIVOT, "PiF", None, "1")),
        ("FCCoSp3p4V", Part(Family.SPIN, "FCCoSp", None, "4", ("V",), positions="3p")),
        ("SpSq3", Part(Family.SPIRALS, "SpSq", None, "3")),
        ("StSqB", Part(Family.STEPS, "StSq", None, "B")),
        ("ChSq1", Part(Family.CHOREOGRAPHIC, "ChSq", None, "1")),
        ("ChNew1", Part(Family.CHOREOGRAPHIC, "ChNew", None, "1")),
        ("STw4", Part(Family.TWIZZLES, "STw", None, "4")),
        ("StaLi4", Part(Family.DANCE_LIFT, "StaLi", None, "4")),
        ("1S2", Part(Family.PATTERN_DANCE, "1S", None, "2")),
        ("1FS3+kpNYYY", Part(Family.PATTERN_DANCE, "1FS", None, "3", key_points="NYYY")),
        ("WW1Sq2SeB", Part(Family.PATTERN_DANCE, "WW1Sq2Se", None, "B")),
        ("1XY2+kpTN", Part(Family.PATTERN_DANCE, "1XY", None, "2", key_points="TN")),
        ("PSt1+kpNNT", Part(Family.STEPS, "PSt", None, "1", key_points="NNT")),
        ("I3+piB", Part(Family.SYNCHRONIZED, "I", None, "3", feature="piB")),
        ("BB", Part(Family.SYNCHRONIZED, "B", None, "B")),
        ("ABB", Part(Family.SYNCHRONIZED, "AB", None, "B")),
        ("GL4<<", Part(Family.SYNCHRONIZED, "GL", None, "4", ("<<",))),
        ("ExEl", Part(Family.EXTRA, "ExEl")),
    ],
)
def test_one_part(code: str, part: Part) -> None:
    element = parse(code)
    assert element == Element((part,))
    assert element.family is part.family
    assert element.kind is Kind.SOLO


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("4Lz!q", "4Lz"),
        ("3Lz!<", "3Lz<"),
        ("3F<!", "3F<"),
        ("3F<e", "3Fe<"),
        ("4Lzeq", "4Lze"),
        ("2F e", "2Fe"),
        ("5S<<", "5S<<"),
        ("3Tqb", "3T"),
        ("2A*", "2A"),
        ("3SThq", "3STh"),
        ("3TwB<<", "3TwB<<"),
        ("FCSp1V", "FCSp1V"),
        ("CCoSp2p1V1", "CCoSp2p1V1"),
        ("1FSB+kpNNNN<", "1FSB"),  # printed 4.00 in 2019-20, which is the row 1FSB
        ("2TR1+kpYNYN<", "2TR1"),  # printed 5.35 in 2018-19, which is the row 2TR1
        ("GW1Se3", "GW1Se3"),
        ("RoLi4>", "RoLi4"),
        ("NHE3+s1", "NHE3+s1"),
        ("ME2<", "ME2<"),
    ],
)
def test_the_row_of_the_scale_of_values(code: str, row: str) -> None:
    assert parse(code).parts[0].scale_code == row


@pytest.mark.parametrize("code", ["A", "Eu", "LoTh", "1Tw", "Tw", "5ALi", "CCoSp", "BoDs", "ChSq"])
def test_no_value_without_level_or_rotation(code: str) -> None:
    assert not parse(code).parts[0].has_value


@pytest.mark.parametrize("code", ["1A", "1Eu", "2STh", "1TwB", "1Li1", "CCoSpB", "ChSq1", "1S2"])
def test_a_value_with_level_or_rotation(code: str) -> None:
    assert parse(code).parts[0].has_value


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("3Lz+3T", Kind.COMBINATION),
        ("3T+COMBO", Kind.COMBINATION),
        ("3T+REP", Kind.SOLO),
        ("3T+SEQ", Kind.SEQUENCE),
        ("3S+2A<+SEQ", Kind.SEQUENCE),
        ("SlLi4+RoLi4", Kind.TWO_PART),
        ("SqTwW4+SqTwM3", Kind.TWO_PART),
        ("NtMiSt3+STw4", Kind.TWO_PART),
        ("Li+TRANS", Kind.SOLO),
        ("I3+pi2", Kind.SOLO),
    ],
)
def test_how_parts_belong_together(code: str, kind: Kind) -> None:
    assert parse(code).kind is kind


def test_suffixes_keep_their_place_and_spelling() -> None:
    element = parse("2A+2A*+2T*+SEQ+REP")
    assert element.suffixes == (Suffix(3, "SEQ"), Suffix(3, "REP"))
    assert element.sequence
    assert element.repetition
    assert not element.combination_attempt
    assert not element.invalid
    assert [part.invalid for part in element.parts] == [False, True, True]
    assert parse("4S+COMBO+2T*").suffixes == (Suffix(1, "COMBO"),)
    assert parse("4S+COMBO+2T*").combination_attempt
    assert parse("RoLi*+EXEL").extra
    assert parse("ChSt1+ExEl").extra
    assert parse("ExEl").extra
    assert not parse("ChSt1").extra


def test_an_element_is_invalid_where_all_its_parts_are() -> None:
    assert parse("1F*").invalid
    assert parse("2A*+2T*").invalid
    assert not parse("3Lz+2T*").invalid
    assert not parse("").invalid


def test_the_calls_of_a_jump() -> None:
    part = parse("4Lze<").parts[0]
    assert (part.edge, part.landing) == ("e", "<")
    part = parse("3T").parts[0]
    assert (part.edge, part.landing) == ("", "")


def test_the_unnamed_element() -> None:
    element = parse("")
    assert element.family is Family.UNNAMED
    assert element.kind is Kind.SOLO
    assert element.parts == ()


def test_the_info_column_changes_no_part() -> None:
    # Until 2013-14 a wrong edge stood in the Info column only and left the base value as it was.
    assert parse("3F", "e").parts == parse("3F").parts
    assert parse("3F", "e").only_in_info == ("e",)
    assert parse("3Lzq+3T<", "F q|<").info == ("F", "q", "<")
    assert parse("3Lzq+3T<", "F q|<").only_in_info == ("F",)
    assert parse("ChRS1", "!F").only_in_info == ("!", "F")
    assert parse("2A*+1Lo", "*").only_in_info == ()
    assert parse("4T<<", "<<").only_in_info == ()
    assert parse("FCSp4V1", "V1").only_in_info == ()
