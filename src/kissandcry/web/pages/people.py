"""Who is one person? Names in doubt, for somebody who knows to look at."""

from typing import Final

from kissandcry.archive import people
from kissandcry.web import controls
from kissandcry.web.ask import Ask
from kissandcry.web.page import Column, Page, Route, Table

_COLUMNS: Final = (
    Column("name", "Name", strong=True),
    Column("nation", "Nation"),
    Column("other", "Other name", strong=True),
    Column("other_nation", "Nation"),
    Column("says", "Why it is open"),
)


def review(ask: Ask) -> Page:
    """Pairs of names that may be one person, kept apart until somebody says so."""
    answer = people.review(ask.archive)
    page = ask.number("page", 1, 1, controls.FARTHEST)
    return Page(
        title="Names in doubt",
        answer=answer.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"),),
        tables=(
            Table(
                "review",
                "Names that may be one person",
                _COLUMNS,
                answer[ask.part(page)].to_dicts(),
                empty="No name is in doubt.",
                hidden=(
                    Column("rule", "Rule"),
                    Column("rule_name", "Name of the rule"),
                    Column("write", "What to write into a file of overrules"),
                ),
                kind="wide",
                count=answer.height,
            ),
        ),
        pager=controls.pager(ask, "/people", page, answer.height),
        more=controls.more(ask, dated=False),
        section="/skaters",
    )


ROUTES: Final = (Route("/people", review),)
