"""What is to be reviewed, and how far it is: what the server and its reviewing process say."""

from typing import Literal

import msgspec


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clip to be reviewed: paths of files, and what `video.review.watch` is asked. `shelf` is the
    folder of the shelf that keeps the review, `name` what the visitor called the clip."""

    clip: str
    name: str
    shelf: str
    day: str
    skater: str = ""
    reference: str = ""
    plan: str = ""
    tap: tuple[float, float, float] | None = None
    stature: float | None = None


class Told(msgspec.Struct, frozen=True):
    """A line from the process: how much is done (0 to 1) and what is being done; at the end the
    number of the review, or what was wrong (`kind`: the clip, a part that is not installed)."""

    share: float = 0.0
    words: str = ""
    review: str = ""
    error: str = ""
    kind: Literal["", "refused", "missing"] = ""
