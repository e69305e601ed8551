"""Curves of a review as SVG, each with a text that says the same."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from kissandcry.video.review.model import Curve, Review

_SIZE: Final = (400, 150)  # about the pixels of a phone: letters are not made smaller there
_LEFT: Final = 44
_BELOW: Final = 22
_ABOVE: Final = 12


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time that is shaded, such as a time in the air."""

    start: float
    end: float
    kind: str = "band"


@dataclass(frozen=True, slots=True)
class Whisker:
    """An interval of a value at a time, drawn upright."""

    time: float
    low: float
    high: float


def jump(review: Review, number: int) -> Markup:
    """The height of the hips over a jump; the time in the air is shaded, and so are the intervals
    of take-off and landing."""
    curve = _curve(review, "height", number)
    flights = review.skate.jumps[number - 1].flights
    bands = [
        Band(one.takeoff.value, one.landing.value)
        for one in flights
        if one.takeoff.value is not None and one.landing.value is not None
    ]
    bands += [
        Band(one.low, one.high, "doubt")
        for flight in flights
        for one in (flight.takeoff, flight.landing)
        if one.low is not None and one.high is not None
    ]
    title = (
        f"Height of the hips over jump {number}, in metres; shaded: in the air, hatched: the 90 %"
        " intervals of take-off and landing"
    )
    return _drawn(curve, title, bands)


def spin(review: Review, number: int) -> Markup:
    """How fast a spin turns."""
    curve = _curve(review, "turning", number)
    if curve is None:
        return Markup("")
    known = [(v, t) for t, v in curve.points if v is not None]
    fastest = review.skate.spins[number - 1].fastest
    whisker = None
    title = f"Turns a minute over spin {number}"
    if known and fastest.low is not None and fastest.high is not None:
        whisker = Whisker(max(known)[1], fastest.low, fastest.high)
        title += "; upright: the 90 % interval of the fastest"
    return _drawn(curve, title, [], whisker)


def energy(review: Review) -> Markup:
    """The energy of movement over the clip; jumps are shaded."""
    bands = [Band(one.start, one.end) for one in review.skate.jumps]
    title = "Energy of movement in watts a kilogram; shaded: jumps"
    return _drawn(_curve(review, "energy", None), title, bands)


def _curve(review: Review, about: str, number: int | None) -> Curve | None:
    return next(
        (one for one in review.curves if one.about == about and one.element == number), None
    )


_HATCHED: Final = (
    '<defs><pattern id="{id}" width="5" height="5" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern>'
    "</defs>"
)


def _drawn(
    curve: Curve | None, title: str, bands: list[Band], whisker: Whisker | None = None
) -> Markup:
    """The curve, or nothing where too little of it is known."""
    known = [] if curve is None else [(t, v) for t, v in curve.points if v is not None]
    if len(known) < 3 or known[-1][0] <= known[0][0]:
        return Markup("")
    assert curve is not None
    wide, high = _SIZE
    first, last = known[0][0], known[-1][0]
    highest = max(known, key=lambda point: point[1])
    low, top = min(0.0, *(v for _, v in known)), highest[1]
    top = top if whisker is None else max(top, whisker.high)
    top = top if top > low else low + 1

    def x(time: float) -> float:
        return _LEFT + (time - first) / (last - first) * (wide - _LEFT - 6)

    def y(value: float) -> float:
        return _ABOVE + (top - value) / (top - low) * (high - _ABOVE - _BELOW)

    hatch = f"hatch-{round(1000 * first)}"
    parts = [_HATCHED.format(id=hatch)] if any(band.kind == "doubt" for band in bands) else []
    for band in bands:
        a, b = x(max(band.start, first)), x(min(band.end, last))
        if b > a:
            fill = f' fill="url(#{hatch})"' if band.kind == "doubt" else ""
            parts.append(
                f'<rect class="{band.kind}"{fill} x="{a:.1f}" y="{_ABOVE}" width="{b - a:.1f}"'
                f' height="{high - _ABOVE - _BELOW}"/>'
            )
    for value in (low, top):
        text = f"{value:.2f}" if top < 10 else f"{value:.0f}"
        parts.append(
            f'<line class="rule" x1="{_LEFT}" x2="{wide}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>'
        )
        parts.append(
            f'<text x="{_LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{text}</text>'
        )
    for time, anchor in ((first, "start"), (last, "end")):
        parts.append(
            f'<text x="{x(time):.1f}" y="{high - 6}" text-anchor="{anchor}">{time:.1f} s</text>'
        )
    pieces: list[list[str]] = [[]]
    for time, one in curve.points:
        if one is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{x(time):.1f},{y(one):.1f}")
    parts += [f'<polyline points="{" ".join(one)}"/>' for one in pieces if len(one) > 1]
    if whisker is not None:
        ends = (y(max(whisker.low, low)), y(whisker.high))
        parts.append(_upright(x(whisker.time), ends))
    said = f"{title}: from {low:.2f} to {highest[1]:.2f}, highest at {highest[0]:.1f} s."
    return Markup(
        f'<figure class="curve"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{escape(said)}">'
        f"{''.join(parts)}</svg></figure>"
    )


def _upright(at: float, ends: tuple[float, float]) -> str:
    """A whisker with a stroke at both ends."""
    strokes = "".join(f"M{at - 4:.1f} {one:.1f}h8" for one in ends)
    return f'<path class="whisker" d="M{at:.1f} {ends[0]:.1f}V{ends[1]:.1f}{strokes}"/>'
