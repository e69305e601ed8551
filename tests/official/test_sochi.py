"""The Grand Prix Final of Sochi, December 2012: every score and place from the judges' marks.

Source of the final results: "Result" pages of the ISU Grand Prix Final 2012 (results.isu.org,
gpf1213), saved when they were official. The published scores of the segments stand in the data
files (ISU Judges Details per Skater).
"""

import pytest

from kissandcry.core import Discipline, Points
from kissandcry.protocols import audit, skate_file
from kissandcry.protocols.skate_file import Event, Published

FINAL = {
    Discipline.MEN: """
        Daisuke TAKAHASHI JPN 269.40 1 3
        Yuzuru HANYU JPN 264.29 3 2
        Patrick CHAN CAN 258.66 2 4
        Javier FERNANDEZ ESP 258.62 5 1
        Takahiko KOZUKA JPN 253.27 4 5
        Tatsuki MACHIDA JPN 198.63 6 6
    """,
    Discipline.WOMEN: """
        Mao ASADA JPN 196.80 1 1
        Ashley WAGNER USA 181.93 2 4
        Akiko SUZUKI JPN 180.77 3 3
        Kiira KORPI FIN 174.94 4 5
        Elizaveta TUKTAMYSHEVA RUS 173.75 5 2
        Christina GAO USA 154.54 6 6
    """,
    Discipline.PAIRS: """
        Tatiana VOLOSOZHAR / Maxim TRANKOV RUS 204.55 1 2
        Vera BAZAROVA / Yuri LARIONOV RUS 201.60 2 1
        Qing PANG / Jian TONG CHN 192.81 3 3
        Meagan DUHAMEL / Eric RADFORD CAN 187.09 4 4
        Kirsten MOORE-TOWERS / Dylan MOSCOVITCH CAN 180.45 5 6
        Yuko KAVAGUTI / Alexander SMIRNOV RUS 178.72 6 5
    """,
    Discipline.ICE_DANCE: """
        Meryl DAVIS / Charlie WHITE USA 183.39 1 1
        Tessa VIRTUE / Scott MOIR CAN 179.83 2 2
        Nathalie PECHALAT / Fabian BOURZAT FRA 170.18 3 3
        Anna CAPPELLINI / Luca LANOTTE ITA 165.64 5 4
        Ekaterina BOBROVA / Dmitri SOLOVIEV RUS 158.09 4 6
        Elena ILINYKH / Nikita KATSALAPOV RUS 156.36 6 5
    """,
}


@pytest.fixture(scope="module")
def sochi() -> Event:
    return skate_file.event("2012-13_grand_prix_final")


def test_all_eight_segments_are_there(sochi: Event) -> None:
    assert {one: len(group) for one, group in sochi.segments.items()} == dict.fromkeys(FINAL, 2)
    for group in sochi.segments.values():
        assert all(len(done.scores) == 6 and done.sheet.judges == 9 for done in group)


def test_every_total_and_place_is_the_published_one(sochi: Event) -> None:
    published = mine = 0
    for done in (done for group in sochi.segments.values() for done in group):
        rows = zip(done.sheet.skates, done.scores, done.places, strict=True)
        for one, score, place in rows:
            computed = Published(score.tes, score.pcs, score.deductions, score.tss, place)
            assert one.published == computed, (done.sheet.segment, one.name)
            published += one.published.tss is not None
            mine += 1
    assert published == mine == 48
    assert sochi.differences() == []


@pytest.mark.parametrize("discipline", FINAL)
def test_the_final_result_is_the_official_one(sochi: Event, discipline: Discipline) -> None:
    lines = [line.split() for line in FINAL[discipline].strip().splitlines()]
    official = [
        (place, " ".join(line[:-4]), line[-4], Points(line[-3]), [int(p) for p in line[-2:]])
        for place, line in enumerate(lines, start=1)
    ]
    found = [
        (line.place, line.name, line.nation, line.total, [place for place, _ in line.segments])
        for line in sochi.final[discipline]
    ]
    assert found == official


def test_the_officials_are_those_of_the_panel_pages(sochi: Event) -> None:
    """Source: "Panel of Judges" page of the men's free skating, gpf1213."""
    free = sochi.segments[Discipline.MEN][1].sheet
    assert [f"{one.role}: {one.name}, {one.nation}" for one in free.officials[4:7]] == [
        "Judge No.1: Jodi ABBOTT, CAN",
        "Judge No.2: Marta OLOZAGARRE, ESP",
        "Judge No.3: Philippe MERIGUET, FRA",
    ]
    for group in sochi.segments.values():
        for done in group:
            judges = [one for one in done.sheet.officials if one.role.startswith("Judge")]
            assert len(judges) == done.sheet.judges


def test_each_segment_audits_clean(sochi: Event) -> None:
    for group in sochi.segments.values():
        for done in group:
            assert audit(skate_file.protocol_of(done.sheet)).holds
