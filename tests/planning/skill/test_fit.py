"""Fitting, and seasons that are held back."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from kissandcry.archive import Archive
from kissandcry.core import NotInArchive, Unreadable
from kissandcry.planning.skill import fit, model, parameters, tries, validate


@pytest.fixture(scope="module")
def fitted(season_file: Path) -> parameters.Parameters:
    with Archive(season_file, read_only=True) as archive:
        return fit.fit(archive)


def test_every_element_of_the_field_ends_somehow(fitted: parameters.Parameters) -> None:
    for keys in fitted.field.values():
        for one in keys.values():
            assert sum(one.ways.values()) == pytest.approx(1)
    assert set(fitted.field["men"]["4T"].ways) == set(model.RESULTS)
    assert fitted.provenance.performances == 451


def test_a_harder_jump_fails_more_often() -> None:
    # Of the shipped figures: men land the triple toe loop more often than the quadruple one, and
    # that more often than the quadruple Lutz.
    ways = parameters.shipped().field["men"]
    assert ways["3T"].ways["clean"] > ways["4T"].ways["clean"] > ways["4Lz"].ways["clean"]


def test_parameters_are_read_as_they_were_written(
    fitted: parameters.Parameters, tmp_path: Path
) -> None:
    path = tmp_path / "fitted.json"
    parameters.save(fitted, path)
    once = parameters.load(path)
    assert once.jumps == fitted.jumps
    parameters.save(once, path)
    assert parameters.load(path) == once


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(Unreadable, match="no parameters of skills"):
        parameters.load(path)
    with pytest.raises(Unreadable, match="missing"):
        parameters.load(tmp_path / "missing.json")


def test_the_commands_say_what_is_wrong(
    tmp_path: Path, season_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fit.main([str(tmp_path / "none.duckdb")]) == 2
    assert validate.main([str(season_file), "--hold-back", "2012-13"]) == 2
    assert "none before it" in capsys.readouterr().err


def test_an_empty_archive_teaches_nothing() -> None:
    with Archive() as archive, pytest.raises(NotInArchive):
        fit.fit(archive)


def test_a_season_held_back_is_foretold_better_than_by_frequencies(
    reference_archive: Archive,
) -> None:
    found = [one for one in tries.read(reference_archive, discipline="men") if one.day.year > 2014]
    held = validate.hold_back(reference_archive, found, "2017-18", 25)
    logs = {
        name: float(np.average(np.concatenate(one), weights=np.concatenate(held.weight)))
        for name, one in held.logs.items()
    }
    assert logs["model"] > logs["own frequency"]
    assert logs["model"] > logs["field"]
    text = "\n".join(validate.tables([held]))
    assert "| 2017-18, single |" in text


def test_counts_are_plain_json(fitted: parameters.Parameters, tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    parameters.save(fitted, path)
    assert set(msgspec.json.decode(path.read_bytes())) == set(fitted.__struct_fields__)
