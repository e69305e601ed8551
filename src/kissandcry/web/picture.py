"""A page as a picture of 1200 by 630 points, for those who share its address."""

import importlib.resources
import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

import fontpkg_source_sans_3 as source_sans  # type: ignore[import-untyped]

from kissandcry.core.extras import extra
from kissandcry.web.page import Page

_KEPT: Final = 256
_TITLE: Final = 90  # characters that fit
_ANSWER: Final = 260
_FIGURES: Final = 4


class Pictures:
    """Draws pictures, and keeps the last ones."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def of(self, page: Page) -> bytes:
        """The PNG. Raises `MissingExtra` where Typst is not installed."""
        words = json.dumps(_words(page), ensure_ascii=False)
        with self._lock:
            if words in self._kept:
                self._kept.move_to_end(words)
                return self._kept[words]
        picture = _draw(words)
        with self._lock:
            self._kept[words] = picture
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return picture


def drawn(data: Mapping[str, Any], template: str) -> bytes:
    """A PNG of data by a template, which is not kept. Raises as `Pictures.of`."""
    return _draw(json.dumps(data, ensure_ascii=False), template)


def _words(page: Page) -> dict[str, Any]:
    return {
        "kicker": _short(page.kicker, _TITLE),
        "title": _short(page.title, _TITLE),
        "answer": _short(page.answer, _ANSWER),
        "figures": [
            {"label": _short(label, 36), "value": _short(value, 16)}
            for label, value in page.figures[:_FIGURES]
        ],
    }


def _short(text: str, most: int) -> str:
    """The text, cut after a word where it is too long."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"


def _draw(words: str, name: str = "picture.typ") -> bytes:
    with extra("print", "a preview picture"):
        import typst

    template = importlib.resources.files("kissandcry.web") / "templates" / name
    picture = typst.compile(
        template.read_bytes(),
        format="png",
        ppi=72,
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[f"{source_sans.ROOT}/files"],
        ),
        sys_inputs={"data": words},
    )
    assert isinstance(picture, bytes)
    return picture
