"""The way across the picture: how long, how fast, and how sure."""

from typing import Final

import numpy as np

from kissandcry.video.motion import Motion
from kissandcry.video.passages.across import Piece, pieces
from kissandcry.video.poses import Floats
from kissandcry.video.seen import Estimate, Travel

_EACH: Final = 0.2  # seconds between points of the curves
# Half of a 90 % interval, as a share; measured by `benchmarks.video_passages`, where the height of
# the skater is told and where it is not.
_TOLD: Final = 0.07
_NOT_TOLD: Final = 0.14
_FAST: Final = 0.4  # metres a second more, of the fastest moment
_OF_BODY: Final = 0.04  # of `Motion.unsure`: from here on the height was not told


def travel(motion: Motion) -> Travel:
    """Speed and distance across the picture. Where skater, background or size of the body are not
    seen they cannot be told, and the distance says so."""
    found = pieces(motion)
    if not found:
        reason = _why_not(motion)
        none = Estimate(None, None, None, "m", reason)
        return Travel((), none, (), False, Estimate(None, None, None, "m/s", reason))
    share = _NOT_TOLD if motion.unsure > _OF_BODY else _TOLD
    length = sum(one.length for one in found)
    slow = sum(one.left_out for one in found)
    fastest = max(float(np.abs(one.speed).max()) for one in found)
    reason = _how_far(motion, sum(float(np.ptp(one.times)) for one in found))
    return Travel(
        tuple(point for one in found for point in _points(one, np.abs(one.speed))),
        Estimate(length, (1 - share) * length, (1 + share) * length + slow, "m", reason),
        tuple(_points(one, one.place) for one in found),
        False,
        Estimate(
            fastest,
            max((1 - share) * fastest - _FAST, 0.0),
            (1 + share) * fastest + _FAST,
            "m/s",
            reason,
        ),
    )


def _points(piece: Piece, values: Floats) -> tuple[tuple[float, float], ...]:
    each = max(1, round(_EACH / float(np.median(np.diff(piece.times)))))
    pairs = zip(piece.times[::each], values[::each], strict=True)
    return tuple((round(float(time), 3), round(float(value), 3)) for time, value in pairs)


def _why_not(motion: Motion) -> str:
    cannot = "how far and how fast the skater went, this video cannot tell"
    if motion.camera is None:
        return f"{cannot}: nothing says how the camera moved"
    if not np.isfinite(motion.scale).any():
        return f"{cannot}: too little of the body is seen to know its size"
    return f"{cannot}: skater and background are not seen together for a second at a time"


def _how_far(motion: Motion, lasted: float) -> str:
    said = (
        "across the picture alone, by the size of the body: what goes towards the camera or away"
        " from it is not seen, and the lines of the rink are not used, so the way over the ice is"
        " longer"
    )
    whole = float(motion.times[-1] - motion.times[0])
    if lasted < 0.98 * whole:
        said += f"; measured in {lasted:.0f} of {whole:.0f} s, where skater and background are seen"
    return said
