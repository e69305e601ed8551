"""Pressure: who led and who started last against what was, and effects that are there or not."""

from datetime import date

import numpy as np
import pytest

from kissandcry.archive import Archive, keys, pressure
from kissandcry.archive.form import validate_pressure
from kissandcry.archive.form.parameters import Pressure
from kissandcry.archive.pressure import Marked
from kissandcry.core import NotInArchive


def marked(effect: float, between: float, skaters: int = 200, each: int = 12) -> Marked:
    """Performances drawn with an effect of every third one, in spreads, that differs by skater."""
    rng = np.random.default_rng(3)
    size = skaters * each
    skater = np.repeat(np.arange(skaters), each)
    chosen = np.arange(size) % 3 == 0
    own = rng.normal(effect, between, skaters)[skater]
    return Marked(
        skater,
        rng.integers(0, 100, size),
        np.full(size, 2012),
        rng.normal(0.3, 1.5, size) + np.where(chosen, own, 0.0),
        np.full(size, 1.5**2),
        np.full(size, "grand_prix free"),
        {"lead": (chosen, ~chosen)},
    )


def test_who_led_and_who_started_last(season_archive: Archive) -> None:
    """Sochi 2012: Takahashi and Asada led before the free skating, and won."""
    rows = season_archive.rows(
        "SELECT p.id, s.key, p.discipline, p.segment_name FROM performances p"
        " JOIN skaters s ON s.id = p.skater JOIN events e ON e.id = p.event WHERE e.key = 'gpf2012'"
    )
    flags = pressure.situations(season_archive)
    led = {row["key"] for row in rows if flags[row["id"]][0] == 1}
    assert {"daisuke-takahashi", "mao-asada"} <= led
    assert len(led) == 4
    assert len([row for row in rows if flags[row["id"]][1]]) in (0, 8)
    (who,) = season_archive.run("SELECT id FROM skaters WHERE key = 'mao-asada'")[0]
    own = pressure.situations(season_archive, skater=who)
    assert own == {id: flags[id] for id in own}
    assert len(own) == 6


def test_an_effect_that_is_there_is_found_and_one_that_is_not_is_not() -> None:
    found = pressure.population(marked(-0.5, 0.0), "lead")
    assert found.mean == pytest.approx(-0.5, abs=2.5 * found.mean_error)
    assert abs(found.mean) > 1.96 * found.mean_error
    none = pressure.population(marked(0.0, 0.0), "lead")
    assert abs(none.mean) < 1.96 * none.mean_error
    assert none.rest["grand_prix free"] == pytest.approx(0.3, abs=0.15)


def test_how_far_skaters_differ_is_found() -> None:
    assert pressure.population(marked(0.0, 1.0), "lead").between == pytest.approx(1.0, rel=0.2)
    assert pressure.population(marked(0.0, 0.0), "lead").between < 0.35


def test_three_events_prove_nothing_and_thirty_do() -> None:
    """Three performances a whole spread better than the rest, and thirty of them."""
    everybody = Pressure(0.0, 0.05, 0.4, 500, {})
    for count, proves in ((3, False), (60, True)):
        _, own, error = pressure.shrunk(np.full(count, 1.0), np.full(count, 2.0), everybody)
        assert 0 < own < 1
        assert (own > 1.96 * error) == proves
    assert pressure.shrunk(np.zeros(0), np.zeros(0), everybody)[1] == 0


def test_effects_by_lot_are_seldom_found_and_halves_agree_only_where_there_is_something() -> None:
    rng = np.random.default_rng(1)
    of_all, of_one = validate_pressure.by_lot(marked(0.0, 0.0, 80), "lead", rng, draws=100)
    assert of_all < 0.12
    assert of_one < 0.05
    agree, skaters = validate_pressure.split_half(marked(0.0, 2.0, each=24), "lead")
    assert skaters == 200
    assert agree > 0.5
    assert abs(validate_pressure.split_half(marked(0.0, 0.0, each=24), "lead")[0]) < 0.2


def test_answers_say_what_is_found(season_archive: Archive) -> None:
    everybody = pressure.pressure(season_archive)
    assert everybody["situation"].to_list() == ["lead", "last", "final", "championship"]
    assert everybody.sentence == "All skaters: no effect of pressure is found."
    (none,) = everybody.filter(everybody["situation"] == "championship").to_dicts()
    assert (none["n"], none["raw"]) == (0, None)
    assert none["says"] == "Championships: no skate is known."
    asada = pressure.pressure(season_archive, "mao-asada")
    rows = {row["situation"]: row for row in asada.to_dicts()}
    assert rows["lead"]["n"] == 2  # the NHK Trophy and the Final
    assert rows["final"]["n"] == 2
    assert "no effect of their own is found in 2 skates" in rows["lead"]["says"]
    assert rows["lead"]["low"] < 0 < rows["lead"]["high"]
    before = pressure.pressure(season_archive, "mao-asada", as_of=date(2012, 11, 4))
    assert before["n"].to_list()[0] == 0
    assert len(asada.coverage.known) == 3


def test_disciplines_and_skaters_are_known(season_archive: Archive) -> None:
    women = pressure.pressure(season_archive, discipline="ladies")
    assert women.sentence.startswith("Women: ")
    assert women["n"].sum() < pressure.pressure(season_archive)["n"].sum()
    with pytest.raises(NotInArchive, match="no discipline"):
        pressure.pressure(season_archive, discipline="curling")
    with pytest.raises(NotInArchive, match="no skater"):
        pressure.pressure(season_archive, "nobody-there")
    assert keys.skater(season_archive, "Mao Asada").key == "mao-asada"
