"""Texts of others as they are shown: nothing in them is hidden, or gives orders to a terminal."""

import re
from typing import Final

_SIGN: Final = "?"  # stands where something is that is not seen
# Control characters but the line feed; signs of no width; those that turn the order of reading, by
# which a text is shown as another (Unicode Technical Report 36, "Bidirectional Text Spoofing").
_HIDDEN: Final = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with a question mark for each character that is not seen."""
    return _HIDDEN.sub(_SIGN, text)
