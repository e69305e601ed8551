"""Pages as HTML: the templates, and what they may call."""

import json
from typing import Any, Final

import jinja2
from markupsafe import Markup

from kissandcry.core.shown import visible
from kissandcry.web import addresses, cells
from kissandcry.web.assets import Assets
from kissandcry.web.page import Page

MENU: Final[tuple[tuple[str, str], ...]] = (
    ("/events", "Events"),
    ("/skaters", "Skaters"),
    ("/records", "Records"),
    ("/judges", "Judges"),
    ("/plan", "Plan"),
    ("/watch", "Watch"),
    ("/audit", "Audit"),
    ("/api", "API"),
)


def block(value: Any) -> Markup:
    """Data as JSON inside a page; nothing in it can end the block."""
    text = json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


class Renderer:
    """Makes pages of templates; one for each app. `watches`: whether it takes clips."""

    def __init__(self, assets: Assets, *, watches: bool = False) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("kissandcry.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals |= {
            "at": addresses,
            "asset": assets.address,
            "scripts": assets.scripts,
            "menu": [one for one in MENU if watches or one[0] != "/watch"],
            "rows": cells.body,
            "heading": cells.heading,
            "csv_words": cells.csv_words,
            "who": cells.who,
            "spark": cells.spark,
            "block": block,
        }
        self._environment.filters |= {
            "points": cells.points,
            "signed": cells.signed,
            "figure": cells.figure,
            "minus": cells.minus,
            "day": cells.day,
            "share": cells.share,
        }

    def html(self, page: Page, address: str, query: str, origin: str, *, fragment: bool) -> str:
        """The page; with `fragment` only its block `main`."""
        template = self._environment.get_template(page.template)
        values: dict[str, Any] = {
            "page": page,
            "address": address,
            "variant": variant(address),
            "query": f"?{query}" if query else "",
            "and_query": f"&{query}" if query else "",
            "origin": origin,
            "layout": "fragment.html" if fragment else "base.html",
            "exports": page.status == 200,
            "q": "",
            **page.more,
        }
        return visible(template.render(values))


def variant(address: str) -> str:
    """What `.csv` and `.png` are put behind: the address, `/index` for the first page."""
    return "/index" if address == "/" else address
