"""Pages as they are answered and shown, without a server."""

import json
from collections.abc import Callable
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kissandcry.archive import Archive
from kissandcry.web.ask import Ask
from kissandcry.web.assets import Assets
from kissandcry.web.page import Page
from kissandcry.web.render import Renderer

_RENDERER = Renderer(Assets())


def asked(
    archive: Archive,
    answer: Callable[[Ask], Page],
    /,
    *,
    query: dict[str, str] | None = None,
    **path: str,
) -> Page:
    """What a function of the pages answers to the parts of an address and a query."""
    return answer(Ask(archive, path, query or {}))


def shown(page: Page, address: str = "/page", *, fragment: bool = False) -> LexborHTMLParser:
    """The page as HTML, parsed."""
    return LexborHTMLParser(_RENDERER.html(page, address, "", "", fragment=fragment))


def one(tree: LexborHTMLParser, selector: str) -> LexborNode:
    """The one element that a selector finds."""
    (found,) = tree.css(selector)
    return found


def drawn(tree: LexborHTMLParser, key: str) -> list[dict[str, Any]]:
    """What the chart of a key draws, from the block that stands in the page."""
    block = one(tree, f"#c-{key} script[type='application/json']")
    rows: list[dict[str, Any]] = json.loads(block.text())["data"]
    return rows


def cells(tree: LexborHTMLParser, key: str) -> list[list[str]]:
    """The texts of a table's rows."""
    for section in tree.css("section.table"):
        if section.attributes.get("aria-labelledby") == f"t-{key}":
            return [
                [cell.text(strip=True) for cell in row.css("td")] for row in section.css("tbody tr")
            ]
    return []
