"""Reviews are kept, listed, opened and deleted; what became of a skater's measures is read off."""

import builtins
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import platformdirs

from kissandcry import notation
from kissandcry.core import KissAndCryError, NotInArchive, SyntaxProblem, Unreadable
from kissandcry.program.model import Attempts, RunThrough
from kissandcry.video.seen import Estimate, Skate
from kissandcry.video.shelf.model import Confirmed, Kept, Measured

REVIEW: Final = "review"  # within the folder of a key
CARD: Final = "card.json"
CACHE: Final = "cache"
MOST_BYTES: Final = 64 * 1024 * 1024  # of a review.json
NOBODY: Final = "unknown"  # whose the reviews are of which the card is damaged
_KEY: Final = re.compile(r"[0-9]{8}-[0-9a-f]{16}")
_NEW: Final = ".new-"
_GONE: Final = ".gone-"
_LONGEST_NAME: Final = 120
_ABANDONED: Final = 3600  # seconds; a copy takes a few


class _Card(msgspec.Struct, frozen=True):
    """What is kept beside a review."""

    skater: str
    day: date
    confirmed: tuple[Confirmed, ...] = ()
    version: int = 1


class _Seen(msgspec.Struct, frozen=True):
    """The part of a review's JSON that is read here."""

    skate: Skate


_CARDS: Final = msgspec.json.Decoder(_Card)
_SEEN: Final = msgspec.json.Decoder(_Seen)


def private_folder(folder: Path) -> Path:
    """The folder; where it is not there it is made, for its owner alone (POSIX)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class Shelf:
    """Reviews in `folder`, by default one of the user's own. Nothing in it leaves this machine.

    Every review has a folder named by its key: the review, a card (whose it is, of which day, what
    was confirmed), and a cache that is deleted with it. Raises `Unreadable` where the folder cannot
    be used.
    """

    def __init__(self, folder: Path | None = None) -> None:
        own = Path(platformdirs.user_data_dir("kissandcry", appauthor=False)) / "reviews"
        self.folder = own if folder is None else folder
        self._writing = threading.Lock()  # of cards, which are read, changed and written

    def keep(self, review: Path, skater: str, day: date) -> str:
        """Copy the folder of a review onto the shelf; the answer is its key.

        It is there whole or not at all. Raises `SyntaxProblem` for a name that is none and
        `Unreadable` for a folder without a review.
        """
        _check_name(skater)
        _skate(review / "review.json")
        key = f"{day:%Y%m%d}-{secrets.token_hex(8)}"
        new = self.folder / f"{_NEW}{key}"
        self.sweep()
        try:
            private_folder(self.folder)
            private_folder(new)
            shutil.copytree(review, new / REVIEW)
            _write(new / CARD, _Card(skater, day))
            new.rename(self.folder / key)
        except OSError as error:
            shutil.rmtree(new, ignore_errors=True)
            why = error.strerror or "a file of it cannot be copied"
            raise Unreadable(f"the review of {skater} cannot be kept: {why}") from None
        return key

    def list(self, skater: str | None = None) -> tuple[Kept, ...]:
        """The reviews, of one skater or of all, in the order of their days. One whose card is
        damaged is of `NOBODY`, and its sentence says so."""
        kept = (self._one(key) for key in self._keys())
        found = [one for one in kept if skater is None or one.skater == skater]
        return tuple(sorted(found, key=lambda one: (one.day, one.key)))

    def open(self, key: str) -> Path:
        """The folder of a review. Raises `NotInArchive` for a key that there is not."""
        return self._place(key) / REVIEW

    def cache(self, key: str) -> Path:
        """A folder for what may be made again from the review; it is deleted with it."""
        return private_folder(self._place(key) / CACHE)

    def delete(self, key: str) -> None:
        """Delete a review with all that belongs to it, from the disk and not into any bin.

        Raises `NotInArchive` for a key that there is not, `Unreadable` where something of it
        cannot be deleted; it is off the list all the same, and the next time tried again.
        """
        gone = self.folder / f"{_GONE}{key}"
        again = _KEY.fullmatch(key) is not None and gone.is_dir()
        try:
            if not again:
                self._place(key).rename(gone)
            shutil.rmtree(gone)
        except OSError as error:
            raise Unreadable(
                f"the review {key} cannot be deleted wholly: {error.strerror or error}; close what"
                " shows it and delete it again"
            ) from None
        self.sweep()

    def confirm(self, key: str, index: int, code: str, landed: bool) -> None:
        """A person says what a jump was: the code of the jump at `index`, and whether it was
        landed. What was said of it before is replaced.

        Raises `SyntaxProblem` for a jump that the review does not show, for a code that is not of a
        jump, and for one of more jumps or fewer than it has flights.
        """
        _check_jump(code)
        jumps = self.skate(key).jumps
        if not 0 <= index < len(jumps):
            allowed = f"allowed are 0 to {len(jumps) - 1}" if jumps else "there is none to confirm"
            raise SyntaxProblem(
                f"the review {key} shows {len(jumps)} jumps, and jump {index} was confirmed;"
                f" {allowed}"
            )
        parts, flights = len(_parts(code)), len(jumps[index].flights)
        if parts != flights:
            raise SyntaxProblem(
                f"{code} has {parts} jumps, and jump {index} of the review {key} has {flights}"
                " flights"
            )
        with self._writing:
            card = self._card(key)
            others = [one for one in card.confirmed if one.index != index]
            said = sorted([*others, Confirmed(index, code, landed)], key=lambda one: one.index)
            self._put(key, msgspec.structs.replace(card, confirmed=tuple(said)))

    def withdraw(self, key: str, index: int) -> None:
        """Take back what was said of a jump."""
        with self._writing:
            card = self._card(key)
            left = tuple(one for one in card.confirmed if one.index != index)
            self._put(key, msgspec.structs.replace(card, confirmed=left))

    def confirmed(self, key: str) -> tuple[Confirmed, ...]:
        """What persons said of the review's jumps, in their order."""
        return self._card(key).confirmed

    def skate(self, key: str) -> Skate:
        """What the review saw."""
        return _skate(self.open(key) / "review.json")

    def progress(self, skater: str) -> tuple[Measured, ...]:
        """Every measure of the skater's jumps and spins, in the order of days and of time.

        What a review could not tell is left out, and a review that is damaged, of which its
        sentence in the list says so.
        """
        found: builtins.list[Measured] = []
        for one in self.list(skater):
            with suppress(Unreadable):  # its sentence in the list says so
                kinds = {said.index: said.code for said in self.confirmed(one.key)}
                found += _measured(one, self.skate(one.key), kinds)
        return tuple(found)

    def run_throughs(self, skater: str) -> tuple[RunThrough, ...]:
        """The skater's jumps that a person confirmed, review by review, for a plan's run-throughs.

        What nobody confirmed is no attempt: a video calls nothing by itself.
        """
        runs = []
        for one in self.list(skater):
            with suppress(Unreadable):  # its sentence in the list says so
                attempts = _attempts(self.confirmed(one.key))
                if attempts:
                    runs.append(RunThrough(one.day, None, attempts, "confirmed from a video"))
        return tuple(runs)

    def _keys(self) -> Iterator[str]:
        if self.folder.is_dir():
            for one in sorted(self.folder.iterdir()):
                if _KEY.fullmatch(one.name) and one.is_dir():
                    yield one.name

    def _one(self, key: str) -> Kept:
        try:
            card = self._card(key)
        except Unreadable as error:
            return Kept(key, NOBODY, _day_of(key), str(error))
        return Kept(key, card.skater, card.day, self._sentence(key))

    def _place(self, key: str) -> Path:
        place = self.folder / key
        if not _KEY.fullmatch(key) or not place.is_dir():
            raise NotInArchive(f"the shelf has no review {key[:40]!r}; it has {len(self.list())}")
        return place

    def _card(self, key: str) -> _Card:
        try:
            return _CARDS.decode((self._place(key) / CARD).read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            raise Unreadable(f"the card of the review {key} is damaged: {error}") from None

    def _put(self, key: str, card: _Card) -> None:
        try:
            _write(self._place(key) / CARD, card)
        except OSError as error:
            raise Unreadable(
                f"the card of the review {key} cannot be written: {error.strerror or error}"
            ) from None

    def _sentence(self, key: str) -> str:
        try:
            skate = self.skate(key)
        except KissAndCryError as error:
            return str(error)
        counted = ((len(skate.jumps), "jump"), (len(skate.spins), "spin"))
        words = [f"{number} {what}{'' if number == 1 else 's'}" for number, what in counted]
        return f"{' and '.join(words)} in {skate.duration:.0f} seconds"

    def sweep(self) -> None:
        """Delete what was interrupted: deletes, and copies that nobody works on any more."""
        for one in self.folder.glob(f"{_GONE}*"):
            shutil.rmtree(one, ignore_errors=True)
        sweep_old(self.folder, f"{_NEW}*", _ABANDONED)


def sweep_old(folder: Path, names: str, seconds: float) -> None:
    """Delete the folders of these names in which nothing was made for so long."""
    for one in folder.glob(names):
        with suppress(OSError):  # another may have moved it meanwhile
            if time.time() - one.stat().st_mtime > seconds:
                shutil.rmtree(one, ignore_errors=True)


def _attempts(confirmed: tuple[Confirmed, ...]) -> tuple[Attempts, ...]:
    """How often each jump was tried and landed."""
    tries: dict[str, builtins.list[bool]] = {}
    for said in confirmed:
        tries.setdefault(said.code, []).append(said.landed)
    return tuple(Attempts(code, sum(done), len(done)) for code, done in tries.items())


def _day_of(key: str) -> date:
    """The day that a key names; the first of all where it names none."""
    try:
        return date(int(key[:4]), int(key[4:6]), int(key[6:8]))
    except ValueError:
        return date.min


def _parts(code: str) -> builtins.list[str]:
    """The jumps of a code."""
    return [one for one in code.split("+") if one != "SEQ"]


def _measured(kept: Kept, skate: Skate, kinds: dict[int, str]) -> Iterator[Measured]:
    for index, jump in enumerate(skate.jumps):
        parts = _parts(kinds[index]) if index in kinds else []
        for place, flight in enumerate(jump.flights):
            kind = parts[place] if len(parts) == len(jump.flights) else ""
            start = jump.start if flight.takeoff.value is None else flight.takeoff.value
            named = (
                ("jump height", flight.height),
                ("air time", flight.air_time),
                ("rotation in the air", flight.rotation),
            )
            for measure, estimate in named:
                yield from _one(kept, measure, kind, start, estimate)
    for spin in skate.spins:
        yield from _one(kept, "spin speed", "", spin.start, spin.fastest)


def _one(kept: Kept, measure: str, kind: str, start: float, found: Estimate) -> Iterator[Measured]:
    if found.value is not None and found.low is not None and found.high is not None:
        yield Measured(
            kept.day,
            kept.key,
            measure,
            kind,
            start,
            found.value,
            found.low,
            found.high,
            found.unit,
        )


def _skate(path: Path) -> Skate:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"{path.parent.name} holds no review: {error.strerror or error}") from None
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{path.name} of {path.parent.name} is larger than a review is")
    try:
        return _SEEN.decode(data).skate
    except msgspec.DecodeError as error:
        raise Unreadable(f"{path.name} of {path.parent.name} is no review: {error}") from None


def _write(path: Path, card: _Card) -> None:
    """The card, whole or as it was."""
    new = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        new.write_bytes(msgspec.json.encode(card))
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _check_name(skater: str) -> None:
    plain = skater == " ".join(skater.split()) and skater.isprintable()
    if not skater or not plain or len(skater) > _LONGEST_NAME:
        raise SyntaxProblem(
            f"{skater[:60]!r} is no name of a skater; it is one line of 1 to {_LONGEST_NAME}"
            " letters"
        )


def _check_jump(code: str) -> None:
    element = notation.parse(code)
    if element.family is not notation.Family.JUMP:
        raise SyntaxProblem(f"{code} is no jump; a jump of a review is confirmed as 2A or 3Lz+2T")
