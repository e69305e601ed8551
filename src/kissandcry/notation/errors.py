"""The error of a text that is no element code: it shows where, what and the nearest code."""

import unicodedata
from functools import cached_property
from typing import Final

from kissandcry.core import SyntaxProblem

_SHOWN: Final = 100
_CYRILLIC: Final = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406"
    "\u0408\u0430\u0435\u043e\u0440\u0441\u0445\u0455\u0456\u0443\u0423"
)
_GREEK: Final = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
)
# Letters that are drawn like Latin ones.
LOOK_ALIKES: Final = dict(
    zip(
        _CYRILLIC + _GREEK,
        "ABEKMHOPCTXSIJaeopcxsiyYABEZHIKMNOPTYXo",
        strict=True,
    )
)


class NotationError(SyntaxProblem):
    """A text is not an element code.

    `code` is the text, `position` the index of the first character that does not fit (the length of
    the code where something is missing), `expected` says what would fit there, and `nearest` is the
    closest valid code ("" where none is close).
    """

    def __init__(self, code: str, position: int, expected: str) -> None:
        super().__init__(code, position, expected)
        self.code = code
        self.position = position
        self.expected = expected

    @cached_property
    def nearest(self) -> str:
        """The closest valid code, or ""."""
        from kissandcry.notation.nearest import nearest_code  # it parses, so it stands above

        return nearest_code(self.code, self.position)

    def _found(self) -> str:
        character = self.code[self.position]
        if character.isascii() and character.isprintable():
            return f'"{character}" stands' if character != " " else "a space stands"
        name = unicodedata.name(character, f"U+{ord(character):04X}")
        twin = LOOK_ALIKES.get(character)
        like = f', which only looks like the Latin "{twin}",' if twin else ""
        shown = f'"{character}" ({name})' if character.isprintable() else name
        return f"{shown}{like} stands"

    @property
    def sentence(self) -> str:
        """The error in one line, without the picture of the code."""
        if self.position >= len(self.code):
            where = f"the code ends after character {len(self.code)}"
        else:
            where = f"{self._found()} at character {self.position + 1}"
        return f"not an element code: {where}; expected {self.expected}"

    def __str__(self) -> str:
        lines = [self.sentence]
        if self.position < _SHOWN:
            shown = "".join(sign if sign.isprintable() else "?" for sign in self.code[:_SHOWN])
            lines += [f"    {shown}", f"    {' ' * self.position}^"]
        if self.nearest:
            lines.append(f"nearest: {self.nearest}")
        return "\n".join(lines)
