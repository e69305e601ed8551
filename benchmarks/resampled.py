"""A large archive made by resampling a real one: `python -m benchmarks.resampled FROM TO [COUNT]`.

The first copy is the real archive itself. Each further copy has its events under other names, some
days later in the same seasons, and in place of each performance another of the same discipline,
segment and season, whole as it was marked; the places follow from the scores. Four copies share
their skaters and officials, whose names are put together from real ones. The same archive comes out
each time.
"""

import sys
from pathlib import Path
from time import perf_counter

import duckdb

from kissandcry.archive import Archive, derived, sought
from kissandcry.archive.people.evidence import Printed
from kissandcry.archive.people.index import Index
from kissandcry.archive.people.overrules import shipped

COUNT = 1_000_000
SHARE = 4  # copies with the same people
TOGETHER = 400  # segments that are derived at once

_CITIES = (
    "Lindau Malmo Turin Gdansk Bergen Tartu Graz Lyon Osaka Nagano Sapporo Halifax Regina Spokane"
    " Boise Harbin Kazan Samara Cardiff Zagreb Ostrava Egna Jaca Riga Vaasa Odense Sofia Linz"
).split()

_SKATERS = """
CREATE TEMP TABLE given AS
    SELECT word, sex, row_number() OVER (PARTITION BY sex ORDER BY word) - 1 AS n,
        count(*) OVER (PARTITION BY sex) AS size
    FROM (SELECT DISTINCT split_part(name, ' ', 1) AS word, sex FROM source.printed_names
        WHERE sex IN ('m', 'f') AND regexp_matches(name, '^[A-Z][a-z]+ [A-Z]{3,}$'));
CREATE TEMP TABLE family AS
    SELECT word, row_number() OVER (ORDER BY word) - 1 AS n, count(*) OVER () AS size
    FROM (SELECT DISTINCT split_part(name, ' ', 2) AS word FROM source.printed_names
        WHERE sex IN ('m', 'f') AND regexp_matches(name, '^[A-Z][a-z]+ [A-Z]{3,}$'));
CREATE TEMP TABLE person AS
    WITH sexes AS (
        SELECT id, max(CASE WHEN discipline = 'men' OR (len(members) = 2 AND place = 2)
            THEN 'm' ELSE 'f' END) AS sex
        FROM (SELECT discipline, members, unnest(members) AS id,
                generate_subscripts(members, 1) AS place FROM source.skaters)
        GROUP BY id
    )
    SELECT row_number() OVER (ORDER BY u, p.id) + (SELECT max(id) FROM source.people) AS new, u,
        p.id, p.nation, s.sex,
        g.word || ' ' || f.word AS name
    FROM source.people p JOIN sexes s ON s.id = p.id, range($groups) r(u), given g, family f
    WHERE g.sex = s.sex AND g.n = hash(u, p.id, 1) % g.size AND f.n = hash(u, p.id, 2) % f.size;
CREATE TEMP TABLE skater AS
    SELECT row_number() OVER (ORDER BY u, k.id) + (SELECT max(id) FROM source.skaters) AS new, u,
        k.id, k.discipline, any_value(p.nation) AS nation,
        string_agg(p.name, ' / ' ORDER BY place) AS name, list(p.new ORDER BY place) AS members
    FROM (SELECT id, discipline, unnest(members) AS member,
            generate_subscripts(members, 1) AS place FROM source.skaters) k
        JOIN person p ON p.id = k.member
    GROUP BY u, k.id, k.discipline;
INSERT INTO people BY NAME
    SELECT new AS id, name, nation, lower(replace(name, ' ', '-')) || '-' || new AS key FROM person;
INSERT INTO skaters BY NAME
    SELECT new AS id, name, nation, discipline, members,
        regexp_replace(lower(name), '[^a-z]+', '-', 'g') || '-' || new AS key FROM skater;
CREATE TEMP TABLE judge AS
    SELECT row_number() OVER (ORDER BY u, j.id) + (SELECT max(id) FROM source.judges) AS new, u,
        j.id, j.nation, g.word || ' ' || f.word AS name
    FROM source.judges j, range($groups) r(u), given g, family f
    WHERE g.sex = 'f' AND g.n = hash(u, j.id, 3) % g.size AND f.n = hash(u, j.id, 4) % f.size;
INSERT INTO judges BY NAME
    SELECT new AS id, name, nation, lower(replace(name, ' ', '-')) || '-' || new AS key FROM judge;
"""

_EVENTS = """
CREATE TEMP TABLE event AS
    SELECT row_number() OVER (ORDER BY first_day, k, id) + (SELECT max(id) FROM source.events)
        AS new, k, id, season, (k % 9)::INTEGER AS shift,
        $cities[1 + (hash(k, id) % len($cities))::INTEGER] AS place
    FROM source.events, range(1, $copies) r(k);
INSERT INTO events BY NAME
    SELECT e.new AS id, lower(v.place) || '-trophy-' || v.season || '-' || e.new AS key,
        v.place || ' Trophy ' || v.season || ' (' || e.new || ')' AS name,
        CASE WHEN e.k % 3 = 0 THEN 'challenger' WHEN e.k % 3 = 1 THEN 'other' ELSE 'national' END
            AS kind,
        v.season, s.first_day + v.shift AS first_day, s.last_day + v.shift AS last_day, v.place,
        s.authority
    FROM event e JOIN source.events s ON s.id = e.id JOIN event v ON v.new = e.new ORDER BY e.new;
CREATE TEMP TABLE segment AS
    SELECT row_number() OVER (ORDER BY e.new, s.id) + (SELECT max(id) FROM source.segments) AS new,
        e.new AS event, e.k, e.shift, s.id
    FROM event e JOIN source.segments s ON s.event = e.id;
INSERT INTO segments BY NAME
    SELECT g.new AS id, g.event, s.day + g.shift AS day, s.* EXCLUDE (id, event, day)
    FROM segment g JOIN source.segments s ON s.id = g.id ORDER BY g.new;
CREATE TEMP TABLE pool AS
    SELECT p.id, p.segment, p.skater, p.position, concat_ws('/', p.discipline, p.level,
            p.segment_name, p.season, s.judges, s.grades) AS kind,
        row_number() OVER (PARTITION BY kind ORDER BY p.id) - 1 AS n,
        count(*) OVER (PARTITION BY kind) AS size
    FROM source.performances p JOIN source.segments s ON s.id = p.segment;
CREATE TEMP TABLE slot AS
    SELECT row_number() OVER (ORDER BY g.new, a.position)
            + (SELECT max(id) FROM source.performances) AS new,
        g.new AS segment, g.event, g.shift, k.new AS skater, k.name, k.nation, a.position, b.id
    FROM segment g JOIN pool a ON a.segment = g.id
        JOIN skater k ON k.id = a.skater AND k.u = g.k // $share
        JOIN pool b ON b.kind = a.kind AND b.n = hash(g.new, a.position) % b.size;
CREATE TEMP TABLE scored AS
    SELECT s.new AS id, s.*  EXCLUDE (new, id), s.id AS content, p.season,
        rank() OVER (PARTITION BY s.segment ORDER BY p.tss DESC) AS place,
        row_number() OVER (PARTITION BY s.segment ORDER BY p.tss DESC, s.new) AS line
    FROM slot s JOIN source.performances p ON p.id = s.id;
"""

_SEASON = (
    """
INSERT INTO performances BY NAME
    SELECT c.id, c.segment, c.skater, c.line AS position, c.name, c.nation, c.place AS rank,
        c.event, g.category, g.team, p.day + c.shift AS day,
        row_number() OVER (PARTITION BY c.segment ORDER BY hash(c.id)) AS starting_number,
        p.* EXCLUDE (id, segment, skater, position, name, nation, rank, event, category, team, day,
            starting_number)
    FROM scored c JOIN source.performances p ON p.id = c.content
        JOIN segments g ON g.id = c.segment
    WHERE c.season = $season ORDER BY c.segment, c.line
""",
    *(
        f"""
INSERT INTO {table} BY NAME
    SELECT c.id AS performance, c.segment, {skater} t.* EXCLUDE (performance, {skater[2:]} segment)
    FROM scored c JOIN source.{table} t ON t.performance = c.content
    WHERE c.season = $season ORDER BY c.segment, c.line, t.position
"""
        for table, skater in (
            ("elements", "c.skater,"),
            ("components", "c.skater,"),
            ("deduction_items", ""),
        )
    ),
)

_REST = """
INSERT INTO findings BY NAME
    SELECT c.segment, c.id AS performance, f.check_name, f.sentence
    FROM scored c JOIN source.findings f ON f.performance = c.content;
INSERT INTO officials BY NAME
    SELECT g.new AS segment, j.new AS judge, j.name, o.* EXCLUDE (segment, judge, name)
    FROM segment g JOIN source.officials o ON o.segment = g.id
        JOIN judge j ON j.id = o.judge AND j.u = g.k // $share
    ORDER BY g.new, o.position;
"""


def main(source: Path, target: Path, count: int = COUNT) -> None:
    """Make the archive at `target` from the one at `source`."""
    start = perf_counter()
    target.unlink(missing_ok=True)
    Archive(target).close()  # the tables
    connection = duckdb.connect(str(target))
    _run(connection, f"ATTACH '{source}' AS source (READ_ONLY)")  # a path of ours
    real = int(str(_run(connection, "SELECT count(*) FROM source.performances")[0][0]))
    copies = max(-(-count // real) - 1, 1)
    values = {
        "copies": copies + 1,
        "groups": copies // SHARE + 1,
        "share": SHARE,
        "cities": list(_CITIES),
    }
    for (table,) in _run(connection, _TABLES):
        _run(connection, f"INSERT INTO {table} BY NAME SELECT * FROM source.{table}")
    for script in (_SKATERS, _EVENTS):
        _script(connection, script, values)
    for (season,) in _run(connection, "SELECT DISTINCT season FROM scored ORDER BY season"):
        for statement in _SEASON:
            _run(connection, statement, {"season": season})
        print(f"{season} {perf_counter() - start:.0f} s", flush=True)
    _script(connection, _REST, values)
    ((first,),) = _run(connection, "SELECT max(id) FROM source.skaters")
    connection.close()
    _fill(target, first, start)


def _fill(target: Path, first: object, start: float) -> None:
    """What comes of the rest: the index of names, and what is derived. `first` is the last skater
    of the real archive."""
    with Archive(target) as archive:
        with archive.transaction():
            archive.run(_MEMBERS, [first])
            found = archive.run("SELECT DISTINCT name, nation, sex FROM member")
            index = Index(archive.connection, shipped())
            index.ids({Printed(*one): (set(), set()) for one in found})
            archive.run(_FORMS)
            archive.run("DELETE FROM sought")
            for table in ("skaters", "judges", "events"):
                rows = archive.run(f"SELECT id, name FROM {table}")
                sought.put(archive.connection, table, {id: [name] for id, name in rows})
        print(f"names {perf_counter() - start:.0f} s", flush=True)
        ids = [row[0] for row in archive.run("SELECT id FROM segments ORDER BY id")]
        for first in range(0, len(ids), TOGETHER):
            with archive.transaction():
                derived.fill(archive, ids[first : first + TOGETHER])
            if not first // TOGETHER % 10:
                print(f"derived {first} {perf_counter() - start:.0f} s", flush=True)


_MEMBERS = """
CREATE TEMP TABLE member AS
SELECT s.id AS skater, s.place, p.name, s.nation, CASE
    WHEN s.discipline = 'men' OR s.place = 2 THEN 'm' ELSE 'f' END AS sex
FROM (
    SELECT id, nation, discipline, unnest(members) AS person,
        generate_subscripts(members, 1) AS place
    FROM skaters WHERE id > ?
) s JOIN people p ON p.id = s.person
"""

_FORMS = """
INSERT INTO name_forms BY NAME
SELECT k.name, k.nation, k.discipline, k.id AS skater, d.first_day, d.last_day, m.parts
FROM (SELECT skater, list(n.id ORDER BY place) AS parts
        FROM member JOIN printed_names n USING (name, nation, sex) GROUP BY skater) m
    JOIN skaters k ON k.id = m.skater
    JOIN (SELECT skater, min(day) AS first_day, max(day) AS last_day FROM performances
        GROUP BY skater) d ON d.skater = k.id
"""

_TABLES = """
SELECT table_name FROM duckdb_tables() WHERE database_name = 'source' AND table_name <> 'meta'
"""


def _run(
    connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object] | None = None
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = connection.execute(sql, values or {}).fetchall()
    return rows


def _script(connection: duckdb.DuckDBPyConnection, script: str, values: dict[str, object]) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            used = {name: value for name, value in values.items() if f"${name}" in statement}
            _run(connection, statement, used)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
