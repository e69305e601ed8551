"""Whether a movement follows the music: correlation against itself shifted, accents hit."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.music.curves import running_mean
from kissandcry.video.music.model import Accent, Music, Together

Floats = NDArray[np.float64]

_RATE: Final = 25.0  # points a second both curves are brought to
_LAG: Final = 3  # points, 0.12 s: how far a movement may come before or after the music
_REACH: Final = 5  # points, 0.2 s: how far from its accent a burst still hits it
_NEAR: Final = 50  # points, 2 s: shifts nearer than this are no test
_SHORTEST: Final = 15.0  # seconds
_GAP: Final = 0.5  # seconds without movement that are bridged
_KNOWN: Final = 0.7  # share of the time in which the movement must be known
_PHRASE: Final = 50  # points to each side, 2 s: what is slower than this is no accent
_STRONG: Final = 2.0  # standard deviations that make an accent of an onset
_APART: Final = 25  # points between accents
_BURST: Final = 0.5  # standard deviations that make a burst of a movement
_CLEAR: Final = 0.05
_EVEN: Final = 0.03  # spread of the tempo below which one beat is as long as the next


def together(music: Music, times: Sequence[float], energy: Sequence[float]) -> Together:
    """How far a movement follows the music.

    `times` in seconds of the clip, increasing, and `energy` of the same length in any unit, NaN
    where it is not known. Both curves are brought to 25 points a second, smoothed over 0.2 s and
    freed of what is slower than a phrase of 4 s; the music counts with its onsets and its beats
    alike. The largest correlation within 0.12 s either way is held against that of the movement
    turned in a circle by every number of points that is more than 2 s from where it belongs.
    """
    if music.reason:
        return _untold(music.reason)
    at, moving = np.asarray(times, dtype=np.float64), np.asarray(energy, dtype=np.float64)
    known = np.isfinite(moving) & np.isfinite(at)
    at, moving = at[known], moving[known]
    if len(at) < 2:
        return _untold("no movement is known, so it cannot be held against the music")
    first, last = max(at[0], music.start), min(at[-1], music.end)
    if last - first < _SHORTEST:
        return _untold(
            f"movement and music go together for {max(0.0, last - first):.0f} s; less than"
            f" {_SHORTEST:.0f} s do not tell whether they belong together"
        )
    grid = np.arange(first, last, 1 / _RATE)
    after = np.clip(np.searchsorted(at, grid), 1, len(at) - 1)
    here = at[after] - at[after - 1] <= _GAP
    if here.mean() < _KNOWN:
        return _untold(
            f"the movement is known for {here.mean():.0%} of the music; less than {_KNOWN:.0%} does"
            " not tell whether they belong together"
        )
    onset = np.array(music.onset)
    everywhere = np.ones(len(grid), dtype=bool)
    sounding = _levelled(np.interp(grid, onset[:, 0], onset[:, 1]), everywhere)
    sound = _levelled(sounding + _levelled(_pulse(music, grid), everywhere), everywhere)
    move = _levelled(np.interp(grid, at, moving), here)
    if not move.any() or not sound.any():
        what = "music" if move.any() else "movement"
        return _untold(f"the {what} is even throughout, so nothing in it can be held to the other")
    tempo = np.array([speed for _, speed in music.tempo])
    even = len(tempo) > 0 and float(tempo.std()) < _EVEN * float(tempo.mean())
    return _held(grid, (sounding, sound, move), here, even)


def _levelled(curve: Floats, here: NDArray[np.bool_]) -> Floats:
    """The curve without what is slower than a phrase, of spread 1, 0 where it is not known."""
    smooth = running_mean(curve, 2)
    fast = np.where(here, smooth - running_mean(smooth, _PHRASE), 0.0)
    fast -= fast[here].mean()
    fast[~here] = 0.0
    spread = float(np.sqrt(np.mean(fast**2)))
    if spread <= 1e-9 * max(1.0, float(np.abs(curve).max())):
        return np.zeros_like(fast)
    return np.clip(fast / spread, -4, 4)  # one leap does not speak for the whole program


def _pulse(music: Music, grid: Floats) -> Floats:
    """A soft tap on each beat."""
    taps = np.zeros(len(grid))
    places = np.round((np.array(music.beats) - grid[0]) * _RATE).astype(int)
    taps[places[(places >= 0) & (places < len(grid))]] = 1.0
    return taps


def _held(
    grid: Floats, curves: tuple[Floats, Floats, Floats], here: NDArray[np.bool_], even: bool
) -> Together:
    """Onsets, music (onsets and beats) and movement: the last two shifted in every way. An accent
    counts where the movement around it is known (`here`)."""
    sounding, sound, move = curves
    many = len(grid)
    spectrum = np.conj(np.fft.rfft(sound)) * np.fft.rfft(move)
    scale = float(np.linalg.norm(sound) * np.linalg.norm(move))
    circle = np.fft.irfft(spectrum, many) / scale  # of a movement that comes so many points later
    lags = range(-_LAG, _LAG + 1)
    highest = np.max([np.roll(circle, -lag) for lag in lags], axis=0)
    shifts = np.arange(_NEAR + 1, many - _NEAR)
    as_good = int(np.sum(highest[shifts] >= highest[0]))
    p = (1 + as_good) / (1 + len(shifts))
    lag = max(lags, key=lambda lag: (float(circle[lag]), -abs(lag)))
    around = np.convolve(~here, np.ones(2 * (_REACH + _LAG) + 1), "same") > 0.5
    strong = np.array([one for one in _accents(sounding) if not around[one]], dtype=np.intp)
    bursts = _bursts(move)
    hits = _near(strong + lag, bursts, many)
    chance = _chance(strong, bursts, shifts[::5], ~around)
    accents = tuple(
        Accent(
            round(float(grid[point]), 3),
            round(float(sounding[point]), 2),
            bool(burst >= 0),
            round(float(grid[burst]), 3) if burst >= 0 else None,
        )
        for point, burst in zip(strong, hits, strict=True)
    )
    by_chance = chance * len(strong) if len(strong) else None
    correlation = float(highest[0])
    return Together(
        correlation,
        lag / _RATE,
        p,
        len(shifts),
        accents,
        by_chance,
        _sentence(correlation, p, len(shifts), even),
    )


def _chance(
    points: NDArray[np.intp],
    bursts: NDArray[np.intp],
    shifts: NDArray[np.intp],
    known: NDArray[np.bool_],
) -> float:
    """The share of points that are hit when they are shifted, of those that come to lie where the
    movement is known."""
    many = len(known)
    shares = []
    for shift in shifts:
        here = known[(points + shift) % many]
        if here.any():
            shares.append(float(np.mean(_near(points + shift, bursts, many)[here] >= 0)))
    return float(np.mean(shares)) if shares else 0.0


def _sentence(correlation: float, p: float, shifts: int, even: bool) -> str:
    told = f"correlation {correlation:.2f}, p = {p:.3f} against {shifts:,} shifts in time"
    if p <= _CLEAR and correlation > 0:
        return f"The movement follows the music, as if it could be heard in silence ({told})."
    more = ""
    if even:
        more = (
            " The tempo is so even that one beat is like the next: a shift by whole beats is no"
            " test."
        )
    return (
        "It does not show that the movement follows the music: shifted in time it fits about as"
        f" well ({told}).{more}"
    )


def _peaks(curve: Floats, least: float) -> NDArray[np.intp]:
    inner = curve[1:-1]
    high = (inner > curve[:-2]) & (inner >= curve[2:]) & (inner >= least)
    return np.flatnonzero(high) + 1


def _accents(sound: Floats) -> NDArray[np.intp]:
    """The points of the strongest onsets, at least a second apart, in order of time."""
    kept: list[int] = []
    peaks = _peaks(sound, _STRONG)
    for point in peaks[np.argsort(-sound[peaks], kind="stable")]:
        if all(abs(int(point) - other) >= _APART for other in kept):
            kept.append(int(point))
    return np.array(sorted(kept), dtype=np.intp)


def _bursts(move: Floats) -> NDArray[np.intp]:
    return _peaks(move, _BURST)


def _near(points: NDArray[np.intp], bursts: NDArray[np.intp], many: int) -> NDArray[np.intp]:
    """For each point on the circle the burst within 0.2 s of it, or -1."""
    if not len(bursts):
        return np.full(len(points), -1, dtype=np.intp)
    points = points % many
    after = np.searchsorted(bursts, points)
    sides = np.stack([bursts[after % len(bursts)], bursts[after - 1]])
    away = np.abs(sides - points)
    away = np.minimum(away, many - away)
    which = away.argmin(axis=0)
    columns = np.arange(len(points))
    return np.where(away[which, columns] <= _REACH, sides[which, columns], -1)


def _untold(reason: str) -> Together:
    return Together(None, None, None, 0, (), None, f"It cannot be told: {reason}.", reason)
