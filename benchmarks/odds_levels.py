"""From a history alone: are odds better by scores, or by elements?

    python -m benchmarks.odds_levels ARCHIVE SEASON...

Every skater with an earlier program skates that program again, with the skill known the day before;
who has none is taken by scores in both. Printed are the mean log scores of win, podium and upper
half: by scores, by elements, and by the mean of both chances. The shipped figures of both models
know the season, so neither is foretold here; they only compete.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from kissandcry import rulebooks
from kissandcry.archive import Archive
from kissandcry.archive.form.field import walk
from kissandcry.archive.form.parameters import shipped
from kissandcry.archive.form.skates import read
from kissandcry.archive.overview import overview
from kissandcry.core import Discipline, KissAndCryError, Level
from kissandcry.planning import skill
from kissandcry.planning.odds import event, trial, widths
from kissandcry.planning.odds.compiling import planned
from kissandcry.planning.odds.model import Program

DRAWS = 4000
LAST = """
SELECT e.code, e.second_half FROM elements e WHERE e.performance = (
    SELECT p.id FROM performances p WHERE p.skater = ? AND p.segment_name = ? AND p.day < ?
        AND p.season >= ? AND p.status = '' ORDER BY p.day DESC LIMIT 1)
ORDER BY e.position
"""


def programs(archive: Archive, of: trial.Category, skater: int) -> tuple[Program | None, ...]:
    """The last programs of a skater, this season's or the one's before; None where there is none
    or its elements have another value now."""
    held = of.held
    book = rulebooks.on(held.day, Discipline(held.discipline), Level(of.level))
    since = f"{held.season - 1}-{held.season % 100:02d}"
    key = overview(archive).skaters[skater].key
    found: list[Program | None] = []
    for segment in of.names:
        rows = archive.run(LAST, [skater, str(segment), held.day, since])
        if not rows:
            return ()
        try:
            known = skill.of_skater(archive, key, held.day - timedelta(days=1))
            codes = [code for code, _ in rows]
            found.append(planned(book, segment, codes, [half for _, half in rows], known))
        except KissAndCryError:
            return ()
    return tuple(found)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=Path)
    parser.add_argument("seasons", nargs="+")
    asked = parser.parse_args(arguments)
    years = {int(one[:4]) for one in asked.seasons}
    with Archive(asked.archive, read_only=True) as archive:
        skates = read(archive)
        walked, p = walk(skates, shipped()), shipped()
        sums, count, planned_of = np.zeros((3, 3)), 0, 0
        for number, one in enumerate(trial.categories(archive, skates)):
            if one.held.season not in years:
                continue
            plain = trial.widened(one, trial.event_of(one, skates, walked, p), widths.shipped())
            own = [programs(archive, one, skater) for skater in one.held.skaters]
            planned_of += sum(any(each) for each in own)
            entrants = tuple(
                replace(entrant, programs=each)
                for entrant, each in zip(plain.entrants, own, strict=True)
            )
            came = trial.targets(one.held.places)
            said = [
                trial.chances(event.simulate(what, np.random.default_rng(number), DRAWS).places)
                for what in (plain, replace(plain, entrants=entrants))
            ]
            for row, chance in enumerate((*said, (said[0] + said[1]) / 2)):
                sums[row] += trial.log_score(chance, came).sum(axis=1)
            count += came.shape[1]
    print(f"{count} entrants, {planned_of} with programs; log score of win, podium, upper half")
    for name, row in zip(("scores", "elements", "both"), sums / count, strict=True):
        print(f"  by {name:8}", " ".join(f"{x:8.4f}" for x in row), f"{row.sum():8.4f}")


if __name__ == "__main__":
    main()
