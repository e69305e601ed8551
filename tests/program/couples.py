"""Programs of pairs and ice dance as skated, each without a deleted element, from the official
protocols of its season."""

import csv
from pathlib import Path

from kissandcry.core import Discipline
from tests.program.programs import Skated, planned

FILE = Path(__file__).with_name("legal_couples.csv")


def skated(discipline: Discipline) -> list[Skated]:
    """All programs of the file of one discipline."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Skated(f"{row['season']} {row['event']} {row['segment']} {row['skater']}", planned(row))
            for row in csv.DictReader(file)
            if row["discipline"] == discipline
        ]
