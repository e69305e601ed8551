"""Who is here? The list of skaters, and the careers of one person."""

from typing import Any, Final

from kissandcry.archive import Archive, people
from kissandcry.archive.overview import overview
from kissandcry.core import Discipline
from kissandcry.protocols.writers import words
from kissandcry.web import addresses, controls
from kissandcry.web.ask import Ask, NotFound
from kissandcry.web.page import Column, Page, Route, Table

_COLUMNS: Final = (
    Column("name", "Skater", "skater", strong=True),
    Column("what", "Discipline"),
    Column("performances", "Skates", "number"),
    Column("first_day", "First", "day"),
    Column("last_day", "Latest", "day"),
)
_NAMES: Final = (
    Column("name", "Name", strong=True),
    Column("nation", "Nation"),
    Column("other", "Other name", strong=True),
    Column("other_nation", "Nation"),
    Column("says", "Why they are one person, or left open"),
)
_LINKS: Final = (
    ("Compare two", "/compare"),
    ("Names in doubt", "/people"),
)
_LIST: Final = """
WITH counted AS (
    SELECT skater, count(*) AS performances, min(day) AS first_day, max(day) AS last_day
    FROM performances WHERE ($discipline = '' OR discipline = $discipline) GROUP BY skater
)
SELECT k.key AS skater, k.name, k.nation, k.discipline, c.performances, c.first_day, c.last_day,
    count(*) OVER () AS everybody
FROM counted c JOIN skaters k ON k.id = c.skater
WHERE ($nation = '' OR k.nation = $nation)
ORDER BY c.performances DESC, k.key LIMIT $rows OFFSET $skip
"""
_CAREERS: Final = """
SELECT k.key AS skater, k.name, k.nation, k.discipline, count(p.id) AS performances,
    min(p.day) AS first_day, max(p.day) AS last_day
FROM skaters k LEFT JOIN performances p ON p.skater = k.id
WHERE list_contains(k.members, ?) GROUP BY ALL ORDER BY first_day, skater
"""


def skaters(ask: Ask) -> Page:
    """All skaters, those with most skates first."""
    which = controls.choice(ask, "discipline", "Discipline", controls.disciplines(every="All"))
    known = overview(ask.archive).nations
    nation = controls.choice(ask, "nation", "Nation", [("", "All"), *((one, one) for one in known)])
    page = ask.number("page", 1, 1, controls.FARTHEST)
    part = ask.part(page)
    asked = {
        "discipline": which.value,
        "nation": nation.value,
        "rows": part.stop - part.start,
        "skip": part.start,
    }
    rows = ask.archive.remembered(f"{__name__} {asked!r}", lambda: ask.archive.rows(_LIST, asked))
    count = rows[0]["everybody"] if rows else 0
    of = f" of {nation.value}" if nation.value else ""
    what = f" in {dict(which.options)[which.value].lower()}" if which.value else ""
    return Page(
        title="Skaters",
        answer=f"Skaters known here{of}{what}: {count:,}; a couple or a team counts as one."
        if count
        else f"No skater{of}{what} is known here.",
        template=controls.TEMPLATE,
        tables=(
            Table(
                "skaters",
                "Skaters, those with most skates first",
                _COLUMNS,
                _named(rows),
                count=count,
            ),
        ),
        pager=controls.pager(
            ask, "/skaters", page, count, discipline=which.value, nation=nation.value
        ),
        more=controls.more(ask, which, nation, dated=False, links=_LINKS),
        section="/skaters",
    )


def person(ask: Ask) -> Page:
    """Every career of a person: alone, and with each partner."""
    key = ask.path["person"]
    found = ask.archive.rows("SELECT id, name, nation FROM people WHERE key = ?", [key])
    if not found:
        raise NotFound(f"no person has the key {key!r}", [("Search", addresses.search(key))])
    who = found[0]
    rows = _named(careers(ask.archive, who["id"]))
    skates = sum(row["performances"] for row in rows)
    count = len(rows)
    return Page(
        title=who["name"],
        kicker=who["nation"],
        answer=f"{who['name']} has {count} career{'s' * (count != 1)} in this archive, with"
        f" {skates:,} skates.",
        crumbs=(("Skaters", "/skaters"),),
        template=controls.TEMPLATE,
        tables=(Table("careers", "Careers, the first one first", _COLUMNS, rows),),
        more=controls.more(
            ask,
            dated=False,
            sections=(
                controls.Section(
                    f"{addresses.person(key)}/names",
                    "Printed names",
                    "How the papers print this name, and what joins the forms.",
                ),
            ),
        ),
        section="/skaters",
    )


def names(ask: Ask) -> Page:
    """The printed names of a person, and the rule that joins each pair of them."""
    key = ask.path["person"]
    answer = people.explain(ask.archive, key)
    return Page(
        title=f"Printed names of {key.replace('-', ' ')}",
        answer=answer.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), ("Person", addresses.person(key))),
        tables=(
            Table(
                "names",
                "Printed names, and what joins them",
                _NAMES,
                answer[ask.part()].to_dicts(),
                count=answer.height,
                kind="wide",
            ),
        ),
        more=controls.more(ask, dated=False, part="Printed names"),
        section="/skaters",
    )


def careers(archive: Archive, person: int) -> list[dict[str, Any]]:
    """The careers of a person, by its number in the archive."""
    return archive.rows(_CAREERS, [person])


def _named(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the name of their discipline; the rows themselves may be remembered ones."""
    return [row | {"what": words.DISCIPLINES[Discipline(row["discipline"])]} for row in rows]


ROUTES: Final = (
    Route("/skaters", skaters),
    Route("/person/{person}", person),
    Route("/person/{person}/names", names),
)
