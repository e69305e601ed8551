"""The six events of the Grand Prix of 2012-13: every score and place from the judges' marks.

Source of the winners: "Result" pages of the events (results.isu.org, gpusa2012 and so on), saved
when they were official. The published scores of the segments stand in the data files (ISU Judges
Details per Skater), and so do the officials ("Panel of Judges" pages). The Final has a file of its
own, `test_sochi.py`.
"""

from pathlib import Path

import pytest
from msgspec.structs import replace

from kissandcry.core import Discipline, Points
from kissandcry.protocols import Protocol, audit, read, skate_file
from kissandcry.protocols.result_pages import read_page
from kissandcry.protocols.skate_file import words

FOLDERS = {
    "2012-13_skate_america": "gpusa2012",
    "2012-13_skate_canada": "gpcan2012",
    "2012-13_cup_of_china": "gpchn2012",
    "2012-13_rostelecom_cup": "gprus2012",
    "2012-13_trophee_bompard": "gpfra2012",
    "2012-13_nhk_trophy": "gpjpn2012",
    "2012-13_grand_prix_final": "gpf1213",
}
# Men, women, pairs, ice dance; how many are in the final result, who won, with how much.
WINNERS = {
    "2012-13_skate_america": """
        10 Takahiko KOZUKA JPN 251.44
        10 Ashley WAGNER USA 188.37
        7 Tatiana VOLOSOZHAR / Maxim TRANKOV RUS 195.07
        7 Meryl DAVIS / Charlie WHITE USA 176.28
    """,
    "2012-13_skate_canada": """
        10 Javier FERNANDEZ ESP 253.94
        10 Kaetlyn OSMOND CAN 176.45
        7 Aliona SAVCHENKO / Robin SZOLKOWY GER 201.36
        8 Tessa VIRTUE / Scott MOIR CAN 169.41
    """,
    "2012-13_cup_of_china": """
        7 Tatsuki MACHIDA JPN 236.92
        9 Mao ASADA JPN 181.76
        6 Qing PANG / Jian TONG CHN 188.82
        8 Nathalie PECHALAT / Fabian BOURZAT FRA 169.73
    """,
    "2012-13_rostelecom_cup": """
        9 Patrick CHAN CAN 262.35
        10 Kiira KORPI FIN 177.19
        7 Tatiana VOLOSOZHAR / Maxim TRANKOV RUS 207.53
        8 Tessa VIRTUE / Scott MOIR CAN 173.99
    """,
    "2012-13_trophee_bompard": """
        8 Takahito MURA JPN 230.68
        10 Ashley WAGNER USA 190.63
        7 Yuko KAVAGUTI / Alexander SMIRNOV RUS 187.99
        8 Nathalie PECHALAT / Fabian BOURZAT FRA 168.90
    """,
    "2012-13_nhk_trophy": """
        9 Yuzuru HANYU JPN 261.03
        9 Mao ASADA JPN 185.27
        7 Vera BAZAROVA / Yuri LARIONOV RUS 192.02
        8 Meryl DAVIS / Charlie WHITE USA 178.48
    """,
}
DISCIPLINES = [Discipline.MEN, Discipline.WOMEN, Discipline.PAIRS, Discipline.ICE_DANCE]


@pytest.mark.parametrize("key", WINNERS)
def test_every_total_and_place_is_the_published_one(key: str) -> None:
    event = skate_file.event(key)
    assert event.differences() == []
    for group in event.segments.values():
        assert len(group) == 2
        for done in group:
            for one in done.sheet.skates:
                published = one.published
                assert None not in (published.tss, published.tes, published.pcs, published.place)
                assert published.deductions is not None
            judges = [one for one in done.sheet.officials if one.role.startswith("Judge")]
            assert len(judges) == done.sheet.judges
            assert audit(skate_file.protocol_of(done.sheet)).holds


@pytest.mark.parametrize("key", WINNERS)
def test_the_winners_are_the_official_ones(key: str) -> None:
    event = skate_file.event(key)
    lines = [line.split() for line in WINNERS[key].strip().splitlines()]
    official = {
        discipline: (int(line[0]), " ".join(line[1:-2]), line[-2], Points(line[-1]))
        for discipline, line in zip(DISCIPLINES, lines, strict=True)
    }
    found = {
        discipline: (len(final), final[0].name, final[0].nation, final[0].total)
        for discipline, final in event.final.items()
    }
    assert found == official


@pytest.mark.parametrize("key", FOLDERS)
def test_the_files_say_what_the_papers_print(key: str, shared: Path) -> None:
    papers = [
        read(file)[0]
        for file in sorted((shared / "protocols/2012-13" / FOLDERS[key]).glob("*.pdf"))
    ]
    kept = {
        (done.sheet.discipline, done.sheet.segment): skate_file.protocol_of(done.sheet)
        for group in skate_file.event(key).segments.values()
        for done in group
    }
    assert len(papers) == len(kept) == 8
    for paper in papers:
        mine = kept[paper.discipline, paper.segment]
        assert (mine.event, mine.date, mine.season) == (paper.event, paper.date, paper.season)
        assert [_printed(mine, n) for n in range(len(mine.performances))] == [
            _printed(paper, n) for n in range(len(paper.performances))
        ]


def _printed(protocol: Protocol, index: int) -> object:
    """A performance without what a skate file does not say, or says in its own words: the printed
    sum of base values, the factors, the wording of the reasons of deductions."""
    one = protocol.performances[index]
    components = tuple(
        replace(each, name=words.find(each.name, words.COMPONENTS) or "", factor=None)
        for each in one.components
    )
    assert all(each.name for each in components)
    reasons = tuple(item.points for item in one.deduction_items)
    return replace(one, components=components, deduction_items=(), base_value=None), reasons


@pytest.mark.parametrize("key", WINNERS)
def test_final_results_are_those_of_the_result_pages(key: str, shared: Path) -> None:
    event = skate_file.event(key)
    names = {Discipline.WOMEN: "ladies"}
    for discipline, final in event.final.items():
        folder = shared / "pages/2012-13" / FOLDERS[key]
        page = read_page(folder / f"{names.get(discipline, discipline)}_results.html")
        assert [(line.place, line.name, line.nation, line.total) for line in final] == [
            (row.place, row.name, row.nation, row.points)
            for row in page.results
            if row.place is not None
        ]
