"""`kissandcry plan odds`: how may an event or a Grand Prix season end?"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kissandcry.cli import asked, options
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE
from kissandcry.core import Level

if TYPE_CHECKING:
    from kissandcry.archive import Answer, Archive
    from kissandcry.planning.odds.model import Program
    from kissandcry.planning.odds.questions import How, Odds
    from kissandcry.planning.odds.starting import Start

_MOST = 20
_SEASONS = 20_000
_LONG = 2  # chunks from which on a bar is shown
_KINDS = ("grand_prix", "grand_prix_final", "europeans", "four_continents", "worlds", "olympics")


@click.command("odds", short_help="How may an event or a Grand Prix season end?")
@click.argument("event", required=False)
@click.option("--category", help="Such as women, men, junior-men; or the discipline of a list.")
@click.option("--list", "names", type=click.Path(path_type=Path), help="A starting list, by hand.")
@click.option("--season", type=options.SEASON, help="The Grand Prix of this season instead.")
@click.option("--level", type=options.LEVEL, default=Level.SENIOR, help="Default: senior.")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default=_KINDS[0],
    show_default=True,
    help="What kind of event a list is of.",
)
@click.option("--plan", type=click.Path(path_type=Path), help="One skater's own programs.")
@click.option("--skill", type=click.Path(path_type=Path), help="What the planned skater can do.")
@click.option("--record", is_flag=True, help="Also the chance that a record falls.")
@click.option("--places", is_flag=True, help="Also every place of everybody.")
@click.option("--simulations", type=click.IntRange(1, 1_000_000_000), help="Default: 100,000.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--processes", type=click.IntRange(1, 256), default=1, show_default=True)
@click.option("--cluster", help="A Dask cluster, such as tcp://10.0.0.5:8786.")
@asked.options_of
def command(
    event: str | None,
    category: str | None,
    names: Path | None,
    season: str | None,
    level: Level,
    kind: str,
    plan: Path | None,
    skill: Path | None,
    record: bool,
    places: bool,
    simulations: int | None,
    seed: int,
    processes: int,
    cluster: str | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """The chances of an event: to win, to stand on the podium, to finish in the upper half.

    EVENT is a key such as gpf2012, as of the day before it or of --as-of. docs/odds.md says how it
    is simulated and how well such odds held in seasons that they had not seen.
    """
    if sum(one is not None for one in (event, names, season)) != 1:
        raise click.UsageError("give one of EVENT, --list FILE and --season")
    if category is None:
        raise click.UsageError("give --category, such as women")
    if season is not None and (plan is not None or record or places):
        raise click.UsageError("--plan, --record and --places are of one event, not of --season")
    if skill is not None and plan is None:
        raise click.UsageError("--skill tells of the skater of --plan; give both")
    with asked.opened(archive) as found, _bar() as progress:
        how = _how(simulations, season, seed, processes, cluster, progress)
        tables: list[tuple[str, Answer, tuple[Column, ...]]]
        if season is not None:
            tables = [("", _of_season(found, season, category, as_of, level, how), _SEASON)]
        else:
            start = _start(found, event, names, category, as_of, level, kind)
            done = _odds(found, start, plan, skill, record, how)
            tables = [("", done.skaters, _SKATERS)]
            if record:
                tables.append(("records", done.records, _RECORDS))
            if places:
                tables.append(("places", done.places, _PLACES))
    asked.give(tables, Asked(archive, as_of, as_json, as_csv), _MOST)
    return FINE


def _how(
    simulations: int | None,
    season: str | None,
    seed: int,
    processes: int,
    cluster: str | None,
    progress: Callable[[int, int], None] | None,
) -> "How":
    from kissandcry.planning.odds.questions import SIMULATIONS, How

    usual = SIMULATIONS if season is None else _SEASONS
    return How(simulations or usual, seed, processes, cluster, progress)


def _of_season(
    archive: "Archive", season: str, category: str, as_of: date | None, level: Level, how: "How"
) -> "Answer":
    from kissandcry.planning.odds import seasons

    return seasons.of_season(archive, season, category, as_of, level=level, how=how)


def _start(
    archive: "Archive",
    event: str | None,
    names: Path | None,
    category: str,
    as_of: date | None,
    level: Level,
    kind: str,
) -> "Start":
    from kissandcry.archive import keys
    from kissandcry.planning.odds import starting

    if event is not None:
        return starting.of_archive(archive, event, category, as_of)
    assert names is not None
    listed = starting.read_lines(names)
    day = as_of or options.today()
    return starting.by_hand(archive, listed, keys.discipline(category), day, level=level, kind=kind)


def _odds(
    archive: "Archive",
    start: "Start",
    plan: Path | None,
    skill: Path | None,
    record: bool,
    how: "How",
) -> "Odds":
    from kissandcry.planning.odds import questions

    own = None if plan is None else _own(archive, start, plan, skill)
    return questions.of_start(archive, start, own=own, record=record, how=how)


def _own(
    archive: "Archive", start: "Start", plan: Path, skill: Path | None
) -> "dict[str, tuple[Program | None, ...]]":
    """The programs of the plan's skater, by the key of the starting list."""
    from kissandcry.planning import skill as skills
    from kissandcry.planning.odds import plans, starting
    from kissandcry.program import plan_file

    planned = plan_file.read(plan)
    who = starting.find(archive, start, planned.skater)
    known = skills.of_skater(archive, who, start.day) if skill is None else skills.read(skill)
    return {who: plans.programs(planned, known, start)}


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("simulating", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress


def _share(name: str) -> Callable[[dict[str, Any]], str]:
    def text(row: dict[str, Any]) -> str:
        from kissandcry.planning.odds.questions import percent

        return percent(row[name])

    return text


def _segment(row: dict[str, Any]) -> str:
    return str(row["record"]).replace("_", " ").capitalize()


_SKATERS = (
    column("", "name", "wrap"),
    column("", "nation", "left"),
    column("By", "by", "left"),
    Column("Win", _share("win")),
    Column("Podium", _share("podium")),
    Column("Upper half", _share("top_half")),
    column("Mean place", "mean_place", form=".1f"),
    column("Expected", "expected", form=".1f"),
    Column("Nine of ten", lambda row: f"{row['low']:.1f} to {row['high']:.1f}"),
)
_RECORDS = (
    Column("Record", _segment, "left"),
    column("Stands at", "stands_at"),
    Column("Broken by", lambda row: row["skater"] or "anybody", "wrap"),
    Column("Chance", _share("chance")),
)
_PLACES = (
    column("Skater", "skater", "wrap"),
    column("Place", "place"),
    Column("Chance", _share("chance")),
)
_SEASON = (
    column("", "name", "wrap"),
    column("", "nation", "left"),
    Column("Events", lambda row: " ".join(row["events"]), "wrap"),
    Column("Final", _share("qualified")),
    Column("Alternate", _share("alternate")),
    column("Mean points", "points", form=".1f"),
)
