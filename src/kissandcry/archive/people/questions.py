"""Questions about identity: who there is, who is in doubt, and why a name is whose it is."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import duckdb
import polars as pl

from kissandcry.archive import keys
from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.people import keeping, overrules, rules, standing
from kissandcry.archive.people.evidence import OFFICIAL, Printed
from kissandcry.archive.people.index import Index
from kissandcry.archive.people.officials import Officials
from kissandcry.archive.people.overrules import Overrules
from kissandcry.archive.people.resolve import Link, Resolved, resolve
from kissandcry.archive.store import Archive

_PEOPLE: Final = """
SELECT p.key AS person, p.name, p.nation,
    min(f.first_day) AS first_day, max(f.last_day) AS last_day,
    list(DISTINCT s.key ORDER BY s.key) AS skaters, list(DISTINCT f.name ORDER BY f.name) AS names
FROM people p
JOIN (SELECT id, key, unnest(members) AS person FROM skaters) s ON s.person = p.id
JOIN name_forms f ON f.skater = s.id
WHERE f.first_day <= coalesce(?, DATE '9999-12-31')
GROUP BY ALL ORDER BY person
"""
_OF_PERSON: Final = """
SELECT DISTINCT f.parts[s.place] AS id, p.name FROM name_forms f
JOIN (SELECT id, unnest(members) AS person, generate_subscripts(members, 1) AS place FROM skaters) s
ON s.id = f.skater JOIN people p ON p.id = s.person WHERE p.key = ? ORDER BY 1
"""
_OF_OFFICIAL: Final = """
SELECT p.id, j.name FROM printed_names p JOIN judges j ON j.id = p.judge WHERE j.key = ? ORDER BY 1
"""
_OF_SKATER: Final = """
SELECT DISTINCT unnest(parts) AS id FROM name_forms WHERE skater = ? ORDER BY 1
"""
_DOUBTS: Final = """
SELECT d.rule, d.because, a.name AS name, a.nation AS nation, a.sex AS sex, b.name AS other,
    b.nation AS other_nation, b.sex AS other_sex
FROM doubts d JOIN printed_names a ON a.id = d.one JOIN printed_names b ON b.id = d.other
ORDER BY a.sex = 'o', a.name, b.name
"""
_OTHER_JUDGES: Final = """
WITH now AS (SELECT segment, judge FROM officials),
changed AS ((FROM now EXCEPT FROM sat) UNION (FROM sat EXCEPT FROM now))
SELECT DISTINCT segment FROM officials WHERE judge IN (SELECT judge FROM changed) ORDER BY segment
"""
_LINKS: Final = {
    "name": pl.String(),
    "nation": pl.String(),
    "other": pl.String(),
    "other_nation": pl.String(),
    "rule": pl.String(),
    "rule_name": pl.String(),
    "says": pl.String(),
}


def people(archive: Archive, as_of: date | None = None) -> Answer:
    """Everybody: `person`, `name`, `nation`, `first_day`, `last_day`, `skaters` (the keys of the
    single career and of each couple) and `names` (all printed forms)."""
    frame = archive.frame(_PEOPLE, [as_of])
    (counts,) = archive.rows(
        "SELECT (SELECT count(DISTINCT (name, nation)) FROM name_forms) AS forms,"
        " (SELECT count(*) FROM doubts) AS doubts"
    )
    forms, doubts = counts["forms"], counts["doubts"]
    sentence = (
        f"{frame.height:,} people compete in this archive, under {forms:,} printed names of one or"
        f" two; {_pairs(doubts)}."
    )
    if as_of is not None:
        sentence = f"{frame.height:,} people of this archive competed up to {as_of}."
    return Answer.of(frame, sentence, Coverage())


def review(archive: Archive) -> Answer:
    """Printed names that somebody who knows should look at: `name`, `nation`, `other`,
    `other_nation`, `rule`, `rule_name`, `says`, and `write`, what in a file of overrules makes them
    one person or two for good."""
    book = rules.rules()
    rows = []
    for row in archive.rows(_DOUBTS):
        rule = book[row["rule"]]
        pair = [f"{row['name']}, {row['nation']}", f"{row['other']}, {row['other_nation']}"]
        rows.append(
            {
                **{name: row[name] for name in ("name", "nation", "other", "other_nation")},
                "rule": rule.number,
                "rule_name": rule.name,
                "says": row["because"] or rule.says,
                "write": f"[[same]]\nnames = {_toml(pair)}\n",
            }
        )
    frame = pl.DataFrame(rows, schema={**_LINKS, "write": pl.String()}, orient="row")
    sentence = (
        f"{_pairs(len(rows))}; a file of overrules may say that they are the same."
        if rows
        else "No name is in doubt."
    )
    return Answer.of(frame, sentence, Coverage())


def explain(archive: Archive, key: str) -> Answer:
    """Why the printed names of a skater, a person or an official are theirs: each pair of names
    with the rule that joined them, and those that were left in doubt. Raises `NotInArchive`."""
    ids, name = _printed_of(archive, key)
    connection = archive.connection.cursor()
    try:
        told = overrules.both(keeping.overruled(connection))
        index = Index(connection, told)
        closure = index.closure(ids)
        found = _resolved(connection, index, told, closure)
    finally:
        connection.close()
    own = {closure[id] for id in ids}
    rows = [_link(link) for one in found for link in one.joined if own & {link.one, link.other}]
    kept = archive.rows(_DOUBTS)
    alone = sorted(own - {p for one in found for link in one.joined for p in link[:2]})
    rows += [(p.name, p.nation, "", "", "", "", "Printed so; no rule was needed.") for p in alone]
    rows += [_doubt(row) for row in kept if own & set(_pair(row))]
    frame = pl.DataFrame(rows, schema=_LINKS, orient="row")
    forms = f"{len(own)} printed names" if len(own) > 1 else "one printed name"
    return Answer.of(frame, f"{name} stands in this archive under {forms}.", Coverage())


def _resolved(
    connection: duckdb.DuckDBPyConnection,
    index: Index,
    told: Overrules,
    closure: dict[int, Printed],
) -> list[Resolved]:
    if any(one.sex == OFFICIAL for one in closure.values()):
        nodes = Officials(connection, told).nodes(closure)
    else:
        stood, _, _ = standing.of_archive(connection, closure)
        nodes = standing.nodes(stood, {printed: id for id, printed in closure.items()})
    groups = index.components(sorted(closure))
    return [resolve([nodes[id] for id in group if id in nodes], told) for group in groups]


def _printed_of(archive: Archive, key: str) -> tuple[list[int], str]:
    """The printed names behind a key, and the name."""
    for sql in (_OF_PERSON, _OF_OFFICIAL):
        if rows := archive.rows(sql, [key]):
            return [row["id"] for row in rows], rows[0]["name"]
    skater = keys.skater(archive, key)
    return [row["id"] for row in archive.rows(_OF_SKATER, [skater.id])], skater.name


def _link(link: Link) -> tuple[str, ...]:
    says = link.because or link.rule.says
    return (
        link.one.name,
        link.one.nation,
        link.other.name,
        link.other.nation,
        link.rule.number,
        link.rule.name,
        says,
    )


def _pair(row: dict[str, Any]) -> tuple[Printed, Printed]:
    one = Printed(row["name"], row["nation"], row["sex"])
    return one, Printed(row["other"], row["other_nation"], row["other_sex"])


def _doubt(row: dict[str, Any]) -> tuple[str, ...]:
    one, other = _pair(row)
    rule = rules.rules()[row["rule"]]
    return (*one[:2], *other[:2], rule.number, rule.name, row["because"] or rule.says)


def _toml(texts: Iterable[str]) -> str:
    quoted = (f'"{text}"' for text in (t.replace("\\", "\\\\").replace('"', '\\"') for t in texts))
    return f"[{', '.join(quoted)}]"


def _pairs(count: int) -> str:
    if not count:
        return "no name is in doubt"
    names = "1 pair of names is" if count == 1 else f"{count:,} pairs of names are"
    return f"{names} in doubt and kept apart"


def apply(archive: Archive, text: str, where: str) -> tuple[int, int]:
    """Keep a file's overrules in the archive, instead of those kept before, and work out anew whom
    they name; the number of skaters and officials before and now. Raises `SyntaxProblem`."""
    from kissandcry.archive import derived
    from kissandcry.archive.people.register import overrule

    overrules.parse(text, where)
    before = _count(archive)
    with archive.transaction():
        archive.run("CREATE OR REPLACE TEMP TABLE sat AS SELECT segment, judge FROM officials")
        overrule(archive.connection, text)
        # Who is another judge now may be of another nation, wherever that one sat.
        segments = archive.run(_OTHER_JUDGES)
        archive.run("DROP TABLE sat")
        derived.fill(archive, [row[0] for row in segments])
    return before, _count(archive)


def overruled(archive: Archive) -> str:
    """The text of the file of overrules that the archive keeps; empty where it keeps none."""
    rows = archive.rows("SELECT value FROM meta WHERE name = 'people'")
    return str(rows[0]["value"]) if rows else ""


def _count(archive: Archive) -> int:
    sql = "SELECT (SELECT count(*) FROM people) + (SELECT count(*) FROM judges)"
    return int(archive.run(sql)[0][0])


def unused(archive: Archive, text: str, where: str) -> Sequence[str]:
    """Of a file of overrules the names that this archive does not hold, a sentence each."""
    index = Index(archive.connection, overrules.Overrules())
    found: list[str] = []
    for entry in overrules.parse(text, where).entries:
        for pattern, printed in zip(entry.patterns, entry.texts, strict=True):
            if not any(pattern.names(one) for one in index.matching([pattern]).values()):
                found.append(f"{where}: {printed!r} is no name of this archive")
    return found
