"""Files that pages need: ours, the libraries' and the font, each under a name with its hash."""

import hashlib
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import fontpkg_source_sans_3 as source_sans  # type: ignore[import-untyped]

from kissandcry.core import MissingExtra

PREFIX: Final = "/static/"
_FONT: Final = Path(source_sans.ROOT) / "files" / "SourceSans3[wght].ttf"
_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff": "font/woff",
    "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8",
}
_OURS: Final = (
    "site.css",
    "questions.css",
    "planner.css",
    "theme.js",
    "site.js",
    "charts.js",
    "fit.js",
    "planner.js",
    "watch.js",
    "planner-rink.js",
    "icon.svg",
)
# Copied by scripts/assets.py; pages work without them.
_LIBRARIES: Final = ("htmx.js", "d3.js", "plot.js")
# Latin with its accents, Greek, Cyrillic, and the signs that figures and sentences need.
_LETTERS: Final = (
    *string.printable,
    *map(chr, range(0xA0, 0x250)),
    *map(chr, range(0x1E00, 0x1F00)),
    *map(chr, range(0x370, 0x530)),
    *"\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}\N{LEFT SINGLE QUOTATION MARK}",
    *"\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
    *"\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW}\N{UPWARDS ARROW}\N{DOWNWARDS ARROW}\N{BULLET}",
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file: what gives its bytes, its type and its tag."""

    content: Callable[[], bytes]
    kind: str
    tag: str


@cache
def _font() -> bytes:
    """The letters that pages use; the whole font where the part that cuts it is not installed."""
    try:
        from kissandcry.core.fonts import web_font

        return web_font(_LETTERS)
    except MissingExtra:
        return _FONT.read_bytes()


class Assets:
    """All files, read once; the font is cut when it is first asked for. `scripts` are the names of
    the libraries that are there."""

    def __init__(self) -> None:
        folder = files("kissandcry.web") / "static"
        found: dict[str, bytes] = {name: (folder / name).read_bytes() for name in _OURS}
        vendor = folder / "vendor"
        for name in _LIBRARIES:
            if (file := vendor / name).is_file():
                found[name] = file.read_bytes()
        self.scripts = frozenset(found) & frozenset(_LIBRARIES)
        self._files: dict[str, Asset] = {}
        self._addresses: dict[str, str] = {}
        font = "source-sans-3.woff" if find_spec("fontTools") else "source-sans-3.ttf"
        self._hold(font, _FONT.read_bytes() + "".join(_LETTERS).encode("utf-8"), _font)
        css = found.pop("site.css")
        for name, content in found.items():
            self._hold(name, content)
        address = self._addresses[font].encode("ascii")
        self._hold("site.css", css.replace(b"/static/source-sans-3.woff", address))

    def address(self, name: str) -> str:
        """The address of a file."""
        return self._addresses[name]

    def find(self, name: str) -> Asset | None:
        """The file of a name with its hash; None where there is none."""
        return self._files.get(name)

    def names(self) -> Iterable[str]:
        """The names that have a file."""
        return self._files

    def _hold(self, name: str, content: bytes, made: Callable[[], bytes] | None = None) -> None:
        stem, _, suffix = name.rpartition(".")
        tag = hashlib.sha256(content).hexdigest()[:16]
        full = f"{stem}.{tag}.{suffix}"
        self._files[full] = Asset(made or (lambda: content), _TYPES[suffix], f'"{tag}"')
        self._addresses[name] = f"{PREFIX}{full}"
