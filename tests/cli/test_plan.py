"""The commands for plans: what they print, what they write, and how they end."""

import csv
import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import pytest
from msgspec import structs

from kissandcry import archive
from kissandcry.cli import main
from kissandcry.cli.plan import command
from kissandcry.core import Level
from kissandcry.planning import skill
from kissandcry.protocols import read, write

DATA = Path(str(files("kissandcry.protocols"))) / "data" / "2012-13_grand_prix_final"
FREE = DATA / "men_free_skating.skate"

# The programs of the Olympic season 2021-22, as they were announced.
PLAN = """Skater: Yuzuru HANYU, JPN
Season: 2021-22
Category: Senior Men

Program: Short Program
Music: Introduction and Rondo Capriccioso, Camille Saint-Sa\u00ebns
Length: 2:40
4S @ 12,8
4T+3T @ 47,21
FCSp4
3A
CSSp4
StSq4
CCoSp4

Program: Free Skating
Music: Heaven and Earth, Isao Tomita
Length: 4:00
4A
4S
3A+2T
3F
FCCoSp4
StSq4
4T+3T x
4T+1Eu+3S x
3A x
ChSq1
FCSSp4
CCoSp4

Competition: Olympic Winter Games
Date: 2022-02-08 to 2022-02-10

Practice: 2021-12-10
4S 40/40
"""


class Run:
    """What a command printed, and its exit code."""

    def __init__(self, capfd: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = main(["plan", *arguments])
        self.out, self.err = capfd.readouterr()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def csv(self) -> list[dict[str, str]]:
        return list(csv.DictReader(self.out.splitlines()))


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def legal(tmp_path: Path) -> str:
    path = tmp_path / "own.plan"
    path.write_text(PLAN, encoding="utf-8")
    return str(path)


@pytest.fixture
def illegal(tmp_path: Path) -> str:
    """A third quadruple toe loop in the free skating."""
    path = tmp_path / "third.plan"
    path.write_text(PLAN.replace("\n3F\n", "\n4T\n"), encoding="utf-8")
    return str(path)


def test_a_legal_plan_ends_well(capfd: pytest.CaptureFixture[str], legal: str) -> None:
    run = Run(capfd, "check", legal)
    assert run.code == 0
    assert "Short Program (Senior Men, 2021-22): legal" in run.out
    assert "45.80" in run.out
    assert "93.30" in run.out


def test_what_is_not_legal_has_its_rule_cost_and_mend(
    capfd: pytest.CaptureFixture[str], illegal: str
) -> None:
    run = Run(capfd, "check", illegal)
    assert run.code == 1
    assert "not legal" in run.out
    assert "Rule 611" in run.out
    assert "It costs" in run.out
    assert "What mends it:" in run.out
    run = Run(capfd, "check", illegal, "--json")
    assert run.code == 1
    short, free = run.json["programs"]
    assert (short["legal"], free["legal"]) == (True, False)
    (problem, *_) = free["problems"]
    assert problem["severity"] == "illegal"
    assert problem["mend"]["sentence"]
    assert [row["code"] for row in free["called"] if "*" in row["code"]]


def test_several_plans_are_checked_and_the_bad_one_is_named(
    capfd: pytest.CaptureFixture[str], legal: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.plan"
    bad.write_text("Skatr: A\n", encoding="utf-8")
    run = Run(capfd, "check", str(bad), legal)
    assert run.code == 2
    assert 'bad.plan, line 1: "skatr" is no heading here' in run.err
    assert "45.80" in run.out
    empty = tmp_path / "empty.plan"
    empty.write_text("Skater: A\nSeason: 2021-22\nCategory: Senior Men\n", encoding="utf-8")
    run = Run(capfd, "check", str(empty))
    assert run.code == 0
    assert "no program yet" in run.out
    assert "no program yet" in Run(capfd, "value", str(empty)).out


def test_the_marks_of_papers_are_explained(capfd: pytest.CaptureFixture[str], shared: Path) -> None:
    paper = str(shared / "protocols" / "2021-22" / "owg2022" / "men_free.pdf")
    run = Run(capfd, "check", paper)
    assert run.code == 0
    assert "follow from it" in run.out
    assert "* on jumps" in run.out
    found = Run(capfd, "check", paper, "--json").json
    assert found["programs"] == 24
    assert found["rest"] == []
    bonus = next(one for one in found["marks"] if one["kind"] == "bonus")
    assert bonus["places"] == bonus["follow"] > 60  # three jump elements each


def test_a_mark_that_does_not_follow_is_listed(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The first element of a real skate, marked as if it had lost its value."""
    (sheet,) = read(FREE)
    skate = sheet.performances[0]
    first, *rest = skate.elements
    marked = structs.replace(first, code=f"{first.code}*")
    skate = structs.replace(skate, elements=(marked, *rest))
    paper = tmp_path / "paper.json"
    write([structs.replace(sheet, performances=(skate,))], paper)
    run = Run(capfd, "check", str(paper))
    assert run.code == 1
    assert "What does not follow" in run.out
    assert f"paper.json: {skate.name}, 1 {marked.code}: * on jumps is printed" in run.out
    (found,) = Run(capfd, "check", str(paper), "--json").json["rest"]
    assert (found["element"], found["code"], found["printed"]) == (1, marked.code, True)
    unknown = structs.replace(sheet, date=date(2012, 12, 8), level=Level.BASIC_NOVICE)
    write([unknown], paper)
    run = Run(capfd, "check", str(paper))
    assert run.code == 0
    assert "Left out: " in run.out
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4")
    run = Run(capfd, "check", str(tmp_path / "broken.pdf"))
    assert run.code == 2
    assert "broken.pdf" in run.err


def test_a_value_is_shown_element_by_element(
    capfd: pytest.CaptureFixture[str], legal: str, illegal: str
) -> None:
    run = Run(capfd, "value", legal)
    assert run.code == 0
    assert "Short Program: base value 45.80 as planned." in run.out
    assert "Called" not in run.out
    run = Run(capfd, "value", illegal)
    assert "Called" in run.out
    free = Run(capfd, "value", illegal, "--json").json["programs"][1]
    assert free["score"] is None
    assert float(free["called_base"]) < float(free["base"])
    rows = Run(capfd, "value", legal, "--csv").csv
    assert [row["base"] for row in rows[:3]] == ["9.70", "13.70", "3.20"]


def test_a_value_to_a_skater_of_the_archive(
    capfd: pytest.CaptureFixture[str], legal: str, season_file: Path
) -> None:
    who = ("--skater", "Yuzuru Hanyu", "--archive", str(season_file))
    run = Run(capfd, "value", legal, *who)
    assert run.code == 0
    assert "expected score" in run.out
    assert "skating skills" in run.out
    assert "The skill is that of Yuzuru HANYU" in run.out
    plain = Run(capfd, "value", legal, *who, "--json").json["programs"][0]
    more = Run(capfd, "value", legal, *who, "--practice", "1", "--json").json["programs"][0]
    assert plain["score"] == pytest.approx(
        sum(row["expected"] for row in plain["elements"])
        + sum(one["mean"] for one in plain["components"].values()),  # factor 1.00
    )
    assert more["elements"][0]["expected"] > plain["elements"][0]["expected"]
    assert more["elements"][2]["expected"] == plain["elements"][2]["expected"]


def test_a_value_to_the_skill_of_a_file(
    capfd: pytest.CaptureFixture[str], legal: str, season_file: Path, tmp_path: Path
) -> None:
    """The skill of the archive, written to a file, gives what the archive gives, but for the
    rounding of what the file holds."""
    with archive.open(season_file) as found:
        of = skill.of_skater(found, "Yuzuru Hanyu")
    path = tmp_path / "own.skill"
    path.write_text(skill.write(of), encoding="utf-8")
    told = Run(capfd, "value", legal, "--skill", str(path), "--json").json["programs"]
    who = ("--skater", "Yuzuru Hanyu", "--archive", str(season_file))
    known = Run(capfd, "value", legal, *who, "--json").json["programs"]
    assert told[0]["score"] == pytest.approx(known[0]["score"], abs=2)
    other = Run(capfd, "value", legal, "--skater", "Mao Asada", "--archive", str(season_file))
    assert other.code == 2
    assert "the plan is for men, and the skill of Mao ASADA is for women" in other.err


def test_the_season_is_seen_from_a_day(
    capfd: pytest.CaptureFixture[str], legal: str, illegal: str
) -> None:
    run = Run(capfd, "season", legal, "--date", "2021-12-15")
    assert run.code == 0
    assert "Olympic Winter Games is in 55 days: everything is in order." in run.out
    run = Run(capfd, "season", illegal, "--date", "2021-12-15")
    assert run.code == 1
    assert "What to do next" in run.out
    assert "to do" in run.out
    found = Run(capfd, "season", illegal, "--date", "2021-12-15", "--json").json
    assert found["competitions"][0]["days"] == 55
    rows = Run(capfd, "season", illegal, "--date", "2021-12-15", "--csv").csv
    assert {row["state"] for row in rows} == {"fine", "problem", "unknown"}
    assert len(rows) == len(found["competitions"][0]["checks"])
    assert Run(capfd, "season", illegal, "--date", "2022-03-01").code == 0  # it is over


def test_the_form_and_the_drawings_are_written(
    capfd: pytest.CaptureFixture[str], legal: str, tmp_path: Path
) -> None:
    form, ice = tmp_path / "form.pdf", tmp_path / "ice"
    run = Run(
        capfd, "season", legal, "--date", "2021-12-15", "--form", str(form), "--rink", str(ice)
    )
    assert run.code == 0
    assert form.read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in ice.iterdir()) == ["free_skating.svg", "short_program.svg"]
    assert run.err.count("written to") == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["value", "FILE", "--json", "--csv"], "two ways to print"),
        (["season", "FILE", "--json", "--csv"], "two ways to print"),
        (["value", "FILE", "--skater", "a", "--skill", "b"], "both tell a skill"),
        (["value", "FILE", "--skill", "missing.skill"], "missing.skill"),
        (["value", "FILE", "--practice", "2"], "range"),
        (["value", "missing.plan"], "No such file"),
        (["check", "missing.plan"], "missing.plan"),
        (["season", "FILE", "--form", "form.txt"], "does not end in .pdf"),
        (["season", "FILE", "--date", "soon"], "is no date"),
        (["nothing"], "No such command"),
    ],
)
def test_what_cannot_be_done_is_said(
    capfd: pytest.CaptureFixture[str], legal: str, arguments: list[str], words: str
) -> None:
    run = Run(capfd, *(legal if one == "FILE" else one for one in arguments))
    assert run.code == 2
    assert words in run.err
    assert "Traceback" not in run.err


def test_every_command_of_the_group_says_what_it_does(capfd: pytest.CaptureFixture[str]) -> None:
    run = Run(capfd, "--help")
    assert run.code == 0
    for name in command.list_commands(click.Context(command)):
        assert f"\n  {name} " in run.out
