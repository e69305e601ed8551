"""Every value against the tables gathered from Communications and protocols by others."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kissandcry.core import Discipline, Points
from kissandcry.rulebooks import Rulebook, on

DISCIPLINES = {
    "singles_pairs": Discipline.MEN,
    "pairs": Discipline.PAIRS,
    "ice_dance": Discipline.ICE_DANCE,
    "synchro": Discipline.SYNCHRONIZED,
}
# Printed values with one decimal, halved by a wrong factor in the reference.
WRONG_THERE = {("2005-06", "3ATh"), ("2005-06", "3TTh")}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(row: dict[str, str], code: str) -> list[str]:
    """What a row of the reference says otherwise than our rulebook before and after January."""
    year, discipline = int(row["season"][:4]), DISCIPLINES[row["discipline"]]
    before, after = on(date(year, 11, 15), discipline), on(date(year + 1, 2, 15), discipline)
    wrong = compared(row, code, before)
    return wrong if before is after or not wrong else compared(row, code, after)


def compared(row: dict[str, str], code: str, book: Rulebook) -> list[str]:
    """What a row says otherwise; a grade that it leaves empty says nothing."""
    found = book.scale.get(code)
    if found is None:
        return [f"{row['season']} {code}: not listed"]
    wrong = []
    if found.base_value != Points(row["base_value"]):
        wrong.append(f"{row['season']} {code}: {found.base_value}, there {row['base_value']}")
    for key, text in row.items():
        if key.startswith("goe_") and text and found.goe.get(int(key[4:])) != Points(text):
            wrong.append(f"{row['season']} {code} {key}: there {text}")
    return wrong


def test_scales_with_eleven_grades(shared: Path) -> None:
    """Flags without influence on the value (q, !, and b for a bonus) are not rows of ours."""
    wrong = []
    for row in rows(shared / "rules" / "sov_plus_minus_5.csv"):
        code = row["code"]
        if row["section"] in ("jump", "throw_jump"):
            code = code.replace("!", "").replace("q", "").replace("b", "")
        if row["section"] == "pattern_dance_with_key_points":
            code += "+kp"
        wrong += differences(row, code)
    assert not wrong


def test_synchronized(shared: Path) -> None:
    wrong = []
    for row in rows(shared / "rules" / "sov_synchro_2025-26.csv"):
        wrong += differences(row, row["code"])
    assert not wrong


def test_scales_with_seven_grades(shared: Path) -> None:
    """Values that others inferred from protocols, all but the compulsory dances, where one code
    had several values, and the step sequences that two segments valued differently."""
    wrong = []
    for row in rows(shared / "rules" / "sov_plus_minus_3_inferred.csv"):
        code = row["code"].replace("!", "")
        dance = row["discipline"] == "ice_dance"
        if row["season"] >= "2018-19" or (row["season"], code) in WRONG_THERE:
            continue
        if dance and ((code[1:2] == "S" and code[0].isdigit()) or code.startswith("DiSt")):
            continue
        wrong += differences(row, code)
    assert not wrong


@pytest.mark.parametrize("discipline", ["men", "women", "pairs", "ice_dance"])
def test_component_factors(shared: Path, discipline: str) -> None:
    """Each factor observed without contradiction in the protocols of a season is ours."""
    names = {
        "SP": "short_program",
        "FS": "free_skating",
        "CD": "compulsory_dance",
        "OD": "original_dance",
        "SD": "short_dance",
        "RD": "rhythm_dance",
        "FD": "free_dance",
    }
    checked = 0
    for row in rows(shared / "rules" / "pcs_factors_observed.csv"):
        if row["discipline"] != discipline or int(row["n_observations"]) < 10:
            continue
        book = on(date(int(row["season"][:4]), 11, 15), Discipline(discipline))
        rules = {
            rule.name: rule.factor
            for segment, found in book.components.items()
            if segment == names[row["segment"]]
            for rule in found
        }
        assert rules[row["component"]] == Points(row["factor"]), row
        checked += 1
    assert checked > 100
