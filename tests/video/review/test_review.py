"""From a real clip to a review: what it says, and what it does not carry."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kissandcry.core import (
    AgainstTheRules,
    Contradiction,
    Discipline,
    Level,
    NothingSeen,
    Segment,
    Unreadable,
)
from kissandcry.program import PlannedElement, PlannedProgram
from kissandcry.video import poses, review
from kissandcry.video.poses import Poses, Recording
from kissandcry.video.review import charts, make, tables, words
from kissandcry.video.review.model import Curve, Half
from kissandcry.video.seen import Chance, Estimate, Spin
from tests.video import captures


def test_a_real_axel_is_told(reviewed: Path) -> None:
    found = review.read(reviewed)
    (jump,) = found.skate.jumps
    (flight,) = jump.flights
    assert flight.takeoff.value is not None
    assert flight.landing.value is not None
    # Counted by eye: take-off at frame 65, landing at frame 80.
    assert flight.takeoff.value * 30 == pytest.approx(65, abs=1.5)
    assert flight.landing.value * 30 == pytest.approx(80, abs=2.5)
    assert flight.axel.value is not None
    assert flight.axel.value > 0.8
    assert jump.code == "1A"
    assert found.skate.spins == ()
    assert found.skater == "Somebody"
    assert words.answer(found)[0].startswith("One jump, a single Axel: ")


def test_the_page_leads_nowhere_else(reviewed: Path) -> None:
    page = (reviewed / "index.html").read_text(encoding="utf-8")
    assert "http" not in page.replace("http-equiv", "")
    for name in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert (reviewed / name).is_file(), name
    assert "One jump, a single Axel" in page
    assert "What this video cannot tell" in page


def test_every_number_of_the_page_stands_in_the_json(reviewed: Path) -> None:
    content = json.loads((reviewed / "review.json").read_text(encoding="utf-8"))
    assert content["version"] == 1
    assert "evidence" not in content
    flight = content["skate"]["jumps"][0]["flights"][0]
    low, value, high = (flight["height"][key] for key in ("low", "value", "high"))
    assert low < value < high
    again = review.as_json(review.read(reviewed))
    assert json.loads(again) == content


def test_a_folder_that_is_no_review_is_left_alone(reviewed: Path, tmp_path: Path) -> None:
    found = review.read(reviewed)
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AgainstTheRules, match="holds something that is no review"):
        review.write(found, tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"
    review.write(found, tmp_path / "new")
    review.write(found, tmp_path / "new")  # a review is replaced by one
    assert review.read(tmp_path / "new") == found


def test_what_is_no_review_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        review.read(tmp_path)
    file = tmp_path / "review.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(Contradiction, match="no review of the version 1"):
        review.read(tmp_path)
    file.write_text('{"version": 1}', encoding="utf-8")
    with pytest.raises(Unreadable, match="this is no review"):
        review.read(tmp_path)
    file.write_text("{", encoding="utf-8")
    with pytest.raises(Unreadable, match="this is no review"):
        review.read(tmp_path)


@pytest.fixture(scope="module")
def program(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three captured jumps one after the other, as a file of poses."""
    known = captures.trials(shared)
    trial = captures.joined([known[key] for key in ("A_Axel_3", "B_Lutz_2", "C_Toeloop_3")])
    seen = captures.seen(trial, fps=60, seed=4, moving="pan", camera=True)
    path = tmp_path_factory.mktemp("poses") / "program.json"
    poses.write(Recording((seen.poses,), "captured"), path)
    return path


def test_a_file_of_poses_is_reviewed_beside_another(program: Path, tmp_path: Path) -> None:
    heard: list[float] = []
    found = review.watch(program, reference=program, progress=lambda share, _: heard.append(share))
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert found.source.has_video is False
    assert found.reference is not None
    flown = [flight for jump in found.skate.jumps for flight in jump.flights]
    assert len(flown) == 3
    review.write(found, tmp_path / "review")
    assert sorted(path.name for path in (tmp_path / "review").iterdir()) == [
        "data.js",
        "index.html",
        "review.css",
        "review.js",
        "review.json",
        "review.pdf",
    ]
    said = " ".join(words.answer(found))
    assert "Three jump" in said or "jump element" in said


def test_a_plan_stands_beside_what_was_seen(program: Path) -> None:
    found = review.watch(program)
    planned = PlannedProgram(
        Discipline.WOMEN,
        Level.SENIOR,
        Segment.SHORT_PROGRAM,
        "2024-25",
        (
            PlannedElement("2A"),
            PlannedElement("3Lz"),
            PlannedElement("2T"),
            PlannedElement("CCoSp4"),
        ),
    )
    beside = make._planned(planned, found.skate)
    assert [one.code for one in beside if one.start is not None] == ["2A", "3Lz", "2T"]
    said = words.answer(replace(found, plan=beside))
    assert any("not seen: CCoSp4" in one for one in said)


def test_nobody_in_a_file_is_told(tmp_path: Path) -> None:
    times = np.arange(60) / 30
    nothing = np.full((60, 33, 2), np.nan)
    none = Poses(
        times,
        nothing,
        np.zeros((60, 33)),
        np.full((60, 33), np.nan),
        np.full((60, 33, 3), np.nan),
        (640, 360),
        30.0,
    )
    path = tmp_path / "empty.json"
    poses.write(Recording((none,)), path)
    with pytest.raises(NothingSeen):
        review.watch(path)


def test_words_of_halves_and_chances(reviewed: Path) -> None:
    found = review.read(reviewed)
    lower = Half(
        "height of jumps",
        Estimate(0.5, 0.45, 0.55, "m"),
        Estimate(0.4, 0.35, 0.45, "m"),
        Estimate(-0.1, -0.15, -0.05, "m"),
    )
    said = words.answer(replace(found, stamina=(lower,)))
    assert said[-1] == "Height of jumps: 0.10 m less in the second half than in the first."
    assert words.percent(Chance(0.001)) == "under 1 %"
    assert words.percent(Chance(None)) == "cannot tell"
    assert words.told(Estimate(None, None, None, "m", "no")) == "cannot tell"
    kinds = {one.key for one in tables.tables(replace(found, stamina=(lower,)))}
    assert {"jumps", "stamina"} <= kinds


def test_curves_say_in_words_what_they_show(reviewed: Path) -> None:
    found = review.read(reviewed)
    drawn = charts.jump(found, 1)
    assert 'role="img"' in drawn
    assert "Height of the hips over jump 1, in metres" in drawn
    assert 'class="band"' in drawn
    assert drawn.count('class="doubt"') == 2  # the intervals of take-off and landing
    assert "90 % intervals" in drawn
    assert charts.spin(found, 1) == ""


def test_a_spin_is_drawn_with_the_interval_of_its_fastest_turns(reviewed: Path) -> None:
    found = review.read(reviewed)
    fast = Estimate(100.0, 90.0, 120.0, "turns/min")
    spun = Spin(
        1.0, 3.0, Estimate(4, 3, 5, "turns"), fast, ((1.0, 60.0),), (), None, Chance(None, "")
    )
    curve = Curve("turning", "turns a minute", ((1.0, 60.0), (2.0, 100.0), (3.0, 80.0)), 1)
    drawn = charts.spin(
        replace(found, skate=replace(found.skate, spins=(spun,)), curves=(curve,)), 1
    )
    assert drawn.count('class="whisker"') == 1
    assert ">120<" in drawn  # the scale holds the whole interval
    assert "90 % interval of the fastest" in drawn


def test_what_lies_beside_a_review_is_not_lost(reviewed: Path, tmp_path: Path) -> None:
    found = review.read(reviewed)
    folder = tmp_path / "review"
    review.write(found, folder)
    (folder / ".DS_Store").touch()  # a file manager looked at it
    review.write(found, folder)  # a review is replaced
    (folder / "notes of the coach.txt").write_text("bend your knees", encoding="utf-8")
    with pytest.raises(AgainstTheRules, match=r"notes of the coach\.txt, which would be lost"):
        review.write(found, folder)
    assert (folder / "notes of the coach.txt").read_text(encoding="utf-8") == "bend your knees"
    with pytest.raises(AgainstTheRules, match="a review is a folder, and this is a file"):
        review.check(folder / "review.json")
    with pytest.raises(AgainstTheRules, match="no review can be written there: "):
        review.check(folder / "review.json" / "below a file" / "review")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["review"]


def test_a_review_that_cannot_be_put_in_its_place_leaves_the_old_one(
    reviewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = review.read(reviewed)
    folder = tmp_path / "review"
    review.write(found, folder)
    before = (folder / "review.json").stat().st_mtime_ns
    rename = Path.rename

    def refuses(self: Path, target: Path) -> Path:
        if target == folder and "old" not in self.name:
            raise PermissionError("a file is open")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(AgainstTheRules, match="no review can be written there: a file is open"):
        review.write(found, folder)
    assert (folder / "review.json").stat().st_mtime_ns == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["review"]


def test_names_are_no_markup(reviewed: Path, tmp_path: Path) -> None:
    name = '</script><b>Mao & "Yulia"</b>'
    found = review.read(reviewed)
    named = replace(found, skater=name, source=replace(found.source, name=name))
    review.write(named, tmp_path / "review")
    for file in ("index.html", "data.js"):
        text = (tmp_path / "review" / file).read_text(encoding="utf-8")
        assert "<b>Mao" not in text
    assert review.read(tmp_path / "review").skater == name
