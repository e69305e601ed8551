"""JSON that is not a protocol, or a protocol with wrong types: one clear sentence each."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.core import KissAndCryError, NotAProtocol, SyntaxProblem, Unreadable
from kissandcry.protocols import read
from kissandcry.protocols.writers import read_json
from tests.protocols.samples import SAMPLE

MARK = "[0].performances[0].elements[0].marks[1]"
GOOD = SAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"", Unreadable, "a.json: the file is empty"),
        (b" \r\n\xef\xbb\xbf"[3:], Unreadable, "a.json: the file is empty"),
        (
            b"\xff\xfe{",
            Unreadable,
            "a.json: byte 1 is not UTF-8, the only encoding that JSON allows",
        ),
        (b"[{", SyntaxProblem, "a.json: not JSON: Input data was truncated"),
        (b"%PDF-1.4", SyntaxProblem, "a.json: not JSON: invalid character (byte 0)"),
        (b"[" * 50_000, SyntaxProblem, "a.json: the JSON is nested too deeply to be a protocol"),
        (
            b'{"a":' * 50_000,
            SyntaxProblem,
            "a.json: the JSON is nested too deeply to be a protocol",
        ),
    ],
)
def test_what_is_not_json(data: bytes, kind: type[KissAndCryError], message: str) -> None:
    with pytest.raises(kind) as error:
        read_json(data, "a.json")
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5", "the document is 5"),
        ('"a"', 'the document is "a"'),
        ("{}", "the document is an object"),
        ('{"invoice": 17, "amount": 3.5}', "the document is an object"),
        ("[[1]]", "[0] is a list"),
        ('[{"rank": 1}]', "[0] is an object"),
    ],
)
def test_json_of_something_else_is_not_a_protocol(text: str, shown: str) -> None:
    with pytest.raises(NotAProtocol) as error:
        read_json(text.encode(), "a.json")
    assert f"{shown}, not a protocol: a protocol is an object with event, " in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"tss":"106.53"',
            '"tss":106.53',
            "[0].performances[0].tss is 106.53, and allowed is points as a text with at most two"
            ' decimals such as "8.75"',
        ),
        (
            '"tss":"106.53"',
            '"tss":"106.533"',
            '[0].performances[0].tss is "106.533", and allowed is points as a text with at most two'
            ' decimals such as "8.75"',
        ),
        (
            '"marks":[0,-1,',
            '"marks":[0,-1.5,',
            f"{MARK} is -1.5, and allowed is a whole number or null",
        ),
        (
            '"marks":[0,-1,',
            '"marks":[0,true,',
            f"{MARK} is true, and allowed is a whole number or null",
        ),
        (
            '"second_half":false',
            '"second_half":"x"',
            '[0].performances[0].elements[0].second_half is "x", and allowed is true or false',
        ),
        (
            '"rank":1,',
            '"rank":"1",',
            '[0].performances[0].rank is "1", and allowed is a whole number or null',
        ),
        (
            '"name":"Yuzuru HANYU"',
            '"name":null',
            "[0].performances[0].name is null, and allowed is a text",
        ),
        ('"rank":1,', "", "[0].performances[0] has no field rank, which every such entry has"),
        (
            '"rank":1,',
            '"rank":1,"ranking":1,',
            '[0].performances[0] has a field "ranking", which the format does not know',
        ),
        (
            '"discipline":"men"',
            '"discipline":"gentlemen"',
            '[0].discipline is "gentlemen", and allowed is men, women, pairs, ice_dance,'
            " synchronized",
        ),
        (
            '"date":"2016-12-08"',
            '"date":"2016-13-08"',
            '[0].date is "2016-13-08", and allowed is a date such as 2012-12-07 or null',
        ),
        (
            '"date":"2016-12-08"',
            '"date":20161208',
            "[0].date is 20161208, and allowed is a date such as 2012-12-07 or null",
        ),
        (
            '"event":"ISU Grand Prix of Figure Skating Final 2016"',
            '"event":["x"]',
            "[0].event is a list, and allowed is a text",
        ),
    ],
)
def test_a_wrong_type_is_named_with_its_place(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(SyntaxProblem) as error:
        read_json(GOOD.replace(old, new, 1).encode(), "a.json")
    assert str(error.value) == f"a.json: {message}"


def test_a_bad_line_is_named() -> None:
    line = GOOD.strip("[]\n").encode()
    with pytest.raises(SyntaxProblem, match=r"^a\.jsonl, line 3: not JSON: "):
        read_json(line + b"\n\n" + line[:-1] + b"\n", "a.jsonl")


def test_the_reader_of_files_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(GOOD.replace('"rank":1,', '"rank":1.5,'), encoding="utf-8")
    with pytest.raises(SyntaxProblem, match=r"^a\.json: \[0\]\.performances\[0\]\.rank is 1\.5, "):
        read(path)


@given(st.data())
def test_damaged_json_is_read_or_refused_in_one_sentence(data: st.DataObject) -> None:
    """Any byte changed anywhere: a protocol or one sentence, and no other error."""
    good = GOOD.encode()
    place = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:place] + data.draw(st.binary(max_size=3)) + good[place + 1 :]
    message = "a.json: read"
    try:
        read_json(damaged, "a.json")
    except (Unreadable, SyntaxProblem, NotAProtocol) as error:
        message = str(error)
    assert re.fullmatch(r"a\.json(?:, line \d+)?: .+", message)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    )
)
def test_any_other_json_is_refused(value: object) -> None:
    if value == []:
        assert read_json(b"[]") == []
        return
    with pytest.raises((NotAProtocol, SyntaxProblem)):
        read_json(msgspec.json.encode(value))
