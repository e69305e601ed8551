"""What is amiss with a file of poses, in words of the file instead of those of its decoder."""

import re
from typing import Final

_PLACE: Final = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")
_KINDS: Final = {
    "object": "an object",
    "array": "a list",
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
}
_MISSING: Final = re.compile(r"Object missing required field `(.*)`")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.*)`")
_OTHER: Final = re.compile(r"Expected `(?P<wanted>[^`]*)`, got `(?P<found>[^`]*)`")
_LENGTH: Final = re.compile(r"Expected `array` of length (\d+)(?:, got (\d+))?")
_BYTE: Final = re.compile(r"\((?:byte|position) (\d+)\)")


def told(error: Exception) -> str:
    """The end of a sentence: what is amiss, and where."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is no UTF-8"
    if isinstance(error, RecursionError):
        return "its lists are nested too deeply"
    text = str(error)
    place = _PLACE.search(text)
    where = f" in {place['place']}" if place is not None and place["place"] else ""
    return f"{_what(_PLACE.sub('', text))}{where}"


def _what(text: str) -> str:
    if found := _MISSING.fullmatch(text):
        return f'the field "{found[1]}" is missing'
    if found := _UNKNOWN.fullmatch(text):
        return f'there is an unknown field "{found[1]}"'
    if found := _LENGTH.fullmatch(text):
        has = f", not {found[2]}" if found[2] else ""
        return f"a list of {found[1]} is wanted{has}"
    if found := _OTHER.fullmatch(text):
        return f"{_kind(found['wanted'])} is wanted, not {_kind(found['found'])}"
    if "out of range" in text:
        return "a number is out of range"
    if "truncated" in text:
        return "it breaks off before its end"
    if found := _BYTE.search(text):
        return f"byte {found[1]} is not what may stand there in JSON"
    return "it is not as such files are described"


def _kind(names: str) -> str:
    kinds = [one.strip() for one in names.split("|")]
    return " or ".join(_KINDS.get(one, one) for one in kinds)
