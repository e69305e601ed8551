"""Two bodies drawn over each other, hips on hips and of one size."""

from typing import Final

import numpy as np
from markupsafe import Markup, escape

from kissandcry.video.motion import Motion
from kissandcry.video.poses import BONES, MIRRORED, PLACE, Floats
from kissandcry.video.review.model import Apart, Review
from kissandcry.video.review.words import clock

_SIZE: Final = 260  # of a picture
_TALL: Final = 2.4  # metres that it shows
_NEAR: Final = 0.06  # seconds around a moment that are taken together
_FEWEST: Final = 5  # bones
_HEAD: Final = 0.11  # metres, half its height


def furthest(review: Review) -> list[Markup]:
    """A drawing of each moment in which the two are furthest apart; empty where a body is not seen
    or the clips are not there any more."""
    own, other = review.evidence, review.reference_evidence
    if review.reference is None:
        return []
    if own is None or other is None or own.motion is None or other.motion is None:
        return [Markup("") for _ in review.reference.apart]
    turned = review.reference.mirrored
    return [_both(own.motion, other.motion, one, turned=turned) for one in review.reference.apart]


def _both(own: Motion, other: Motion, at: Apart, *, turned: bool) -> Markup:
    """One moment: the skater in the colour of this skate, the reference in its own."""
    here, there = _body(own, at.ours), _body(other, at.theirs)
    if turned:
        there = there[list(MIRRORED)] * (-1, 1)
    lines = [(_lines(there), "reference"), (_lines(here), "own")]
    if min(text.count("<line") for text, _ in lines) < _FEWEST:
        return Markup("")
    title = (
        f"This skate at {clock(at.ours, 2)} and the reference at {clock(at.theirs, 2)},"
        f" hips on hips{', the reference as in a mirror' if turned else ''}: {at.sentence}"
    )
    inside = "".join(f'<g class="{name}">{text}</g>' for text, name in lines)
    return Markup(
        f'<svg class="bodies" viewBox="0 0 {_SIZE} {_SIZE}" role="img" aria-label="{{}}">'
        f"<title>{{}}</title>{inside}</svg>"
    ).format(escape(title), escape(title))


def _body(motion: Motion, time: float) -> Floats:
    """(33, 2): the joints from the hips at a time, in metres, y down; NaN where not known."""
    near = np.flatnonzero(np.abs(motion.times - time) <= _NEAR)
    if not len(near):
        near = np.array([np.abs(motion.times - time).argmin()])
    away = (motion.joints[near] - motion.hips[near, None]) / motion.scale[near, None, None]
    found = np.full(away.shape[1:], np.nan)
    known = np.isfinite(away).any(axis=(0, 2))
    found[known] = np.nanmedian(away[:, known], axis=0)
    return found


def _lines(body: Floats) -> str:
    """Bones and a head, in the units of the picture."""
    places = _SIZE * (0.5 + body / _TALL) + (0, 0.03 * _SIZE)
    found = [
        f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"/>'
        for a, b in ((places[one], places[two]) for one, two in BONES)
        if np.isfinite(a).all() and np.isfinite(b).all()
    ]
    nose = places[PLACE["nose"]]
    if np.isfinite(nose).all():
        radius = _SIZE * _HEAD / _TALL
        found.append(f'<circle cx="{nose[0]:.1f}" cy="{nose[1]:.1f}" r="{radius:.1f}"/>')
    return "".join(found)
