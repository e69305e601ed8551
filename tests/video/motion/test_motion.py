"""Motion: metres for pixels, sides that hold, slips left out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kissandcry.core import NothingSeen, SyntaxProblem
from kissandcry.video import motion, passages
from kissandcry.video.poses import MIRRORED, PLACE
from tests.video import captures


def test_lengths_are_those_of_the_body(shared: Path) -> None:
    trial = captures.trials(shared)["B_Axel_4"]
    seen = captures.seen(trial, fps=60, seed=1, moving="fixed", noise=0.0, dropped=0.0, swapped=0.0)
    moved = motion.of(seen.poses)
    # The capture's own thigh against the one measured in the picture where it is not foreshortened.
    hip, knee = PLACE["left_hip"], PLACE["left_knee"]
    true = np.nanmedian(np.linalg.norm(trial.body[:, hip] - trial.body[:, knee], axis=1))
    told = np.hypot(*(moved.joints[:, hip] - moved.joints[:, knee]).T) / moved.scale
    assert np.nanquantile(told, 0.9) == pytest.approx(true, rel=0.15)
    assert moved.stature == motion.STATURE
    assert motion.of(seen.poses, stature=1.5).unsure < moved.unsure


def test_sides_exchanged_for_some_frames_are_put_right(shared: Path) -> None:
    trial = captures.trials(shared)["C_Loop_4"]
    seen = captures.seen(trial, fps=60, seed=2, moving="fixed", noise=0.003, swapped=0.0).poses
    image = seen.image.copy()
    image[40:43] = image[40:43][:, list(MIRRORED)]
    right = motion.of(seen)
    mended = motion.of(replace(seen, image=image))
    ankle = PLACE["left_ankle"]
    same = np.isfinite(right.joints[38:45, ankle, 0]) & np.isfinite(mended.joints[38:45, ankle, 0])
    assert same.sum() >= 4
    both = right.joints[38:45, ankle][same], mended.joints[38:45, ankle][same]
    assert np.allclose(*both)


def test_a_height_that_nobody_has_is_refused(shared: Path) -> None:
    seen = captures.seen(captures.trials(shared)["C_Loop_4"], seed=2).poses
    with pytest.raises(SyntaxProblem, match=r"from 0\.8 to 2\.3 m"):
        motion.of(seen, stature=16.0)
    nobody = replace(seen, image=np.full(seen.image.shape, np.nan))
    with pytest.raises(NothingSeen, match="in none of the frames"):
        motion.of(nobody)


def test_what_lies_between_elements_is_a_passage(shared: Path) -> None:
    trial = captures.trials(shared)["A_Lutz_4"]
    seen = captures.seen(trial, fps=30, seed=6, moving="pan", camera=True)
    moved = motion.of(seen.poses)
    (whole,) = passages.find(moved, (), ())
    assert whole.end - whole.start > 3
    assert whole.kind in {"steps", "gliding"}
    way = passages.travel(moved)
    assert not way.on_rink
    assert "across the picture alone" in way.distance.reason
    # The capture's own way over the ice is never shorter than what is seen across the picture.
    hips = trial.body[:, [PLACE["left_hip"], PLACE["right_hip"]], :2].mean(axis=1)
    hips = hips[np.isfinite(hips[:, 0])]
    true = float(np.hypot(*np.diff(hips[::12], axis=0).T).sum())
    assert way.distance.value is not None
    assert 0 < way.distance.value < 1.4 * true
