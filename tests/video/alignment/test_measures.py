"""Arms, positions and timing of an element, and what the page of a comparison shows."""

import json
from pathlib import Path

import numpy as np

from benchmarks.video_alignment import whole
from kissandcry.video import motion, poses, review
from kissandcry.video.alignment import measures
from kissandcry.video.poses import PLACE, Recording
from kissandcry.video.seen import Chance, Estimate, Flight, Position, Spin
from tests.video import captures

NONE = Chance(None)
EVERY = 12  # trials


def exactly(value: float) -> Estimate:
    return Estimate(value, value, value, "")


def flown(truth: captures.Truth) -> Flight:
    return Flight(
        exactly(truth.takeoff),
        exactly(truth.landing),
        exactly(truth.air_time),
        exactly(truth.height),
        exactly(truth.rise),
        exactly(truth.rotation),
        NONE,
        NONE,
        NONE,
        None,
        "cannot tell",
        complete=True,
    )


def spin(*held: tuple[str, float, float]) -> Spin:
    positions = tuple(Position(*one) for one in held)
    return Spin(0, 9, exactly(8), exactly(200), (), positions, None, NONE)


def test_how_far_the_hands_are_is_what_the_markers_say(shared: Path) -> None:
    """In space: the mean distance of both wrists from the middle of hips and shoulders."""
    off, inside = [], []
    for trial in list(captures.trials(shared).values())[::EVERY]:
        truth = trial.flights[0]
        found = measures.hands(
            motion.of(captures.seen(trial, fps=30, seed=5, camera=True).poses), flown(truth)
        )
        if found.value is None or found.low is None or found.high is None:
            assert truth.rotation < 1
            continue
        body = trial.body[round(truth.takeoff * 60) : round(truth.landing * 60) + 1, :, :2]
        trunk = [
            PLACE[f"{side}_{part}"] for side in ("left", "right") for part in ("hip", "shoulder")
        ]
        wrists = body[:, [PLACE["left_wrist"], PLACE["right_wrist"]]]
        away = np.linalg.norm(wrists - body[:, trunk].mean(axis=1, keepdims=True), axis=2)
        off.append(abs(found.value - float(np.nanmean(away))))
        inside.append(found.low <= float(np.nanmean(away)) <= found.high)
    assert len(off) > 10
    assert np.mean(off) < 0.03
    assert np.mean(inside) >= 0.8


def test_positions_are_held_for_the_seconds_they_are_seen() -> None:
    one = spin(("camel", 0, 3), ("cannot tell", 3, 4), ("sit", 4, 8), ("camel", 8, 9))
    told = {name: (a.value, b.value) for name, a, b in measures.held(one, spin(("sit", 1, 3)))}
    assert told == {"camel position held": (4, 0), "sit position held": (4, 2)}
    ((_, _, unknown),) = measures.held(spin(("sit", 0, 2)), spin(("cannot tell", 0, 9)))
    assert unknown.value is None
    assert unknown.reason == "cannot tell the positions of this spin"


def test_the_page_draws_both_where_they_are_furthest_apart(shared: Path, tmp_path: Path) -> None:
    files = []
    for key in ("A_Axel_3", "B_Axel_4"):
        trial = whole(captures.trials(shared)[key])
        seen = captures.seen(trial, fps=30, seed=7, camera=True, world=True).poses
        files.append(tmp_path / f"{key}.json")
        poses.write(Recording(people=(seen,), source="capture", notes=()), files[-1])
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
