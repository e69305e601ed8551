"""From sound to curves of what begins in it: one pass in blocks, so memory stays small."""

from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.media.model import Sound

Floats = NDArray[np.float32]

RATE: Final = 22050  # samples a second
HOP: Final = 220  # samples from frame to frame
FRAMES: Final = RATE / HOP  # frames a second, about 100
_WINDOW: Final = 2048
_TONES: Final = 84  # semitones from 55 Hz up: seven octaves
_LOWEST: Final = 55.0  # Hz
_BEFORE: Final = 3  # frames between which loudness is compared
_SIDE: Final = 20  # frames, 0.2 s, before and after that harmony is compared over
_LOCAL: Final = 300  # frames to each side over which a curve is levelled
_BLOCK: Final = 1024
_EDGES: Final = (0, 20, 40, 62, _TONES)  # of the bands: bass, middle, treble, brilliance


def samples(sound: Sound) -> Floats:
    """(n,): the sound at 22,050 samples a second; what is no number is silence."""
    heard: Floats = np.nan_to_num(np.asarray(sound.samples, dtype=np.float32))
    if sound.rate == RATE or not len(heard):
        return heard
    from kissandcry.core.extras import extra

    with extra("video", "listening to music"):
        from scipy.signal import resample_poly
    common = int(np.gcd(RATE, sound.rate))
    turned = resample_poly(heard, RATE // common, sound.rate // common)
    return np.asarray(turned, dtype=np.float32)


@lru_cache(maxsize=1)
def _bank() -> Floats:
    """(frequencies, tones): triangles a semitone to each side."""
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    bank = np.zeros((len(frequencies), _TONES), dtype=np.float32)
    for tone in range(_TONES):
        centre = _LOWEST * 2 ** (tone / 12)
        low, high = centre * 2 ** (-1 / 12), centre * 2 ** (1 / 12)
        up = (frequencies - low) / (centre - low)
        down = (high - frequencies) / (high - centre)
        weights = np.maximum(0, np.minimum(up, down))
        if weights.sum() < 1:  # narrower than the frequencies stand apart
            weights[np.argmin(np.abs(frequencies - centre))] = 1
        bank[:, tone] = weights
    return bank


def _tones(heard: Floats) -> Floats:
    """(frames, tones): how loud each semitone is."""
    frames = len(heard) // HOP + 1
    loudness = np.sqrt(np.mean(heard.astype(np.float64) ** 2)) + 1e-9
    padded = np.pad(heard / np.float32(loudness), (_WINDOW // 2, _WINDOW))
    window = np.hanning(_WINDOW).astype(np.float32)
    views = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
    tones = np.empty((frames, _TONES), dtype=np.float32)
    for first in range(0, frames, _BLOCK):
        last = min(frames, first + _BLOCK)
        spectrum = np.abs(np.fft.rfft(views[first:last] * window, axis=1))
        tones[first:last] = spectrum.astype(np.float32) @ _bank()
    return tones


def _sides(rows: Floats) -> tuple[Any, Any]:
    """Sums over the 0.2 s after and before each frame."""
    many = len(rows)
    sums = np.vstack([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])
    here = np.arange(many)
    after = sums[np.minimum(many, here + _SIDE)] - sums[here]
    before = sums[here] - sums[np.maximum(0, here - _SIDE)]
    return after, before


def running_mean(rows: NDArray[Any], side: int) -> NDArray[Any]:
    """The mean over so many rows to each side; beyond the ends the last rows go on."""
    width = [(side + 1, side)] + [(0, 0)] * (rows.ndim - 1)
    sums = np.cumsum(np.pad(rows.astype(np.float64), width, mode="edge"), axis=0)
    mean: NDArray[Any] = (sums[2 * side + 1 :] - sums[: -2 * side - 1]) / (2 * side + 1)
    return mean


def beginnings(heard: Floats) -> tuple[Floats, Floats]:
    """What begins, frame by frame: `curves` (frames, 7) levelled, and `strength` (frames,).

    The curves are the rises of loudness in four bands (each tone against its neighbours a moment
    before, so that a vibrato is no onset), the change of harmony, and what is louder over 0.2 s
    than it was, in the bass and overall.
    """
    tones = _tones(heard)
    chroma = np.zeros((len(tones), 12), dtype=np.float32)
    for tone in range(_TONES):
        chroma[:, tone % 12] += tones[:, tone]
    loud = np.log1p(tones)
    del tones
    near = np.pad(loud, ((0, 0), (1, 1)), mode="edge")
    near = np.maximum(np.maximum(near[:, :-2], near[:, 1:-1]), near[:, 2:])
    rise = np.zeros_like(loud)
    rise[_BEFORE:] = np.maximum(0, loud[_BEFORE:] - near[:-_BEFORE])
    bands = [rise[:, a:b].sum(axis=1) for a, b in pairwise(_EDGES)]
    after, before = _sides(np.sqrt(chroma))
    both = np.linalg.norm(after, axis=1) * np.linalg.norm(before, axis=1) + 1e-6
    harmony = 1 - (after * before).sum(axis=1) / both
    after, before = _sides(loud)
    louder = np.maximum(0, after - before)
    curves = np.stack([*bands, harmony, louder[:, :28].sum(axis=1), louder.sum(axis=1)], axis=1)
    level = np.sqrt(running_mean(curves**2, _LOCAL))
    level += 1e-3 * np.sqrt((curves**2).mean(axis=0)) + 1e-6
    return (curves / level).astype(np.float32), rise.sum(axis=1)
