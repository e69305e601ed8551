"""The store: frames, transactions, and an engine that reaches nothing else."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Thread

import duckdb
import polars as pl
import pytest

from kissandcry import archive
from kissandcry.archive import parquet, places, store
from kissandcry.core import Unreadable

# What a question must not do, each a way that DuckDB documents.
_FORBIDDEN = {
    "read a file": "SELECT * FROM read_csv('{secret}')",
    "read a file by its name": "SELECT * FROM '{secret}'",
    "read its text": "SELECT * FROM read_text('{secret}')",
    "look at a folder": "SELECT * FROM glob('{folder}/*')",
    "guess at a file": "SELECT * FROM sniff_csv('{secret}')",
    "write a file": "COPY (SELECT 1) TO '{folder}/out.csv'",
    "write all": "EXPORT DATABASE '{folder}/out'",
    "open another": "ATTACH '{folder}/other.duckdb'",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "load a file": "LOAD '{secret}'",
    "fetch": "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "unlock": "SET enable_external_access = true",
    "unlock the lock": "SET lock_configuration = false",
    "read a variable of the program": "SELECT * FROM frame",
}


@pytest.mark.parametrize("kind", ["file", "writable", "memory", "parquet"])
@pytest.mark.parametrize("what", _FORBIDDEN.values(), ids=_FORBIDDEN)
def test_the_engine_reaches_no_file_and_no_network(what: str, kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n", encoding="utf-8")
    frame = pl.DataFrame({"a": [1]})
    assert frame.height == 1
    path = tmp_path / "archive.duckdb"
    with archive.open(path, read_only=False):
        pass
    if kind == "parquet":
        with archive.open(path) as opened:
            parquet.export(opened, str(tmp_path / "parquet"))
    places_of: dict[str, Path | str] = {"memory": archive.MEMORY, "parquet": tmp_path / "parquet"}
    place = places_of.get(kind, path)
    before = sorted(tmp_path.rglob("*"))
    with archive.open(place, read_only=kind in ("file", "parquet")) as opened:
        sql = what.format(secret=secret, folder=tmp_path)
        with pytest.raises(duckdb.Error):
            opened.rows(sql)
        with pytest.raises(duckdb.Error):
            opened.run(sql)
    assert [one for one in sorted(tmp_path.rglob("*")) if one.suffix != ".wal"] == before


def test_frames_have_exact_points_and_typed_columns(season_archive: archive.Archive) -> None:
    """Sochi 2012: Hanyu's free skate, from the judges' protocol."""
    frame = season_archive.frame(
        "SELECT p.name, p.tss, p.day, e.marks, e.fall FROM performances p"
        " JOIN elements e ON e.performance = p.id WHERE p.tss = ? AND e.position = 1",
        [Decimal("177.12")],
    )
    assert frame.schema == {
        "name": pl.String(),
        "tss": pl.Decimal(9, 2),
        "day": pl.Date(),
        "marks": pl.List(pl.Int8()),
        "fall": pl.Boolean(),
    }
    assert frame.row(0)[:3] == ("Yuzuru HANYU", Decimal("177.12"), date(2012, 12, 8))
    assert season_archive.frame("SELECT id FROM events WHERE false").is_empty()


def test_values_are_never_read_as_a_question(season_archive: archive.Archive) -> None:
    for name in ("' OR 1=1 --", "x'; DROP TABLE events; --", "\0", "%"):
        assert season_archive.rows("SELECT id FROM skaters WHERE name = ?", [name]) == []
        sql = "SELECT id FROM skaters WHERE name = $name"
        assert season_archive.rows(sql, {"name": name}) == []


def test_within_a_transaction_every_question_sees_what_was_written(tmp_path: Path) -> None:
    sql = "SELECT key FROM events"
    insert = (
        "INSERT INTO events (id, key, name, kind, season, authority)"
        " VALUES (1, 'x', 'X', 'other', '2012-13', 'isu')"
    )
    with archive.open(tmp_path / "a.duckdb", read_only=False) as opened:

        def broken_off() -> None:
            with opened.transaction():
                opened.run(insert)
                assert opened.rows(sql) == opened.frame(sql).to_dicts() == [{"key": "x"}]
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            broken_off()
        assert opened.rows(sql) == []
        with opened.transaction():
            opened.run(insert)
    with archive.open(tmp_path / "a.duckdb") as opened:
        assert opened.rows(sql) == [{"key": "x"}]
        with pytest.raises(duckdb.Error, match="read-only"):
            opened.run(insert)


@pytest.mark.parametrize("content", [b"", b"not an archive" * 999])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "some.duckdb"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"some\.duckdb: the archive cannot be opened"):
        archive.open(path)


def test_another_database_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE mine (a INTEGER)").fetchall()
    for read_only in (True, False):
        with pytest.raises(Unreadable, match="is not an archive of Kiss & Cry"):
            archive.open(path, read_only=read_only)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [
            ("mine",)
        ]


def test_an_archive_of_another_version_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    places.make(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'version'").fetchall()
    with pytest.raises(Unreadable, match="the tables 0 of another version, and this program has"):
        archive.open(path)


def test_another_thread_sees_only_what_is_committed(tmp_path: Path) -> None:
    count = "SELECT count(*) FROM judges"
    seen = []
    with archive.open(tmp_path / "archive.duckdb", read_only=False) as opened:
        with opened.transaction():
            opened.run("INSERT INTO judges VALUES (1, 'a', 'A', 'FIN')")
            asking = Thread(target=lambda: seen.append(opened.run(count)))
            asking.start()
            asking.join()
            assert opened.run(count) == [(1,)]
        assert opened.run(count) == [(1,)]
    assert seen == [[(0,)]]


def test_every_transaction_is_a_generation(tmp_path: Path) -> None:
    with archive.open(tmp_path / "archive.duckdb", read_only=False) as opened:
        first = opened.generation
        with opened.transaction():
            opened.run("UPDATE judges SET name = ''")
        assert opened.generation == first + 1
        with pytest.raises(KeyError), opened.transaction():
            raise KeyError
        assert opened.generation == first + 1


def test_a_commit_that_fails_is_told_as_it_is(tmp_path: Path) -> None:
    add = "INSERT INTO judges VALUES (1, ?, 'A', 'FIN')"

    def conflict(opened: archive.Archive) -> None:
        with opened.transaction():
            opened.run(add, ["a"])
            with opened.connection.cursor() as other:
                store.run(other, add, ["b"])

    with archive.open(tmp_path / "archive.duckdb", read_only=False) as opened:
        with pytest.raises(duckdb.Error, match=r"duplicate key|conflict"):
            conflict(opened)
        assert opened.run("SELECT key FROM judges") == [("b",)]


def test_a_fault_of_the_caller_is_not_one_of_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive.duckdb"
    with pytest.raises(FileNotFoundError), store.writing(path):
        (tmp_path / "none").read_bytes()

    def fill(opened: archive.Archive) -> None:
        opened.run("INSERT INTO judges VALUES (1, 'a', 'A', 'FIN')")
        (tmp_path / "none").read_bytes()

    with pytest.raises(FileNotFoundError):
        store.create(tmp_path / "other.duckdb", fill)
    assert [one.name for one in tmp_path.iterdir()] == ["archive.duckdb"]


def test_a_folder_that_is_a_file_takes_no_archive(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unreadable, match="cannot be made"):
        store.create(tmp_path / "file" / "archive.duckdb", lambda opened: None)


def test_a_long_question_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer asks for the file while one question goes on and on."""
    monkeypatch.setattr(store, "_PATIENCE", 0.1)
    path = tmp_path / "archive.duckdb"
    with archive.open(path, read_only=False):
        pass
    with archive.Archive(path, yielding=True) as opened, opened.reading():
        (tmp_path / "archive.duckdb.writing").touch()
        seen = []
        for _ in range(3):
            asking = Thread(target=lambda: seen.append(opened.run("SELECT 1")), daemon=True)
            asking.start()
            asking.join(10)
        assert seen == [[(1,)]] * 3
