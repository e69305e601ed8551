"""Sounds made and read for the tests: a small struck string, melodies, pieces with known beats."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kissandcry.core.extras import extra
from kissandcry.video.media import Sound

RATE = 22050
SCALE = (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)


def piece(file: Path) -> tuple[Sound, list[float]]:
    """A recorded piece and the times of its beats."""
    with extra("video", "reading a piece"):
        import av
    samples = []
    with av.open(str(file)) as container:
        turned = av.AudioResampler("flt", "mono", RATE)
        for frame in container.decode(audio=0):
            samples += [one.to_ndarray()[0] for one in turned.resample(frame)]
        samples += [one.to_ndarray()[0] for one in turned.resample(None)]
    beats = [float(line) for line in file.with_suffix(".beats").read_text("utf-8").split()]
    return Sound(np.concatenate(samples).astype(np.float32), RATE), beats


def bending(seconds: float, tempo: float, bend: float) -> list[float]:
    """Beats whose tempo swings by a share of itself over about 16 beats."""
    beats, time, count = [], 0.5, 0
    while time < seconds - 1:
        beats.append(time)
        time += 60 / (tempo * (1 + bend * np.sin(2 * np.pi * count / 16)))
        count += 1
    return beats


def played(beats: list[float], seed: int) -> Sound:
    """A melody over a bass that goes with the beats; some notes fall between them."""
    rng = np.random.default_rng(seed)
    sound = np.zeros(int((beats[-1] + 2) * RATE))
    tone = 4
    for count, (beat, after) in enumerate(zip(beats, [*beats[1:], beats[-1] + 0.6], strict=True)):
        if count % 2 == 0:
            _strike(sound, beat, 110 * 2 ** (SCALE[int(rng.integers(0, 5))] / 12), 1.0)
        for part in (0.0, 0.5) if rng.random() < 0.4 else (0.0,):
            tone = int(np.clip(tone + rng.integers(-2, 3), 0, len(SCALE) - 1))
            time = beat + part * (after - beat) + rng.normal(0, 0.005)
            _strike(sound, time, 330 * 2 ** (SCALE[tone] / 12), 0.5 + 0.4 * rng.random())
    sound += rng.normal(0, 1e-3, len(sound))
    return Sound((sound / np.abs(sound).max() * 0.9).astype(np.float32), RATE)


def _strike(sound: NDArray[np.float64], time: float, frequency: float, loud: float) -> None:
    seconds = np.arange(int(1.2 * RATE)) / RATE
    note = sum(
        np.sin(2 * np.pi * frequency * part * seconds) / part**1.3 * np.exp(-seconds * (2 + part))
        for part in range(1, 7)
    )
    first = max(0, int(time * RATE))
    room = sound[first : first + len(seconds)]
    room += loud * (np.minimum(1, seconds / 0.005) * note)[: len(room)]
