"""What an archive remembers of its own answers is forgotten when something is written."""

from pathlib import Path

from kissandcry.archive import Archive, collect
from kissandcry.archive.coverage import coverage

DATA = Path(__file__).resolve().parents[2] / "src/kissandcry/protocols/data"


def test_an_answer_follows_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    collect.collect(path, [str(DATA / "2012-13_nhk_trophy")])
    with Archive(path, yielding=True) as archive:
        assert coverage(archive).known == ("gpjpn2012",)
        assert coverage(archive) is coverage(archive)
        collect.collect(path, [str(DATA / "2012-13_grand_prix_final")])
        assert coverage(archive).known == ("gpjpn2012", "gpf2012")
