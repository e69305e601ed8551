"""What an error shows: the code with a caret, what was expected, and the nearest valid code."""

import pickle

import pytest

from kissandcry.core import SyntaxProblem
from kissandcry.notation import NotationError, parse

SHOWN = [
    (
        "3Lz+4Q",
        'not an element code: "Q" stands at character 6; '
        "expected a jump, throw, twist, lift or pattern dance after the figure\n"
        "    3Lz+4Q\n"
        "         ^\n"
        "nearest: 3Lz+4T",
    ),
    (
        "2A+S\u0415Q",
        'not an element code: "\u0415" (CYRILLIC CAPITAL LETTER IE), which only looks like the '
        'Latin "E", stands at character 5; expected + or the end\n'
        "    2A+S\u0415Q\n"
        "        ^\n"
        "nearest: 2A+SEQ",
    ),
    (
        "4Lz+1Eu+3S<x",
        'not an element code: "x" stands at character 12; '
        "expected the end (the x of the second half is no part of the code)\n"
        "    4Lz+1Eu+3S<x\n"
        "               ^\n"
        "nearest: 4Lz+1Eu+3S<",
    ),
    (
        "3Lz+",
        "not an element code: the code ends after character 4; "
        "expected a jump with its rotations (3Lz) or the name of an element (CCoSp4)\n"
        "    3Lz+\n"
        "        ^\n"
        "nearest: 3Lz",
    ),
    (
        "3Lz + 3T",
        "not an element code: a space stands at character 4; expected + or the end\n"
        "    3Lz + 3T\n"
        "       ^\n"
        "nearest: 3Lz+3T",
    ),
    (
        "CCoSp5",
        'not an element code: "5" stands at character 6; expected a level (B, 1, 2, 3 or 4)\n'
        "    CCoSp5\n"
        "         ^\n"
        "nearest: CCoSp4",
    ),
    (
        "3S!",
        'not an element code: "!" stands at character 3; expected q, <, <<, *, + or the end\n'
        "    3S!\n"
        "      ^\n"
        "nearest: 3S",
    ),
]


@pytest.mark.parametrize(("code", "shown"), SHOWN)
def test_what_is_shown(code: str, shown: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse(code)
    assert str(caught.value) == shown


@pytest.mark.parametrize(
    ("code", "position", "nearest"),
    [
        ("3lz", 1, "3Lz"),
        ("3LZ+3t", 1, "3Lz+3T"),
        ("Chsq1", 1, "ChSq1"),
        ("6T", 0, "5T"),
        ("9Li4", 0, "5Li4"),
        ("4ALi3", 1, "4Li3"),
        ("5SlLi4", 1, "5SLi4"),
        ("2BSTw4", 1, "2STw4"),
        ("3Lz3T", 3, "3Lz+3T"),
        ("3Lzq<", 4, "3Lzq"),
        ("3Feqe", 4, "3Feq"),
        ("3Tqq", 3, "3Tq"),
        ("3Tbb", 3, "3Tb"),
        ("3T<*q", 4, "3T<*"),
        ("3T e", 3, "3T"),
        ("1C3", 1, "1TC3"),
        ("3Q", 1, "3T"),
        ("1FS3+kpYXN", 8, "1FS3+kpYN"),
        ("3Lz+CCoSp4", 4, "3Lz"),
        ("CCoSp4+3T", 6, "CCoSp4"),
        ("CCoSp4+REP", 6, "CCoSp4"),
        ("3Lz+3T+SEQ+SEQ", 11, "3Lz+3T+SEQ"),
        ("SqTwL4+SqTwM4+SqTwL1", 14, "SqTwL4+SqTwM4"),
        ("CoSp4+kpY", 6, "CoSp4"),
        ("+3T", 0, "3T"),
        ("SEQ", 0, ""),
        ("\n3T", 0, "3T"),
        ("3\u0422", 1, "3T"),
        ("-", 0, ""),
        ("?" * 500, 80, ""),
    ],
)
def test_where_it_fails_and_what_is_near(code: str, position: int, nearest: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse(code)
    error = caught.value
    assert (error.code, error.position, error.nearest) == (code, position, nearest)
    assert error.expected


def test_it_is_a_syntax_problem_that_travels_between_processes() -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse("3Q")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_the_sentence_stands_on_one_line() -> None:
    with pytest.raises(NotationError) as caught:
        parse("3Lz\n+\x003T")
    assert "\n" not in caught.value.sentence
    assert "\x00" not in str(caught.value)
