"""What a page reads of a performance is what the tables say of it."""

import random

from kissandcry.archive import Archive, kept, sheets


def test_the_sheet_is_what_was_printed(reference_archive: Archive) -> None:
    segments = [row[0] for row in reference_archive.run("SELECT id FROM segments ORDER BY id")]
    for segment in random.Random(1).sample(segments, 60):
        paper = kept.printed(reference_archive, segment)
        ids = reference_archive.run(
            "SELECT id FROM performances WHERE segment = ? ORDER BY position", [segment]
        )
        for (number,), one in zip(ids, paper.performances, strict=True):
            found = sheets.parts(reference_archive, number)
            assert found == (one.elements, one.components, one.deduction_items)


def test_every_performance_has_one(reference_archive: Archive) -> None:
    missing = reference_archive.run(
        "SELECT p.id FROM performances p ANTI JOIN sheets s ON s.performance = p.id"
    )
    assert missing == []
    assert reference_archive.run("SELECT count(*), count(DISTINCT performance) FROM sheets") == (
        reference_archive.run("SELECT count(*), count(*) FROM performances")
    )
