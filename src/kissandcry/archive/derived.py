"""What is derived from the printed tables and kept, so that the heavy questions answer at once."""

from collections.abc import Sequence

from kissandcry.archive import sheets
from kissandcry.archive.judges import seats
from kissandcry.archive.profile import field, slips
from kissandcry.archive.store import Archive


def fill(archive: Archive, segments: Sequence[int]) -> None:
    """Write the derived tables of these segments again, within the transaction that is open.

    Called once for an event after its papers are in, and again when officials come.
    """
    if segments:
        sheets.fill(archive, segments)
        slips.fill(archive, segments)
        field.fill(archive, segments)
        seats.fill(archive, segments)
