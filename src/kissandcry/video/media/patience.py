"""In the decoding process: it ends by itself where it comes to nothing for too long.

`faulthandler` watches from a thread that needs nothing of the interpreter, so that a decoder which
hangs is ended too.
"""

import faulthandler
import os
from pathlib import Path

from kissandcry.video.media.bounds import PATIENCE

_nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end


def again(seconds: float = PATIENCE) -> None:
    """From now on the next step must come in time."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere)


def rest() -> None:
    """Nothing is waited for: whoever asked is at work."""
    faulthandler.cancel_dump_traceback_later()
