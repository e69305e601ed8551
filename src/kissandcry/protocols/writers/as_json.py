"""Protocols as JSON: every field of the model, points as exact decimal strings such as "8.75".

A `.json` file is a list of protocols, a `.jsonl` file one protocol a line. What is read back is
equal to what was written.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import msgspec

from kissandcry.core import (
    Discipline,
    Level,
    NotAProtocol,
    Points,
    Segment,
    SyntaxProblem,
    Unreadable,
)
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.writers.files import write_whole

MAXIMUM_BYTES: Final = 256 * 1024 * 1024

_PATH: Final = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")
_WORDS: Final = {
    "int": "a whole number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "float": "a decimal number",
    "Points": "points as a text",
    "date": "a date such as 2012-12-07",
}
_CHOICES: Final[dict[str, type[StrEnum]]] = {
    "discipline": Discipline,
    "level": Level,
    "segment": Segment,
}


def dumps(protocols: Sequence[Protocol]) -> bytes:
    """A JSON list with one protocol a line, UTF-8."""
    return b"[\n" + b",\n".join(map(_encode, protocols)) + b"\n]\n"


def dump_lines(protocols: Sequence[Protocol]) -> bytes:
    """One protocol a line, UTF-8."""
    return b"".join(_encode(protocol) + b"\n" for protocol in protocols)


def write_json(protocols: Sequence[Protocol], path: Path) -> None:
    """Write a `.json` file."""
    write_whole(path, dumps(protocols))


def write_jsonl(protocols: Sequence[Protocol], path: Path) -> None:
    """Write a `.jsonl` file."""
    write_whole(path, dump_lines(protocols))


def read_json(data: bytes, name: str = "JSON") -> list[Protocol]:
    """Protocols from a JSON list, one JSON object, or one object a line; `name` opens each message.

    Raises `Unreadable` (empty, too large, not UTF-8), `SyntaxProblem` (not JSON, or a field of the
    wrong type: the message says which, what was found and what is allowed) and `NotAProtocol`.
    """
    if len(data) > MAXIMUM_BYTES:
        raise Unreadable(
            f"{name}: the file has {len(data):,} bytes, and at most {MAXIMUM_BYTES:,} are read"
        )
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not data:
        raise Unreadable(f"{name}: the file is empty")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name}: byte {error.start + 1} is not UTF-8, the only encoding that JSON allows"
        ) from None
    lines = data.splitlines()
    if data[:1] == b"{" and _is_json(lines[0]):
        return [
            _protocol(line, f"{name}, line {number}")
            for number, line in enumerate(lines, start=1)
            if line.strip()
        ]
    return [_protocol(data, name)] if data[:1] == b"{" else _protocols(data, name)


def _encode(protocol: Protocol) -> bytes:
    return _ENCODER.encode(protocol)


def _to_plain(value: object) -> str:
    if isinstance(value, Points):
        return str(value)
    raise TypeError(f"a protocol holds no {type(value).__name__}")


def _from_plain(wanted: type, value: object) -> Points:
    if wanted is not Points:
        raise TypeError(f"a protocol holds no {wanted.__name__}")
    if not isinstance(value, str):
        raise ValueError("Expected `Points`")
    try:
        return Points(value)
    except SyntaxProblem:
        raise ValueError("Expected `Points`") from None


_ENCODER: Final = msgspec.json.Encoder(enc_hook=_to_plain)
_ONE: Final = msgspec.json.Decoder(Protocol, dec_hook=_from_plain)
_MANY: Final = msgspec.json.Decoder(list[Protocol], dec_hook=_from_plain)


def _is_json(data: bytes) -> bool:
    try:
        msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _protocol(data: bytes, where: str) -> Protocol:
    try:
        return _ONE.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _problem(error, data, where) from None


def _protocols(data: bytes, where: str) -> list[Protocol]:
    try:
        return _MANY.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _problem(error, data, where) from None


def _problem(error: Exception, data: bytes, where: str) -> SyntaxProblem | NotAProtocol:
    """The sentence for what a decoder refused."""
    try:
        document = msgspec.json.decode(data)
    except RecursionError:
        return SyntaxProblem(f"{where}: the JSON is nested too deeply to be a protocol")
    except msgspec.DecodeError as fault:
        detail = str(fault).removeprefix("JSON is malformed: ")
        return SyntaxProblem(f"{where}: not JSON: {detail}")
    match = _PATH.match(str(error))
    what, path = (match["what"], match["path"] or "$") if match else (str(error), "$")
    place, found = _follow(document, path)
    if place is not None:  # the refusal is about the protocol itself or something in it
        if not isinstance(place, dict) or "performances" not in place:
            return NotAProtocol(
                f"{where}: {_spot(path)} is {_show(place)}, not a protocol: a protocol is an object"
                " with event, discipline, level, segment, date, season, layout and performances"
            )
        return SyntaxProblem(f"{where}: {_spot(path)} {_allowed(what, path, found)}")
    return NotAProtocol(f"{where}: {_show(document)} is not a protocol or a list of protocols")


def _follow(document: Any, path: str) -> tuple[Any, Any]:
    """The protocol that a path such as `$[0].performances[2].rank` leads through, and its end."""
    steps = [(key, index) for key, index in _STEP.findall(path)]
    place = None if isinstance(document, list) else document
    found = document
    for key, index in steps:
        found = found.get(key) if key else found[int(index)]
        if place is None:
            place = found
    return place, found


def _spot(path: str) -> str:
    return path.removeprefix("$").removeprefix(".") or "the document"


def _allowed(what: str, path: str, found: Any) -> str:
    """What was found and what is allowed, from the words of the decoder."""
    if field := re.search(r"missing required field `(\w+)`", what):
        return f"has no field {field[1]}, which every such entry has"
    if field := re.search(r"unknown field `(.*)`", what, re.DOTALL):
        return f"has a field {_show(field[1])}, which the format does not know"
    if expected := re.match(r"Expected `([^`]*)`", what):
        names = [_WORDS.get(name.strip(), name.strip()) for name in expected[1].split("|")]
        allowed = " or ".join(names)
        if "Points" in expected[1]:
            allowed += ' with at most two decimals such as "8.75"'
        return f"is {_show(found)}, and allowed is {allowed}"
    if what.startswith("Invalid enum value"):  # of one of three fields
        words = _CHOICES[path.rpartition(".")[2]]
        return f"is {_show(found)}, and allowed is {', '.join(words)}"
    if what.startswith("Invalid RFC3339"):
        return f"is {_show(found)}, and allowed is a date such as 2012-12-07 or null"
    return f"is {_show(found)}: {what}"


def _show(value: Any) -> str:
    """A found value, short."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = msgspec.json.encode(value).decode("utf-8")
    return text if len(text) <= 60 else text[:57] + "..."
