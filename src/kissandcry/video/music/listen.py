"""Hear the music of a clip: its onsets, its beats, its tempo."""

from typing import Final

import numpy as np

from kissandcry.video.media.model import Sound
from kissandcry.video.music.beats import evidence, path
from kissandcry.video.music.curves import FRAMES, Floats, beginnings, running_mean, samples
from kissandcry.video.music.model import Music

SHORTEST: Final = 5.0  # seconds in which beats can be told
_SILENT: Final = 1e-4  # of full scale
_STEP: Final = 4  # frames to one point of the onset curve
_FEWEST: Final = 8  # moments at which something begins


def hear(sound: Sound | None) -> Music:
    """What is heard: onsets, beats and tempo. None is a clip without sound.

    It takes about a second for a minute of sound; sound that has no beats to be told (none,
    silence, an even tone, less than 5 s) gives a `Music` that says so.
    """
    if sound is None:
        return _nothing("the clip has no sound, so nothing is said of music", 0.0, 0.0)
    start, end = 0.0, len(sound.samples) / sound.rate  # the sound begins with the first frame
    if end - start < SHORTEST:
        return _nothing(
            f"the sound lasts {end - start:.1f} s; beats cannot be told in less than"
            f" {SHORTEST:g} s",
            start,
            end,
        )
    heard = samples(sound)
    if float(np.max(np.abs(heard))) < _SILENT or float(np.std(heard)) < _SILENT:
        return _nothing("the sound is silent, so nothing is said of music", start, end)
    curves, strength = beginnings(heard)
    if not _lively(strength):
        return _nothing(
            "nothing stands out in the sound, as in an even tone or noise, so beats cannot be told",
            start,
            end,
        )
    beats = start + np.array(path(evidence(curves))) / FRAMES
    between = (beats[1:] + beats[:-1]) / 2
    tempo = 60 / np.diff(beats)
    return Music(
        _curve(strength, start),
        tuple(round(float(time), 3) for time in beats),
        tuple(
            (round(float(t), 3), round(float(b), 1)) for t, b in zip(between, tempo, strict=True)
        ),
        start,
        end,
    )


def _lively(strength: Floats) -> bool:
    """Whether things begin: peaks that stand out from what is always there."""
    inner = strength[20:-20]  # a tone that is cut off begins and ends at the edges
    peaks = (inner[1:-1] > inner[:-2]) & (inner[1:-1] >= inner[2:])
    high = inner[1:-1] > max(4 * float(np.median(inner)), 0.5)
    return int(np.sum(peaks & high)) >= _FEWEST


def _curve(strength: Floats, start: float) -> tuple[tuple[float, float], ...]:
    """The onsets, 25 a second, 1 on average."""
    smooth = running_mean(strength, 2)[::_STEP]
    mean = float(smooth.mean())
    times = start + np.arange(len(smooth)) * _STEP / FRAMES
    return tuple(
        (round(float(time), 3), round(float(value) / mean, 3))
        for time, value in zip(times, smooth, strict=True)
    )


def _nothing(reason: str, start: float, end: float) -> Music:
    return Music((), (), (), start, end, reason)
