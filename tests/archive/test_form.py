"""Form: the arithmetic against other computations, the answers against what is known to have been,
and the model against baselines on seasons that it has not seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from kissandcry.archive import Archive, form
from kissandcry.archive.form import baselines, model, parameters, sentences, skates, validate
from kissandcry.archive.form.field import Levels, walk
from kissandcry.archive.form.fitting import fit_to, start
from kissandcry.archive.form.follow import follow, trend
from kissandcry.archive.form.known import fields
from kissandcry.archive.form.parameters import Level, Parameters, RuleChange, known_changes
from kissandcry.core import (
    Discipline,
    NotInArchive,
    Segment,
    Unreadable,
    first_day,
    season_of,
)
from kissandcry.rulebooks import on

FIELD = Level(100.0, 0.0, 50.0, 0.0)
BEGIN = date(2010, 7, 1)
SINGLES = ("men short", "men free", "women short", "women free")
SEASONS = (("2010-11", date(2010, 11, 1)), ("2011-12", date(2011, 11, 1)))


def plain(**changed: Any) -> Parameters:
    """The shipped parameters without what is not linear and normal, so that any method that can do
    normal distributions must agree."""
    quiet = {
        "bad_share": 1e-12,
        "bad_gap": 0.0,
        "bad_width": 1.0,
        "spread_evidence": 1e12,
        "carried": 0.0,
        "season_progress": 0.0,
        "youth": 0.0,
        "levels": {},
    }
    return msgspec.structs.replace(parameters.shipped(), **{**quiet, **changed})


def row(
    id: int, segment: int, who: int, score: float, components: float, season: str, day: date
) -> tuple[Any, ...]:
    """A free program of a man at a Grand Prix, as `skates.of` takes it."""
    kind = ("men", "free_skating", "senior", season)
    return (id, segment, who, score, components, *kind, day, "grand_prix", segment)


def one_skater(scores: list[tuple[int, float, float]]) -> skates.Skates:
    """The free programs of one man: days since `BEGIN`, score, components."""
    return skates.of(
        row(n, n, 1, score, components, "2010-11", BEGIN + timedelta(days=day))
        for n, (day, score, components) in enumerate(scores)
    )


SCORES = [(0, 90.0, 47.0), (40, 104.0, 50.5), (40, 99.0, 51.0), (230, 111.0, 52.0), (300, 84.0, 50)]


def exact(
    p: Parameters, seen: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Mean and covariance of the abilities at all performances, given the scores and components of
    those that are seen: one joint normal distribution, conditioned at once."""
    days = np.array([one[0] for one in SCORES]) / 365.25
    since = np.minimum.outer(days, days)
    ability = p.newcomer_spread**2 + p.ability_drift**2 * since
    manner = p.component_spread**2 + p.component_drift**2 * since
    mean = p.newcomer["grand_prix"]
    scores = np.array([one[1] for one in SCORES]) / FIELD.score - 1
    components = np.array([one[2] for one in SCORES]) / FIELD.components - 1
    spread = (FIELD.score / p.usual["men free"].score) ** p.spread_growth * p.spread["men free"]
    noise = np.eye(len(days))
    upper = np.hstack([ability + spread**2 * noise, p.loading * ability])
    lower = np.hstack(
        [p.loading * ability, p.loading**2 * ability + manner + p.component_noise**2 * noise]
    )
    both = np.vstack([upper, lower])
    off = np.concatenate([scores - mean, components - p.loading * mean])
    rows = np.concatenate([seen, seen])
    across = np.hstack([ability, p.loading * ability])[:, rows]
    solved = np.linalg.solve(both[np.ix_(rows, rows)], np.column_stack([off[rows], across.T]))
    return mean + across @ solved[:, 0], ability - across @ solved[:, 1:]


def test_what_is_expected_is_what_one_joint_distribution_says() -> None:
    p = plain()
    found = follow(one_skater(SCORES), dict.fromkeys(range(len(SCORES)), (FIELD, FIELD)), p)
    for n, step in enumerate(found):
        mean, covariance = exact(p, np.arange(len(SCORES)) < n)
        assert step.expected == pytest.approx(100 * (1 + mean[n]))
        assert step.before.ability_variance == pytest.approx(covariance[n, n])


def test_the_trend_is_what_one_joint_distribution_says() -> None:
    p = plain()
    found = trend(follow(one_skater(SCORES), dict.fromkeys(range(len(SCORES)), (FIELD, FIELD)), p))
    mean, covariance = exact(p, np.ones(len(SCORES), np.bool_))
    assert [one.ability for one in found] == pytest.approx(mean.tolist())
    assert [one.deviation**2 for one in found] == pytest.approx(np.diag(covariance).tolist())
    assert [one.shared for one in found] == pytest.approx(covariance[:, -1].tolist())


def test_good_and_bad_days_are_a_distribution_with_its_mean_at_what_is_expected() -> None:
    day = model.days(0.001, 0.06, parameters.shipped())
    at = np.linspace(-1, 1, 200_001)
    density = np.exp(day.log_density(at))
    assert np.trapezoid(density, at) == pytest.approx(1)
    assert np.trapezoid(density * at, at) == pytest.approx(0, abs=1e-9)
    low, high = (float(one[0]) for one in day.quantiles((0.05, 0.95)))
    assert np.trapezoid(density[at <= low], at[at <= low]) == pytest.approx(0.05, abs=1e-4)
    assert np.trapezoid(density[at <= high], at[at <= high]) == pytest.approx(0.95, abs=1e-4)
    assert float(day.below(low)) == pytest.approx(0.05, abs=1e-4)
    assert -low > high  # falls reach further than good luck
    assert float(day.bad_day(-0.2)) > 0.9 > 0.3 > float(day.bad_day(0.05))


def test_a_walk_over_an_archive_expects_what_one_skater_alone_is_expected(
    season_archive: Archive,
) -> None:
    """Twice the same arithmetic: over arrays of all skaters, and over figures of one."""
    for p in (parameters.shipped(), msgspec.structs.replace(parameters.shipped(), levels={})):
        everybody = skates.read(season_archive, known=p.usual)
        walked = walk(everybody, p)
        (who,) = season_archive.run("SELECT id FROM skaters WHERE key = 'mao-asada'")[0]
        own, _ = skates.read_skater(season_archive, who, p.usual)
        steps = follow(own, fields(season_archive, own.groups, p), p)
        rows = [int(np.flatnonzero(everybody.id == step.id)[0]) for step in steps]
        assert len(steps) == 6
        expected = (walked.points * (1 + walked.mean))[rows]
        assert [step.expected for step in steps] == pytest.approx(expected.tolist())
        assert [step.forecast.variance for step in steps] == pytest.approx(
            walked.variance[rows].tolist()
        )


def test_a_field_that_scores_higher_is_learnt_from_skaters_who_are_known() -> None:
    """Everybody scores a fifth higher in the second season: so does the field, not the skaters."""
    rows = [
        row(100 * year + n, year, n, height * score, height * score / 2, *SEASONS[year])
        for year, height in enumerate((1.0, 1.2))
        for n, score in enumerate(np.linspace(80, 160, 40))
    ]
    found = skates.of(rows)
    new = RuleChange("all scores a fifth higher", "none")
    p = plain(rule_changes={date(2011, 7, 1): new}, rule_drift=0.2)
    walked = walk(found, p)
    before, after = walked.after[0], walked.after[1]
    assert after.score / before.score == pytest.approx(1.2, abs=0.02)
    assert after.components / before.components == pytest.approx(1.2, abs=0.02)


def test_a_day_is_expected_from_levels_of_earlier_days_alone() -> None:
    """Take away what the parameters know of the day and of all later ones: nothing changes."""
    p = parameters.shipped()
    day = date(2015, 11, 28)
    earlier = {
        series: {one: level for one, level in days.items() if one < day}
        for series, days in p.levels.items()
    }
    (group,) = skates.of([row(1, 1, 1, 216.07, 98.0, "2015-16", day)]).groups
    until = msgspec.structs.replace(p, levels=earlier)
    assert Levels(p).fixed(group.series, group.day)
    assert Levels(p).before(group) == Levels(until).before(group)


def test_changes_of_the_rules_are_those_of_the_rulebooks() -> None:
    """With each, what it says changes in the rules of the first day of its season."""
    dance, grades, components = sorted(known_changes())
    assert [one.year for one in (dance, grades, components)] == [2010, 2018, 2022]
    day = timedelta(days=1)
    for first in (dance, grades, components):
        assert first == first_day(season_of(first))
    before, after = (on(one, Discipline.MEN) for one in (grades - day, grades))
    assert (before.grades[1], after.grades[1]) == (3, 5)
    before, after = (on(one, Discipline.MEN) for one in (components - day, components))
    for book, many in ((before, 5), (after, 3)):
        assert len(book.components[Segment.FREE_SKATING]) == many
    assert Segment.SHORT_DANCE in on(dance, Discipline.ICE_DANCE).components
    assert Segment.SHORT_DANCE not in on(dance - day, Discipline.ICE_DANCE).components


def test_a_season_that_nobody_knows_is_learnt_once_however_many_ask(season_file: Path) -> None:
    p = msgspec.structs.replace(parameters.shipped(), levels={})
    with Archive(season_file, read_only=True) as archive, ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(form.form, archive, key, parameters=p)
            for key in ("mao-asada", "daisuke-takahashi", "mao-asada", "patrick-chan")
        ]
        answers = [one.result(timeout=60) for one in asked]
    assert answers[0].to_dicts() == answers[2].to_dicts()
    assert all(one.height for one in answers)


def test_mao_asada_in_sochi(reference_archive: Archive) -> None:
    """Sixteenth after the short program of the Games of 2014, a day that is remembered as a
    disaster; then third in the free skating, with her personal best."""
    rows = {
        (row["event"], row["segment"]): row
        for row in form.form(reference_archive, "mao-asada").to_dicts()
    }
    short, free = rows["owg2014", "short_program"], rows["owg2014", "free_skating"]
    assert (short["rank"], str(short["score"])) == (16, "55.51")
    assert short["verdict"].endswith("low")
    assert short["surprise"] < 0.02
    assert short["bad_day"] > 0.95
    assert str(free["score"]) == "142.71"
    assert free["side"] == "high"
    assert free["surprise"] < 0.15
    # The day before taught little of what she can do: more was expected than she had just shown.
    assert free["expected"] > 120
    answer = form.normal(reference_archive, "owg2014", "women", "short_program", "mao-asada")
    assert answer.sentence.startswith("16th in the short program with 55.51, ")
    assert "bad day" in answer.sentence
    assert "decline" not in answer.sentence


def test_a_decline_is_told_from_a_bad_day(reference_archive: Archive) -> None:
    """Her last season, 2016-17, ended in her retirement, and her scores in it lie far lower."""
    later = form.form(reference_archive, "mao-asada").sentence
    assert "This is a decline" in later
    then = form.form(reference_archive, "mao-asada", date(2014, 3, 30)).sentence
    assert "decline" not in then


def test_what_was_expected_does_not_know_what_came_later(reference_archive: Archive) -> None:
    for key in ("mao-asada", "patrick-chan", "evgenia-medvedeva"):
        whole = form.form(reference_archive, key).to_dicts()
        day = whole[len(whole) // 2]["day"]
        part = form.form(reference_archive, key, day).to_dicts()
        assert 0 < len(part) < len(whole)
        for one, other in zip(part, whole, strict=False):
            for name in ("expected", "low", "high", "surprise", "verdict", "known_before"):
                assert one[name] == other[name]
        row = part[-1]
        address = (row["event"], row["category"], row["segment"])
        then = form.normal(reference_archive, *address, key).to_dicts()[0]
        assert {**then, "trend": 0, "trend_low": 0, "trend_high": 0} == {
            **row,
            "trend": 0,
            "trend_low": 0,
            "trend_high": 0,
        }


def test_little_known_is_said(season_archive: Archive) -> None:
    first = form.form(season_archive, "mao-asada", date(2012, 11, 2))
    (row,) = first.to_dicts()
    assert row["known_before"] == 0
    assert "Nothing was known before" in first.sentence
    assert "cannot be told yet" in first.sentence
    second = form.form(season_archive, "mao-asada").to_dicts()[2]
    assert row["high"] - row["low"] > 1.3 * (second["high"] - second["low"])
    early = form.form(season_archive, "mao-asada", date(2012, 1, 1))
    assert early.height == 0
    assert early.sentence.startswith("No score of Mao ASADA is known up to 2012-01-01")


def test_what_is_not_there_is_refused(season_archive: Archive) -> None:
    with pytest.raises(NotInArchive, match="mao-asada"):
        form.form(season_archive, "mao-asado")
    with pytest.raises(NotInArchive, match="did not skate there"):
        form.normal(season_archive, "gpusa2012", "women", "short_program", "mao-asada")
    with pytest.raises(NotInArchive, match="two or more"):
        form.fit(season_archive)


@pytest.mark.parametrize("text", ["", "{}", '{"usual": 3}', "no json"])
def test_a_file_without_parameters_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "parameters.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match="no parameters of the form model"):
        parameters.load(file)
    with pytest.raises(Unreadable, match="nowhere"):
        parameters.load(tmp_path / "nowhere.json")


def test_parameters_are_read_as_written(tmp_path: Path) -> None:
    file = tmp_path / "parameters.json"
    parameters.save(parameters.shipped(), file)
    assert parameters.load(file) == parameters.shipped()


@pytest.fixture(scope="module")
def held_back(reference_file: Path) -> list[validate.Held]:
    """Two seasons of singles held back, one of them under new rules, with a short fit."""
    with Archive(reference_file, read_only=True) as archive:
        found = skates.read(archive, known=SINGLES)
    return [validate.hold_back(found, season, rounds=2) for season in ("2012-13", "2018-19")]


def test_the_model_beats_every_baseline_on_seasons_held_back(
    held_back: list[validate.Held],
) -> None:
    """In each season; and over both by more than three standard errors, for all performances and
    for those of skaters with a score before."""
    for name in baselines.FAMILIES:
        better = [one.log_score - one.baselines[name] for one in held_back]
        assert all(np.mean(one) > 0 for one in better), name
        everywhere = np.concatenate(better)
        known = np.concatenate([one.known for one in held_back])
        for rows in (known | True, known):
            error = np.std(everywhere[rows]) / np.sqrt(np.sum(rows))
            assert np.mean(everywhere[rows]) > 3 * error, name


def test_intervals_hold_what_they_say(held_back: list[validate.Held]) -> None:
    """Within the band in which 99% of honest intervals lie."""
    below = np.concatenate([one.below for one in held_back])
    for share in (0.5, 0.9):
        wide = validate.band(len(below), share) * 2.58 / 1.96
        assert abs(validate.covered(below, share) - share) < wide


def test_a_baseline_expects_what_it_says() -> None:
    """The mean of a career, the last score, and one that fades, by hand."""
    found = one_skater([(0, 90.0, 45), (100, 100.0, 45), (200, 110.0, 45)])
    last, career, fading = (
        baselines.expectations(found, baselines.FAMILIES[name][0])[0]
        for name in ("last score", "mean of season or career", "fading mean")
    )
    assert last[1:].tolist() == [90, 100]
    assert career[1:].tolist() == [90, 95]
    weight = 0.5 ** (100 / 365.25 / 0.25)
    assert fading[2] == pytest.approx((100 + 90 * weight) / (1 + weight))


def test_a_fit_finds_the_spread_that_scores_were_drawn_with() -> None:
    """Scores drawn with a spread of 9% of what the field scores, for a year of each skater."""
    rng = np.random.default_rng(5)
    rows: list[tuple[Any, ...]] = []
    for who, ability in enumerate(rng.normal(0, 0.1, 120)):
        for n in range(6):
            score = 100 * (1 + ability + rng.normal(0, 0.09))
            components = 50 * (1 + ability + rng.normal(0, 0.02))
            season, day = SEASONS[n // 3]
            segment = 10 * n + who % 5
            day += timedelta(days=10 * n)
            rows.append(row(len(rows), segment, who, score, components, season, day))
    p = fit_to(skates.of(rows), rounds=4)
    spread = p.spread["men free"] * float(np.sqrt(model.day_variance(p)))
    assert spread == pytest.approx(0.09, rel=0.1)
    assert p.provenance.performances == 720
    assert walk(skates.of(rows), p).log_scores(p).mean() > (
        walk(skates.of(rows), q := start(skates.of(rows))).log_scores(q).mean()
    )


def test_words_for_what_is_rare() -> None:
    assert [sentences.verdict(chance, "low") for chance in (0.4, 0.05, 0.04, 0.01, 0.009)] == [
        "normal",
        "normal",
        "low",
        "low",
        "very low",
    ]
    assert sentences.once(0.04) == "once in 25 skates"
    assert sentences.once(0.0001) == "less than once in 1,000 skates"
    assert sentences.often(0.26) == "one skate in four"
    assert sentences.place_words(7) == "Seventh"
    assert sentences.place_words(22) == "22nd"
    assert sentences.place_words(None) == "Skated"
    turn = {"months": 12, "change": -10.0, "part": "free skating"}
    assert "This is a decline" in sentences.of_trend({**turn, "fallen": 0.97})
    assert "may be turning down" in sentences.of_trend({**turn, "fallen": 0.85})
    assert sentences.of_trend({**turn, "fallen": 0.6}) == "The trend has not turned."
    assert "goes up" in sentences.of_trend({**turn, "change": 8.0, "fallen": 0.02})
