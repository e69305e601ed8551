"""What a clip may be: the limits, and the sentences for what is beyond them."""

from typing import Final

LONGEST: Final = 20 * 60  # seconds watched at once; a program takes less than five minutes
LARGEST: Final = 8192 * 4608  # pixels of a frame: 8K
LARGEST_AS_IS: Final = 4096 * 2304  # pixels of a picture that is given out: 4K
MEMORY: Final = 3 * 1024**3 // 2  # bytes for the decoding process, its libraries left out
PATIENCE: Final = 60  # seconds without a step ahead after which decoding is given up
SECONDS: Final = 2 * 60 * 60  # of the processor in all; twenty minutes of 4K take about one hour


class Refused(Exception):
    """A clip is refused; `video` is whether it is a clip at all."""

    def __init__(self, sentence: str, *, video: bool = True) -> None:
        super().__init__(sentence)
        self.video = video


def clock(seconds: float) -> str:
    """Minutes and seconds, as a player shows them: 3:05."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    front = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{front}:{whole % 60:02d}"


def check_length(name: str, seconds: float, *, start: float = 0.0) -> None:
    """Refuse what takes too long. `start` is where the part begins."""
    if seconds > LONGEST:
        what = f"{name} goes on for {clock(seconds)}" + (f" from {clock(start)}" if start else "")
        raise Refused(
            f"{what}; at most {LONGEST // 60} minutes are watched at once, choose a part by its"
            " start and end"
        )


def check_size(name: str, width: int, height: int) -> None:
    """Refuse frames that are larger than 8K, or none."""
    if width <= 0 or height <= 0:
        raise Refused(f"{name} does not say how large its frames are, so it cannot be decoded")
    if width * height > LARGEST:
        raise Refused(
            f"{name} has frames of {width} x {height} pixels; allowed are up to 8192 x 4608"
        )
