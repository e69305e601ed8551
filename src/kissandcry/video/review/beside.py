"""A skate beside a reference, as the review tells it."""

from typing import TYPE_CHECKING

from kissandcry.video.review.model import Reference

if TYPE_CHECKING:
    from kissandcry.video.review.make import Watched


def beside(own: "Watched", other: "Watched") -> Reference:
    """What can be said of both."""
    return Reference(
        other.source,
        other.skate,
        in_step=(),
        matched=(),
        differences=(),
        apart=(),
        likeness=(),
        yardsticks=(),
        notes=("the two are shown side by side, and are not compared with each other",),
    )
