"""Whether movement follows music: found where it was made so, and not where it was not."""

from functools import cache

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from kissandcry.video.music import Music, Together, hear, together
from tests.video.music.sounds import bending, played

Floats = NDArray[np.float64]


@cache
def music(bend: float = 0.12) -> Music:
    return hear(played(bending(90, 100, bend), seed=11))


def noise(rng: np.random.Generator, points: int, width: float = 4) -> Floats:
    """A movement without music: noise that changes over so many frames."""
    kernel = np.exp(-0.5 * (np.arange(-20, 21) / width) ** 2)
    return np.asarray(np.convolve(rng.normal(size=points), kernel / kernel.sum(), mode="same"))


def to_beats(heard: Music, times: Floats, lag: float = 0.08) -> Floats:
    """A movement with a burst at every beat."""
    return np.asarray(
        sum(np.exp(-0.5 * ((times - beat - lag) / 0.08) ** 2) for beat in heard.beats)
    )


TIMES = np.arange(0, 88, 1 / 30)


def test_a_movement_to_the_beat_follows_the_music() -> None:
    energy = to_beats(music(), TIMES) + 0.3 * noise(np.random.default_rng(1), len(TIMES))
    told = together(music(), TIMES.tolist(), energy.tolist())
    assert told.p is not None
    assert told.p < 0.02
    assert told.correlation is not None
    assert told.correlation > 0.3
    assert told.lag == pytest.approx(0.08, abs=0.06)
    assert told.by_chance is not None
    assert told.hits > told.by_chance
    assert "could be heard in silence" in told.sentence


@pytest.mark.parametrize("shift", [-11.3, -3.1, -1.0, 0.9, 2.3, 7.7])
def test_shifted_it_always_fits_less(shift: float) -> None:
    right = together(music(), TIMES.tolist(), to_beats(music(), TIMES).tolist())
    wrong = together(music(), TIMES.tolist(), to_beats(music(), TIMES, 0.08 + shift).tolist())
    assert right.correlation is not None
    assert wrong.correlation is not None
    assert wrong.correlation < right.correlation


def test_p_of_independent_movement_is_even() -> None:
    rng = np.random.default_rng(5)
    p = []
    for trial in range(200):
        told = together(music(), TIMES.tolist(), noise(rng, len(TIMES), 2 + trial % 6).tolist())
        assert told.p is not None
        p.append(told.p)
    values = np.sort(p)
    steps = np.arange(1, len(values) + 1) / len(values)
    assert np.abs(values - steps).max() < 1.63 / len(values) ** 0.5  # Kolmogorov-Smirnov, 1 %
    assert np.mean(values <= 0.05) < 0.05 + 1.96 * (0.05 * 0.95 / len(values)) ** 0.5


def test_an_even_tempo_is_said_to_tell_little() -> None:
    even = music(0.0)
    told = together(even, TIMES.tolist(), to_beats(even, TIMES).tolist())
    assert told.p is not None
    if told.p > 0.05:
        assert "a shift by whole beats is no test" in told.sentence
    half = together(even, TIMES.tolist(), to_beats(even, TIMES, 0.08 + 0.3).tolist())
    assert told.correlation is not None
    assert half.correlation is not None
    assert half.correlation < told.correlation - 0.3


def test_accents_are_strong_and_told_with_their_times() -> None:
    told = together(music(), TIMES.tolist(), to_beats(music(), TIMES).tolist())
    assert len(told.accents) > 10
    for one, other in zip(told.accents, told.accents[1:], strict=False):
        assert other.time - one.time >= 0.99
    for accent in told.accents:
        assert accent.hit == (accent.moved is not None)
        if accent.moved is not None and told.lag is not None:
            assert abs(accent.moved - accent.time - told.lag) <= 0.21


@pytest.mark.parametrize(
    ("times", "energy", "why"),
    [
        (TIMES[:100], np.ones(100), "go together for"),
        (TIMES, np.full(len(TIMES), np.nan), "no movement is known"),
        (TIMES, np.ones(len(TIMES)), "movement is even"),
        (TIMES, np.where(TIMES % 20 < 10, np.nan, TIMES % 3), "is known for"),
        (np.zeros(0), np.zeros(0), "no movement is known"),
    ],
)
def test_what_cannot_be_told(times: Floats, energy: Floats, why: str) -> None:
    told = together(music(), times.tolist(), energy.tolist())
    assert told.p is None
    assert why in told.reason


def test_without_music() -> None:
    told = together(hear(None), TIMES.tolist(), TIMES.tolist())
    assert told.correlation is None
    assert "no sound" in told.sentence


def test_it_can_be_kept() -> None:
    told = together(music(), TIMES.tolist(), to_beats(music(), TIMES).tolist())
    assert msgspec.json.decode(msgspec.json.encode(told), type=Together) == told


def test_accents_at_which_the_skater_is_not_seen_are_neither_hit_nor_missed() -> None:
    energy = to_beats(music(), TIMES)
    whole = together(music(), TIMES.tolist(), energy.tolist())
    energy[(TIMES > 30) & (TIMES < 46)] = np.nan
    part = together(music(), TIMES.tolist(), energy.tolist())
    unseen = [one for one in part.accents if 30 < one.time < 46]
    assert any(30 < one.time < 46 for one in whole.accents)
    assert unseen == []
    outside = [one for one in whole.accents if not 29 < one.time < 47]
    assert [one.hit for one in part.accents if not 29 < one.time < 47] == [
        one.hit for one in outside
    ]
