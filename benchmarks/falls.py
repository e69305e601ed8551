"""How good is the rule for falls that no paper prints, and the rule for popped jumps?

`python -m benchmarks.falls ARCHIVE` hides the F of the papers that print it, applies the rule of
`archive.profile.slips` to a copy of the archive, and compares. A jump that is called popped is held
against the same skater's other jumps with this take-off in the season: did any have more turns?
"""

import shutil
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kissandcry.archive.profile import slips
from kissandcry.archive.profile.calls import printed_since
from kissandcry.archive.store import Archive

_COMPARED = """
SELECT t.fall, CASE WHEN s.performance IS NULL THEN 'stood' WHEN s.fell THEN 'fell'
    WHEN s.fell IS NULL THEN 'open' ELSE 'stood' END AS said, count(*)
FROM truth t JOIN performances p ON p.id = t.performance
LEFT JOIN slips s ON s.performance = t.performance AND s.position = t.position
WHERE p.day >= ? GROUP BY ALL ORDER BY ALL
"""
_POPPED = """
WITH jumps AS (
    SELECT e.performance, e.position, e.skater, p.season, p.discipline,
        coalesce(e.rotations, 0) AS turns,
        regexp_extract(e.name, '^[0-9]?([A-Za-z]+)', 1) AS takeoff
    FROM elements e JOIN performances p ON p.id = e.performance WHERE e.family = 'jump'
), seen AS (
    SELECT *, max(turns) OVER w AS most, count(*) OVER w AS tries FROM jumps
    WINDOW w AS (PARTITION BY skater, season, takeoff)
)
SELECT discipline, count(*), count(*) FILTER (WHERE tries > 1),
    count(*) FILTER (WHERE tries > 1 AND most > turns)
FROM seen e JOIN slips s ON s.performance = e.performance AND s.position = e.position
WHERE s.popped GROUP BY discipline ORDER BY discipline
"""


def main(path: str) -> None:
    """Print what the rules find."""
    since = printed_since("F")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.duckdb"
        shutil.copyfile(path, copy)
        with Archive(copy) as archive:
            print("popped jumps: discipline, all, tried more than once, with more turns elsewhere")
            for row in archive.run(_POPPED):
                print(" ", *row)
            archive.run("CREATE TABLE truth AS SELECT performance, position, fall FROM elements")
            archive.run("UPDATE elements SET fall = false")
            ids = [row[0] for row in archive.run("SELECT id FROM segments WHERE day >= ?", [since])]
            slips.printed_since = lambda sign: date.max  # type: ignore[attr-defined]
            slips.fill(archive, ids)
            print(f"elements of the {len(ids)} segments since {since}: what the paper prints, what")
            print("the rule says without it, how many")
            for fall, said, count in archive.run(_COMPARED, [since]):
                print(f"  {'F' if fall else 'no F':<5}{said:<6}{count:>6}")


if __name__ == "__main__":
    main(sys.argv[1])
