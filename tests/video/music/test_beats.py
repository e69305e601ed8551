"""Beats against the times that are known of recorded and of made pieces."""

from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from kissandcry.video.media import Sound
from kissandcry.video.music import Music, hear
from tests.video.music.measure import f_measure
from tests.video.music.sounds import RATE, bending, piece, played

# Two pieces begin with an upbeat of a part of a quarter, and their times count quarters from its
# first note: the beats of the score come so much of a quarter later (taken from the scores).
UPBEATS = {"joplin_maple_leaf_rag": 0.5, "schumann_robert_opus48no2": 0.75}

# What librosa 0.11's beat tracker reaches on a wider set of such pieces is 0.57.
ENOUGH = 0.64


@cache
def heard(file: Path) -> tuple[Music, list[float]]:
    sound, beats = piece(file)
    return hear(sound), beats


def test_the_measure_counts_each_beat_once_within_70_ms() -> None:
    assert f_measure([1, 2, 3, 4], [1.06, 2.08, 3, 3.01], after=0) == pytest.approx(2 * 2 / 8)
    assert f_measure([1, 6, 7], [3, 6, 7]) == 1
    assert f_measure([6], []) == 0


@pytest.mark.parametrize("after", [5.0, 0.0])
def test_beats_of_classical_pieces(shared: Path, after: float) -> None:
    files = sorted((shared / "video" / "music").glob("*.flac"))
    scores = {}
    for file in files:
        music, beats = heard(file)
        scores[file.stem] = f_measure(beats, music.beats, after=after)
    assert len(scores) == 10
    assert np.mean(list(scores.values())) >= ENOUGH, scores


def test_beats_of_the_scores_where_the_upbeat_is_no_whole_quarter(shared: Path) -> None:
    scores = {}
    for file in sorted((shared / "video" / "music").glob("*.flac")):
        music, quarters = heard(file)
        later = UPBEATS.get(file.stem.rsplit("_", 1)[0], 0.0)
        count = np.arange(len(quarters))
        beats = np.interp(count[: len(quarters) - (later > 0)] + later, count, quarters)
        scores[file.stem] = f_measure(beats.tolist(), music.beats)
    assert np.mean(list(scores.values())) > 0.85, scores


@pytest.mark.parametrize(("tempo", "bend"), [(80, 0.0), (104, 0.15), (128, 0.1)])
def test_beats_of_made_pieces(tempo: float, bend: float) -> None:
    beats = bending(40, tempo, bend)
    music = hear(played(beats, seed=int(tempo)))
    score = f_measure(beats, music.beats)
    assert score > 0.9
    for shift in (0.12, 0.2, 0.3):
        assert f_measure(beats, [one + shift for one in music.beats]) < score
    between = np.array([time for time, _ in music.tempo])
    middle = (np.array(beats[1:]) + beats[:-1]) / 2
    expected = np.interp(between, middle, 60 / np.diff(beats))
    assert np.median(np.abs([speed for _, speed in music.tempo] - expected) / expected) < 0.04


def test_beats_move_with_the_sound_and_do_not_ask_how_loud_it_is() -> None:
    beats = bending(30, 96, 0.1)
    sound = played(beats, seed=3)
    later = np.concatenate([np.zeros(RATE, np.float32), sound.samples * np.float32(0.05)])
    moved = hear(Sound(later, RATE)).beats
    assert f_measure([time + 1 for time in hear(sound).beats], moved) > 0.95


def test_another_rate_gives_the_same_beats() -> None:
    sound = played(bending(30, 96, 0.1), seed=4)
    double = np.repeat(sound.samples, 2)
    assert f_measure(hear(sound).beats, hear(Sound(double, 2 * RATE)).beats) > 0.95


@pytest.mark.parametrize(
    ("samples", "why"),
    [
        (np.zeros(0), "0.0 s"),
        (np.ones(RATE), "1.0 s"),
        (np.zeros(20 * RATE), "silent"),
        (np.full(20 * RATE, 0.5), "silent"),
        (np.full(20 * RATE, np.nan), "silent"),
        (np.sin(np.arange(20 * RATE) * 2 * np.pi * 440 / RATE), "even tone"),
        (np.random.default_rng(0).normal(0, 0.1, 20 * RATE), "even tone"),
    ],
)
def test_what_has_no_beats_says_so(samples: NDArray[np.float64], why: str) -> None:
    music = hear(Sound(samples.astype(np.float32), RATE))
    assert not music.beats
    assert why in music.reason


def test_no_sound() -> None:
    assert "no sound" in hear(None).reason


def test_music_can_be_kept() -> None:
    music = hear(played(bending(12, 100, 0), seed=1))
    assert msgspec.json.decode(msgspec.json.encode(music), type=Music) == music
