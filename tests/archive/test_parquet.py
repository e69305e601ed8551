"""An archive as Parquet answers as the file does, in a folder and behind an address."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from kissandcry import archive
from kissandcry.archive import collect, parquet
from kissandcry.archive.ingest import printed
from kissandcry.archive.overview import overview
from kissandcry.archive.store import Held
from kissandcry.core import KissAndCryError, Unreadable
from tests.archive.helpers import contents

DATA = Path(parquet.__file__).resolve().parents[1] / "protocols/data"


@pytest.fixture
def memory() -> Iterator[str]:
    """An address in the memory of fsspec."""
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    yield "memory://skating/archive"
    system.rm("/skating", recursive=True)


def test_a_folder_answers_as_the_file(reference_archive: archive.Archive, tmp_path: Path) -> None:
    place = str(tmp_path / "it's [a] folder*")
    assert parquet.export(reference_archive, place) > 100
    assert [one.name for one in tmp_path.iterdir()] == ["it's [a] folder*"]
    with archive.open(place) as opened:
        assert opened.read_only
        assert contents(opened) == contents(reference_archive)
        for row in reference_archive.rows("SELECT id FROM segments USING SAMPLE 5"):
            one = row["id"]
            assert printed(opened, one) == printed(reference_archive, one)
        frame = "SELECT * FROM elements WHERE segment = 1 ORDER BY performance, position"
        assert opened.frame(frame).equals(reference_archive.frame(frame))


def test_an_address_answers_as_the_file(season_archive: archive.Archive, memory: str) -> None:
    parquet.export(season_archive, memory)
    with archive.open(memory) as opened:
        assert contents(opened) == contents(season_archive)
        with pytest.raises(Exception, match="disabled by configuration"):
            opened.rows("SELECT * FROM read_text('memory://skating/../other')")
    with pytest.raises(KissAndCryError, match="an archive lies there already"):
        parquet.export(season_archive, memory)


def test_an_empty_archive_has_its_tables(tmp_path: Path) -> None:
    with archive.open(tmp_path / "empty.duckdb", read_only=False):
        pass
    with archive.open(tmp_path / "empty.duckdb") as empty:
        parquet.export(empty, str(tmp_path / "folder"))
        with archive.open(tmp_path / "folder") as opened:
            assert contents(opened) == contents(empty)


def test_an_archive_is_replaced_and_anything_else_is_not(
    season_archive: archive.Archive, tmp_path: Path
) -> None:
    place = tmp_path / "folder"
    parquet.export(season_archive, str(place))
    (place / "elements" / "1999-00.parquet").write_bytes(b"left over")
    parquet.export(season_archive, str(place))
    with archive.open(place) as opened:
        assert contents(opened) == contents(season_archive)
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(KissAndCryError, match="something else lies there"):
        parquet.export(season_archive, str(other))
    assert [one.name for one in other.iterdir()] == ["notes.txt"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "other"]


@pytest.mark.parametrize("place", ["nothing", "memory://nothing/here", "unheard://of"])
def test_where_no_archive_lies_one_sentence_says_so(place: str, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    if "://" not in place:
        place = str(tmp_path / place)
        Path(place).mkdir()
    with pytest.raises(Unreadable) as error:
        archive.open(place)
    assert str(error.value).startswith(place)
    assert "\n" not in str(error.value)
    with pytest.raises(Unreadable, match="only read"):
        archive.open(place, read_only=False)


def test_what_stood_there_stays_where_the_new_one_cannot_be_put(
    season_archive: archive.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "folder"
    parquet.export(season_archive, str(place))
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(KissAndCryError, match="cannot be written: Permission denied"):
        parquet.export(season_archive, str(place))
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
    with archive.open(place) as opened:
        assert contents(opened) == contents(season_archive)


@pytest.fixture
def one_event(tmp_path: Path) -> Iterator[archive.Archive]:
    """A smaller archive than that of the season, to be exported in its place."""
    collect.collect(tmp_path / "one.duckdb", [str(DATA / "2012-13_nhk_trophy")])
    with archive.open(tmp_path / "one.duckdb") as opened:
        yield opened


def _counts(opened: archive.Archive) -> tuple[int, int]:
    """The events as they are remembered, and as the files have them."""
    return len(overview(opened).events), opened.rows("SELECT count(*) AS n FROM events")[0]["n"]


def test_an_archive_that_was_exported_again_is_not_answered_from_in_two_states(
    season_archive: archive.Archive, one_event: archive.Archive, tmp_path: Path
) -> None:
    place = str(tmp_path / "folder")
    parquet.export(season_archive, place)
    with archive.open(place) as opened:
        before = _counts(opened)
        assert before == _counts(season_archive)
        parquet.export(one_event, place)
        for ask in (_counts, overview):
            with pytest.raises(Held) as raised:
                ask(opened)
            assert str(raised.value) == f"{place}: the archive was exported again; open it again"
    with archive.open(place) as opened:
        assert _counts(opened) == (1, 1)


def test_an_archive_that_is_served_follows_what_is_exported(
    season_archive: archive.Archive, one_event: archive.Archive, tmp_path: Path
) -> None:
    place = str(tmp_path / "folder")
    parquet.export(season_archive, place)
    with parquet.ParquetArchive(place, yielding=True) as opened:
        before, state = _counts(opened), opened.state
        assert before == _counts(season_archive)
        parquet.export(one_event, place)
        assert _counts(opened) == (1, 1)
        assert opened.state != state

        def while_it_is_exported() -> None:
            with opened.reading():
                assert _counts(opened) == (1, 1)
                parquet.export(season_archive, place)
                _counts(opened)

        with pytest.raises(Held, match="was exported again; ask again"):
            while_it_is_exported()
        assert _counts(opened) == before
        shutil.rmtree(place)
        for _ in range(2):
            with pytest.raises(Held, match="no archive of Parquet lies there"):
                _counts(opened)
        parquet.export(one_event, place)
        assert _counts(opened) == (1, 1)


def test_who_asks_while_it_is_exported_sees_one_state_or_is_asked_to_come_again(
    season_archive: archive.Archive, one_event: archive.Archive, tmp_path: Path
) -> None:
    place = str(tmp_path / "folder")
    parquet.export(season_archive, place)
    whole = _counts(season_archive)
    done = Event()

    def ask() -> set[tuple[int, int] | str]:
        seen: set[tuple[int, int] | str] = set()
        while not done.is_set():
            try:
                with opened.reading():
                    found = _counts(opened)
            except Held:
                seen.add("again")
            else:
                seen.add(found)
        return seen

    with (
        parquet.ParquetArchive(place, yielding=True) as opened,
        ThreadPoolExecutor(3) as threads,
    ):
        asked = [threads.submit(ask) for _ in range(3)]
        for source in (one_event, season_archive, one_event):
            parquet.export(source, place)
        done.set()
        seen = set().union(*(one.result() for one in asked))
        assert seen <= {whole, (1, 1), "again"}
        assert _counts(opened) == (1, 1)
