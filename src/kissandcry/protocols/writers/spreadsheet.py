"""Cells of tables that people open in a spreadsheet: none is taken for a formula."""

from datetime import date
from typing import Any, Final

from kissandcry.core.shown import visible

_BETWEEN: Final = " | "  # the parts of a list
# The wide forms too: a spreadsheet may take them for the others (OWASP, "CSV Injection").
_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def cell(value: Any) -> str:
    """A cell's text. Numbers stay as they are; a text that a spreadsheet would take for a formula
    gets an apostrophe in front, and what is not seen in it becomes a question mark."""
    text = _plain(value)
    if not isinstance(value, str | list | tuple):
        return text
    text = visible(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return _BETWEEN.join(map(_plain, value))
    return value.isoformat() if isinstance(value, date) else str(value)
