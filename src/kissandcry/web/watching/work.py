"""Reviews one clip by itself: `python -m kissandcry.web.watching.work` reads a `Task` and says how
far it is, a `Told` in each line.

A clip is watched here and not in the server: the pages answer meanwhile, and what it breaks ends
with this process.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from kissandcry.core import KissAndCryError, MissingExtra
from kissandcry.web.watching.task import Task, Told


def reviewed(task: Task, tell: Callable[[Told], None]) -> Told:
    """Review the clip and keep the review on the shelf."""
    from kissandcry.video import review
    from kissandcry.video.shelf import Shelf

    try:
        with tempfile.TemporaryDirectory(dir=Path(task.clip).parent) as folder:
            done = review.watch(
                Path(task.clip),
                reference=Path(task.reference) if task.reference else None,
                plan=Path(task.plan) if task.plan else None,
                tap=task.tap,
                stature=task.stature,
                skater=task.skater,
                cache=Path(folder) / "cache",
                progress=lambda share, words: tell(Told(share, words)),
            )
            made = Path(folder) / "review"
            review.write(done, made)
            key = Shelf(Path(task.shelf)).keep(
                made, task.skater or "no name", date.fromisoformat(task.day)
            )
    except MissingExtra as error:
        return Told(error=str(error), kind="missing")
    except KissAndCryError as error:
        return Told(error=str(error).replace(Path(task.clip).name, task.name), kind="refused")
    return Told(share=1.0, review=key)


def main() -> None:
    """Answer on standard output; a review that is not wanted any more is not made."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)

    def tell(told: Told) -> None:
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
        sys.stdout.buffer.flush()

    tell(reviewed(task, tell))


if __name__ == "__main__":
    main()
