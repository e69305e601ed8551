"""How does a program ask? The JSON interface, described on a page of ours."""

from typing import Any, Final

from fastapi.routing import APIRoute

from kissandcry.web.api import router
from kissandcry.web.ask import Ask
from kissandcry.web.page import Column, Page, Route, Table

_EXAMPLES: Final = {
    "event": "gpf2012",
    "category": "men",
    "segment": "free-skating",
    "skater": "yuzuru-hanyu",
    "what": "1",
    "one": "yuzuru-hanyu",
    "other": "daisuke-takahashi",
    "season": "2012-13",
    "discipline": "men",
}
_COLUMNS: Final = (
    Column("path", "Address", "code", link="example"),
    Column("what", "Answer"),
    Column("query", "May be asked with"),
)


def interface(_: Ask) -> Page:
    """The addresses of the interface; each leads to an example."""
    rows = [_row(route) for route in router.routes if isinstance(route, APIRoute)]
    return Page(
        title="JSON interface",
        answer="Every answer of these pages is also there for programs, without a key.",
        template="interface.html",
        tables=(Table("addresses", "Addresses", _COLUMNS, rows),),
        section="/api",
    )


def _row(route: APIRoute) -> dict[str, Any]:
    example = route.path
    for name, value in _EXAMPLES.items():
        example = example.replace(f"{{{name}}}", value)
    if route.path.endswith("/search"):
        example += "?q=hanyu"
    return {
        "path": route.path,
        "what": route.description.split("\n")[0],
        "query": ", ".join(one.alias for one in route.dependant.query_params),
        "example": example,
    }


ROUTES: Final = (Route("/api", interface),)
