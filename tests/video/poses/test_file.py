"""The file of poses: what is written is read, and what is not as described is told where."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.core import Contradiction, KissAndCryError, SyntaxProblem, Unreadable
from kissandcry.video import poses
from kissandcry.video.poses import LANDMARKS, PLACE, Camera, Poses, Recording


def some(
    seed: int, frames: int, person: int = 0, *, world: bool = True, camera: bool = True
) -> Poses:
    chance = np.random.default_rng(seed)

    def known(*shape: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        return chance.normal(0, 1, (frames, *shape))

    image = known(33, 2) * 500 + 400
    image[chance.random((frames, 33)) < 0.2] = np.nan
    depth = known(33) * 100
    depth[np.isnan(image[..., 0])] = np.nan
    metres = known(33, 3) if world else np.full((frames, 33, 3), np.nan)
    seen = chance.random((frames, 33))
    if frames > 2:
        image[2], depth[2], seen[2], metres[2] = np.nan, np.nan, 0, np.nan
    steady = known(2, 3)
    steady[chance.random(frames) < 0.2] = np.nan
    return Poses(
        times=np.cumsum(np.full(frames, 1 / 30) + 0.01 * np.arange(frames)),
        image=image,
        visibility=seen,
        depth=depth,
        world=metres,
        size=(1920, 1080),
        fps=30.0,
        camera=Camera(steady, (1,) if frames > 1 else ()) if camera else None,
        person=person,
    )


def near(found: Poses, meant: Poses) -> None:
    """To the precision that the file promises: half of its last digit."""
    assert np.array_equal(found.times, meant.times)
    np.testing.assert_allclose(found.image, meant.image, atol=0.00501, rtol=0)
    np.testing.assert_allclose(found.depth, meant.depth, atol=0.00501, rtol=0)
    np.testing.assert_allclose(found.visibility, meant.visibility, atol=0.000501, rtol=0)
    np.testing.assert_allclose(found.world, meant.world, atol=0.0000501, rtol=0)
    assert (found.size, found.fps, found.person) == (meant.size, meant.fps, meant.person)
    assert (found.camera is None) == (meant.camera is None)
    if found.camera is not None and meant.camera is not None:
        assert found.camera.cuts == meant.camera.cuts
        np.testing.assert_array_equal(found.camera.steady, meant.camera.steady)


@given(
    seed=st.integers(0, 10**6),
    frames=st.integers(0, 6),
    people=st.integers(1, 3),
    world=st.booleans(),
    camera=st.booleans(),
    source=st.text(max_size=20),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    frames: int,
    people: int,
    world: bool,
    camera: bool,
    source: str,
) -> None:
    path = tmp_path_factory.mktemp("poses") / "poses.json"
    meant = tuple(some(seed + n, frames, n + 1, world=world, camera=camera) for n in range(people))
    poses.write(Recording(meant, source), path)
    found = poses.read(path)
    assert found.source == source
    for one, other in zip(found.people, meant, strict=True):
        assert (one.camera is None) == (other.camera is None)
        near(one, Poses(**{**_fields(other), "camera": meant[0].camera}))
    again = path.with_name("again.json")
    poses.write(found, again)  # what was rounded once stays as it is
    assert again.read_bytes() == path.read_bytes()


def _fields(one: Poses) -> dict[str, Any]:
    names = "times image visibility depth world size fps camera person".split()
    return {name: getattr(one, name) for name in names}


SMALL: dict[str, Any] = {
    "format": "kissandcry poses",
    "version": 1,
    "fps": 25,
    "size": [640, 480],
    "landmarks": ["left_hip", "nose"],
    "people": [{"person": 1, "frames": [[[10, 20, None, 0.5], [30, 40, -5, 1]], None]}],
}


def test_a_tracker_may_know_some_landmarks_only(tmp_path: Path) -> None:
    path = tmp_path / "poses.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    (one,) = poses.read(path).people
    assert one.times.tolist() == [0.0, 0.04]  # even, where the file gives no times
    assert one.image[0, PLACE["left_hip"]].tolist() == [10, 20]
    assert one.depth[0, PLACE["nose"]] == -5
    assert one.visibility[0, PLACE["left_hip"]] == 0.5
    others = [PLACE[name] for name in LANDMARKS if name not in SMALL["landmarks"]]
    assert np.isnan(one.image[:, others]).all()
    assert (one.visibility[:, others] == 0).all()
    assert one.seen.tolist() == [True, False]
    assert np.isnan(one.world).all()
    assert one.camera is None


def changed(**more: Any) -> dict[str, Any]:
    return {**SMALL, **more}


def person(**more: Any) -> dict[str, Any]:
    return changed(people=[{**SMALL["people"][0], **more}])


POINT = [10, 20, None, 0.5]
WRONG: list[tuple[Any, str]] = [
    ([], "is no file of poses: an object is wanted, not a list$"),
    ({}, 'is no file of poses: the field "format" is missing$'),
    (changed(format="other"), 'is "other", version 1'),
    (changed(version=2), "version 2"),
    (changed(fps=0), "has 0 frames a second"),
    (changed(size=[0, 480]), "frames of 0 x 480 pixels"),
    (changed(landmarks=["left_hip", "tail"]), 'names a landmark "tail"'),
    (changed(landmarks=["nose", "nose"]), "one of them twice"),
    (changed(landmarks=[]), "names no landmark"),
    (changed(people=[]), r"has the people \[\]"),
    (changed(people=SMALL["people"] * 2), r"has the people \[1, 1\]"),
    (changed(times=[0.0]), "has 1 times for 2 frames"),
    (changed(times=[0.0, 0.0]), "has frame 1 at 0 s, not after frame 0 at 0 s"),
    (changed(times=[-1.0, 0.0]), "a time that is before 0"),
    (changed(camera={"steady": [None]}), "a camera of 1 frames for 2"),
    (changed(camera={"steady": [None, None], "cuts": [2]}), r"has cuts at frames \(2,\)"),
    (changed(more=1), 'there is an unknown field "more"'),
    (person(frames=[[POINT], None]), "has 1 landmarks of person 1 in frame 0; it names 2"),
    (
        person(frames=[[POINT, [1, 2, 3]], None]),
        r"a list of 4 is wanted in people\[0\].frames\[0\]\[1\]",
    ),
    (person(frames=[[POINT, [1, None, 3, 1]], None]), "only one of x and y for nose of person 1"),
    (person(frames=[[POINT, [1e9, 2, 3, 1]], None]), "has 1e[+]09 for nose of person 1 in frame 0"),
    (person(frames=[[POINT, [1, 2, 3, 1.5]], None]), "the visibility 1.5 for nose of person 1"),
    (
        person(frames=[[POINT, ["a", 2, 3, 1]], None]),
        r"a number or null is wanted, not a text in people\[0\].frames\[0\]\[1\]\[0\]",
    ),
    (person(world=[None]), "has 1 frames of person 1 in the world and 2 of the first person"),
    (person(world=[[[0, 0, 0], [0, 0, 900]], None]), "has 900 for nose of person 1 in the world"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_what_is_wrong_is_told_where(tmp_path: Path, wrong: Any, words: str) -> None:
    path = tmp_path / "poses.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(SyntaxProblem, match=words) as caught:
        poses.read(path)
    assert str(caught.value).startswith("poses.json ")
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"missing\.json"):
        poses.read(tmp_path / "missing.json")
    path = tmp_path / "poses.json"
    for data, words in (
        (b"", "it breaks off before its end"),
        (b"\xff\xfe", "byte 0 is not what may stand there in JSON"),
        (b'{"format": "\xff"}', "byte 0 is no UTF-8"),
        (b"[" * 100_000, "an object is wanted, not a list"),
        (b'{"fps": NaN}', "byte 8 is not what may stand there"),
        (b'{"fps": 1e999}', "a number is out of range in fps"),
    ):
        path.write_bytes(data)
        with pytest.raises(SyntaxProblem, match=f"is no file of poses: .*{words}"):
            poses.read(path)


@given(data=st.data())
def test_no_change_of_a_file_ends_in_anything_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(json.dumps(changed(times=[0.0, 0.1], camera={"steady": [None, None]})).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        cut = data.draw(st.integers(0, 3))
        raw[at : at + cut] = data.draw(
            st.sampled_from(
                [b"null", b"-1", b"1e300", b"9" * 30, b"[", b"]", b"{", b'"', b",", b""]
            )
        )
        if not raw:
            raw = bytearray(b" ")
    path = tmp_path_factory.mktemp("fuzz") / "poses.json"
    path.write_bytes(bytes(raw))
    try:
        found = poses.read(path)
    except KissAndCryError:
        return
    assert all(len(one.image) == len(one.times) for one in found.people)


def test_a_recording_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "poses.json"
    with pytest.raises(Contradiction, match="nobody"):
        poses.write(Recording(()), path)
    with pytest.raises(Contradiction, match="not of one clip"):
        poses.write(Recording((some(1, 3), some(2, 4, 1))), path)
    (tmp_path / "file").touch()
    with pytest.raises(Unreadable, match="cannot be written"):
        poses.write(Recording((some(1, 3),)), tmp_path / "file" / "poses.json")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
