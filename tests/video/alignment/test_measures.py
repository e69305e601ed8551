"""Arms, positions and timing of an element, and what the page of a comparison shows."""

import json
from pathlib import Path

import numpy as np

from benchmarks.video_alignment import hands_off, whole
from kissandcry.video import poses, review
from kissandcry.video.alignment import measures
from kissandcry.video.poses import Recording
from kissandcry.video.seen import Chance, Estimate, Position, Spin
from tests.video import captures

NONE = Chance(None)


def spin(*held: tuple[str, float, float]) -> Spin:
    positions = tuple(Position(*one) for one in held)
    return Spin(
        0, 9, Estimate(8, 7, 9, "turns"), Estimate(200, 190, 210, ""), (), positions, None, NONE
    )


def test_how_far_the_hands_are_is_what_the_markers_say(shared: Path) -> None:
    off, held = zip(*hands_off(shared, 14), strict=True)
    assert len(off) > 15
    assert np.mean(off) < 0.03
    assert np.mean(held) >= 0.8


def test_what_has_nothing_in_common_is_not_compared(shared: Path, tmp_path: Path) -> None:
    """The beginning of a Flip, and the flight of an Axel."""
    jumped = captures.trials(shared)["A_Axel_3"]
    glided = captures.without_flights(captures.trials(shared)["C_Flip_4"])[0]
    files = [put(one, 7 + row, tmp_path) for row, one in enumerate((jumped, glided))]
    found = review.watch(files[0], reference=files[1]).reference
    assert found is not None
    assert not any((found.matched, found.in_step, found.likeness, found.apart))
    assert any("the two are not compared" in one for one in found.notes)


def put(trial: captures.Trial, seed: int, folder: Path) -> Path:
    """The file of its poses."""
    seen = captures.seen(whole(trial), fps=30, seed=seed, camera=True, world=True).poses
    path = folder / f"{trial.key}.json"
    poses.write(Recording(people=(seen,), source="capture", notes=()), path)
    return path


def test_positions_are_held_for_the_seconds_they_are_seen() -> None:
    one = spin(("camel", 0, 3), ("cannot tell", 3, 4), ("sit", 4, 8), ("camel", 8, 9))
    told = {name: (a.value, b.value) for name, a, b in measures.held(one, spin(("sit", 1, 3)))}
    assert told == {"camel position held": (4, 0), "sit position held": (4, 2)}
    ((_, _, unknown),) = measures.held(spin(("sit", 0, 2)), spin(("cannot tell", 0, 9)))
    assert unknown.value is None
    assert unknown.reason == "cannot tell the positions of this spin"


def test_the_page_draws_both_where_they_are_furthest_apart(shared: Path, tmp_path: Path) -> None:
    files = [put(captures.trials(shared)[key], 7, tmp_path) for key in ("A_Axel_3", "B_Axel_4")]
    found = review.watch(files[0], reference=files[1])
    assert found.reference is not None
    assert found.reference.apart
    review.write(found, tmp_path / "review")
    page = (tmp_path / "review" / "index.html").read_text(encoding="utf-8")
    assert page.count('<svg class="bodies"') == len(found.reference.apart)
    for one in found.reference.apart:
        assert one.sentence in page
    assert "hands from the axis in the air" in page
    again = json.loads((tmp_path / "review" / "review.json").read_text(encoding="utf-8"))
    assert len(again["reference"]["apart"]) == len(found.reference.apart)
    data = (tmp_path / "review" / "data.js").read_text(encoding="utf-8")
    told = json.loads(data.removeprefix("window.REVIEW = ").rstrip(";\n"))
    assert told["steps"] == [list(pair) for pair in found.reference.in_step]
    assert told["mirrored"] == found.reference.mirrored
