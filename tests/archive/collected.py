"""Archives in memory, filled with protocols of the reference material."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kissandcry.archive import Archive, ingest
from kissandcry.core import KissAndCryError
from kissandcry.protocols import Protocol, audit, read
from kissandcry.protocols.officials import with_officials


def protocols(shared: Path, event: str, names: str, *, officials: bool = False) -> list[Protocol]:
    """The protocols of an event such as 2017-18/owg2018; `names` are those of the files."""
    found = []
    for name in names.split():
        for one in read(shared / "protocols" / event / f"{name}.pdf"):
            found.append(named(one, shared) if officials else one)
    return found


def named(protocol: Protocol, shared: Path) -> Protocol:
    """The protocol with its panel, where the page of it was saved."""
    try:
        return with_officials(protocol, shared / "pages")
    except KissAndCryError:
        return protocol


def archive_of(*papers: Protocol) -> Archive:
    """An archive in memory with these papers."""
    archive = Archive()
    ingest.add_all(
        archive,
        [ingest.paper(audit(one), one.file, f"{one.file}#{n}") for n, one in enumerate(papers)],
    )
    return archive


class Undone(Exception):
    """Ends a transaction that is to leave nothing behind."""


@contextmanager
def undone(archive: Archive) -> Iterator[None]:
    """A transaction whose changes are taken back at its end."""
    with suppress(Undone), archive.transaction():
        yield
        raise Undone
