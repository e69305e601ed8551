"""Reviews on the shelf: kept whole or not at all, listed, and gone when they are deleted."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kissandcry.core import NotInArchive, SyntaxProblem, Unreadable
from kissandcry.program.model import Attempts, RunThrough
from kissandcry.video.seen import Chance, Estimate, Flight, Jump, Skate, Spin, Travel
from kissandcry.video.shelf import Confirmed, Shelf

DAY, LATER = date(2025, 10, 4), date(2025, 11, 8)
UNKNOWN = Estimate(None, None, None, "turns", "the clip does not show it")
MAYBE = Chance(None, "the video does not tell")


def measured(value: float, spread: float, unit: str) -> Estimate:
    return Estimate(value, value - spread, value + spread, unit)


def flight(takeoff: float, air_time: float, height: float) -> Flight:
    return Flight(
        takeoff=measured(takeoff, 0.02, "s"),
        landing=measured(takeoff + air_time, 0.02, "s"),
        air_time=measured(air_time, 0.03, "s"),
        height=measured(height, 0.05, "m"),
        rise=measured(height, 0.1, "m"),
        rotation=UNKNOWN,
        counter_clockwise=Chance(0.9),
        axel=MAYBE,
        toe=MAYBE,
        turns=2,
        short="cannot tell",
        complete=True,
    )


def skate(height: float) -> Skate:
    combination = (flight(10.0, 0.6, height), flight(11.2, 0.45, height / 2))
    return Skate(
        duration=60.4,
        fps=30.0,
        jumps=(
            Jump(9.5, 12.0, combination, "2?+2?", MAYBE, MAYBE),
            Jump(30.0, 31.0, (flight(30.2, 0.5, height - 0.1),), "2?", MAYBE, MAYBE),
        ),
        spins=(
            Spin(
                40.0,
                45.0,
                measured(8, 0.5, "turns"),
                measured(150, 8, "turns a minute"),
                (),
                (),
                None,
                MAYBE,
            ),
        ),
        passages=(),
        travel=Travel((), Estimate(None, None, None, "m", "no lines are seen"), (), False),
    )


def review(folder: Path, seen: Skate) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><p>A skate</p>", encoding="utf-8")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "1.jpg").write_bytes(b"\xff\xd8\xff\xd9")
    head: dict[str, Any] = {"version": 1, "skater": "Ada", "skate": seen}
    (folder / "review.json").write_bytes(msgspec.json.encode(head))
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "own" / "reviews")


def everything(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*")}


def test_a_review_is_kept_listed_and_opened(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.list() == ()
    made = review(tmp_path / "review", skate(0.4))
    later = shelf.keep(made, "Ada Løvstad", LATER)
    first = shelf.keep(made, "Ada Løvstad", DAY)
    other = shelf.keep(made, "Bo", DAY)
    shutil.rmtree(made)
    assert [one.key for one in shelf.list("Ada Løvstad")] == [first, later]
    assert {one.key for one in shelf.list()} == {first, later, other}
    assert shelf.list("Bo")[0].sentence == "2 jumps and 1 spin in 60 seconds"
    opened = shelf.open(first)
    assert (opened / "pictures" / "1.jpg").read_bytes() == b"\xff\xd8\xff\xd9"
    assert shelf.skate(first) == skate(0.4)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders by lists")
def test_only_the_owner_reads_it(shelf: Shelf, tmp_path: Path) -> None:
    key = shelf.keep(review(tmp_path / "review", skate(0.4)), "Ada", DAY)
    for folder in (shelf.folder, shelf.folder / key, shelf.cache(key)):
        assert folder.stat().st_mode & 0o077 == 0


def test_deleted_is_gone(shelf: Shelf, tmp_path: Path) -> None:
    made = review(tmp_path / "review", skate(0.4))
    kept = shelf.keep(made, "Ada", DAY)
    before = everything(shelf.folder)
    key = shelf.keep(made, "Ada", DAY)
    (shelf.cache(key) / "poses.bin").write_bytes(b"1234")
    shelf.confirm(key, 0, "3Lz+2T", True)
    shelf.delete(key)
    assert everything(shelf.folder) == before
    assert [one.key for one in shelf.list()] == [kept]
    for ask in (shelf.open, shelf.delete, shelf.cache, shelf.skate, shelf.confirmed):
        with pytest.raises(NotInArchive, match="the shelf has no review"):
            ask(key)


def test_no_key_leads_out_of_the_shelf(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(review(tmp_path / "review", skate(0.4)), "Ada", DAY)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "card.json").write_bytes(b'{"skater":"x","day":"2025-01-01"}')
    for key in ("../outside", "..", "", str(outside), "../../outside", "20251004-zz"):
        with pytest.raises(NotInArchive):
            shelf.delete(key)
    assert outside.is_dir()


def test_what_is_no_review_is_not_kept(shelf: Shelf, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(Unreadable, match="empty holds no review"):
        shelf.keep(empty, "Ada", DAY)
    (empty / "review.json").write_text('{"skate": 3}', encoding="utf-8")
    with pytest.raises(Unreadable, match="is no review"):
        shelf.keep(empty, "Ada", DAY)
    made = review(tmp_path / "review", skate(0.4))
    for name in ("", " Ada", "A\nB", "x" * 200):
        with pytest.raises(SyntaxProblem, match="is no name of a skater"):
            shelf.keep(made, name, DAY)
    assert shelf.list() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few users make links")
def test_an_interrupted_copy_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    made = review(tmp_path / "review", skate(0.4))
    (made / "pictures" / "2.jpg").symlink_to(tmp_path / "was moved away.jpg")
    with pytest.raises(Unreadable, match="the review of Ada cannot be kept: a file of it"):
        shelf.keep(made, "Ada", DAY)
    assert everything(shelf.folder) == set()


def test_what_a_crash_left_is_not_listed_and_goes(shelf: Shelf, tmp_path: Path) -> None:
    made = review(tmp_path / "review", skate(0.4))
    key = shelf.keep(made, "Ada", DAY)
    (shelf.folder / key).rename(shelf.folder / f".gone-{key}")
    assert shelf.list() == ()
    again = shelf.keep(made, "Ada", DAY)
    assert {one.name for one in shelf.folder.iterdir()} == {again}


def test_what_is_damaged_is_told_and_the_others_are_shown(shelf: Shelf, tmp_path: Path) -> None:
    made = review(tmp_path / "review", skate(0.4))
    card, lost, saw, whole = (shelf.keep(made, "Ada", DAY) for _ in range(4))
    (shelf.folder / card / "card.json").write_bytes(b'{"skater":')
    (shelf.folder / lost / "card.json").unlink()
    (shelf.folder / saw / "review" / "review.json").write_bytes(b"{")
    assert {one.key for one in shelf.list("Ada")} == {saw, whole}
    unknown = shelf.list("unknown")
    assert {(one.key, one.day) for one in unknown} == {(card, DAY), (lost, DAY)}
    assert all("the card of the review" in one.sentence for one in unknown)
    assert {one.key for one in shelf.progress("Ada")} == {whole}
    for key in (card, lost, saw):
        shelf.delete(key)
        assert not (shelf.folder / key).exists()


def test_a_delete_that_broke_off_is_done_again(shelf: Shelf, tmp_path: Path) -> None:
    key = shelf.keep(review(tmp_path / "review", skate(0.4)), "Ada", DAY)
    (shelf.folder / key).rename(shelf.folder / f".gone-{key}")
    shelf.delete(key)
    assert list(shelf.folder.iterdir()) == []
    with pytest.raises(NotInArchive):
        shelf.delete(key)


def test_reviews_are_kept_and_confirmed_at_once(shelf: Shelf, tmp_path: Path) -> None:
    made = review(tmp_path / "review", skate(0.4))
    key = shelf.keep(made, "Ada", DAY)
    with ThreadPoolExecutor(4) as threads:
        kept = list(threads.map(lambda _: shelf.keep(made, "Ada", DAY), range(60)))
        for _ in range(10):
            said = ((0, "3Lz+2T"), (1, "2A"))
            list(threads.map(lambda one: shelf.confirm(key, one[0], one[1], True), said))
            assert [one.index for one in shelf.confirmed(key)] == [0, 1]
            shelf.withdraw(key, 0)
            shelf.withdraw(key, 1)
    assert len(set(kept)) == 60


def test_progress_has_every_measure_with_its_interval(shelf: Shelf, tmp_path: Path) -> None:
    first = shelf.keep(review(tmp_path / "1", skate(0.40)), "Ada", DAY)
    second = shelf.keep(review(tmp_path / "2", skate(0.46)), "Ada", LATER)
    shelf.confirm(first, 0, "3Lz+2T", True)
    found = shelf.progress("Ada")
    heights = [
        (one.day, one.kind, one.start, one.value) for one in found if one.measure == "jump height"
    ]
    assert heights == [
        (DAY, "3Lz", 10.0, 0.40),
        (DAY, "2T", 11.2, 0.20),
        (DAY, "", 30.2, pytest.approx(0.30)),
        (LATER, "", 10.0, 0.46),
        (LATER, "", 11.2, 0.23),
        (LATER, "", 30.2, pytest.approx(0.36)),
    ]
    speeds = [one for one in found if one.measure == "spin speed"]
    assert [(one.key, one.low, one.value, one.high) for one in speeds] == [
        (first, 142, 150, 158),
        (second, 142, 150, 158),
    ]
    # The rotation could not be told.
    assert {one.measure for one in found} == {"jump height", "air time", "spin speed"}
    assert shelf.progress("nobody") == ()


def test_only_what_a_person_confirmed_is_an_attempt(shelf: Shelf, tmp_path: Path) -> None:
    key = shelf.keep(review(tmp_path / "1", skate(0.4)), "Ada", DAY)
    assert shelf.run_throughs("Ada") == ()
    shelf.confirm(key, 1, "2A", False)
    shelf.confirm(key, 0, "3T+2T", True)
    shelf.confirm(key, 0, "3Lz+2A+SEQ", True)  # said again, better
    note = "confirmed from a video"
    combination = Attempts("3Lz+2A+SEQ", 1, 1)
    (run,) = shelf.run_throughs("Ada")
    assert run == RunThrough(DAY, None, (combination, Attempts("2A", 0, 1)), note)
    assert shelf.confirmed(key) == (
        Confirmed(0, "3Lz+2A+SEQ", True),
        Confirmed(1, "2A", False),
    )
    kinds = {one.kind for one in shelf.progress("Ada") if one.measure == "jump height"}
    assert kinds == {"3Lz", "2A"}
    shelf.withdraw(key, 0)
    assert shelf.run_throughs("Ada") == (RunThrough(DAY, None, (Attempts("2A", 0, 1),), note),)
    assert shelf.run_throughs("Bo") == ()


@pytest.mark.parametrize(
    ("index", "code", "words"),
    [
        (2, "2A", "shows 2 jumps"),
        (-1, "2A", "shows 2 jumps"),
        (0, "CSp4", "is no jump"),
        (0, "2A", "2A has 1 jumps, and jump 0 of the review .* has 2 flights"),
    ],
)
def test_what_cannot_be_confirmed(
    shelf: Shelf, tmp_path: Path, index: int, code: str, words: str
) -> None:
    key = shelf.keep(review(tmp_path / "1", skate(0.4)), "Ada", DAY)
    with pytest.raises(SyntaxProblem, match=words):
        shelf.confirm(key, index, code, True)
    with pytest.raises(SyntaxProblem):
        shelf.confirm(key, 0, "nonsense", True)
    assert shelf.confirmed(key) == ()


def test_its_own_place_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *a, **k: str(tmp_path / "data"))
    assert Shelf().folder == tmp_path / "data" / "reviews"
