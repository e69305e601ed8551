"""What can be said of a judge, and what cannot. A difference from the panel is not a verdict."""

from collections.abc import Sequence
from typing import Any, Final

from kissandcry.protocols.writers.words import signed

Row = dict[str, Any]

NO_VERDICT: Final = (
    "A difference from the panel is not an error: nobody knows the right mark, the rest of the"
    " panel may be the one that errs, and a skater may be marked by what a judge saw from a seat"
    " that the others did not have."
)
_FEW: Final = 8  # performances of one's own nation from which on a sentence is sure of itself
_RATHER: Final = 0.05  # of a difference that is spoken of, in grades or marks


def of_judges(rows: Sequence[Row], chance: float) -> str:
    """How many judges differ for skaters of their own nation beyond what chance gives."""
    if not rows:
        return (
            "No panel is known here: the papers number the judges, and the pages of the officials"
            " that name them have not been collected."
        )
    tested = [row for row in rows if row["same_nation_q"] is not None]
    beyond = [row for row in tested if row["same_nation_q"] <= chance]
    higher = sum(row["same_nation_difference"] > 0 for row in beyond)
    text = (
        f"{len(rows)} judges in {sum(row['segments'] for row in rows)} seats;"
        f" {len(tested)} of them marked skaters of their own nation beside others."
    )
    if not tested:
        return f"{text} {NO_VERDICT}"
    if not beyond:
        return (
            f"{text} For none of them the difference from the panel is beyond what chance gives"
            f" among so many. {NO_VERDICT}"
        )
    return (
        f"{text} {len(beyond)} differ from the panel by more there than chance gives among so many"
        f" ({higher} higher, {len(beyond) - higher} lower; of these, one in ten is expected to be"
        f" chance all the same). The mean of all is {signed(_mean(tested), 1)} points a skate."
        f" {NO_VERDICT}"
    )


def _mean(rows: Sequence[Row]) -> float:
    return sum(float(row["same_nation_shrunk"]) for row in rows) / len(rows)


def of_judge(name: str, whole: Row | None, parts: Sequence[Row]) -> str:
    """Where one judge differs most."""
    if whole is None:
        return f"{name}: no marks are known here that belong to this name."
    sure = [
        row
        for row in parts
        if row["kind"] != "same nation"
        and row["low"] is not None
        and (row["low"] > 0 or row["high"] < 0)
        and abs(row["difference"]) >= _RATHER
    ]
    text = f"{name} differs from the panel by {_both(whole)}"
    if sure:
        most = max(sure, key=lambda row: abs(float(row["difference"])))
        unit = "grades" if most["kind"] == "goe" else "marks"
        title = most["part"].replace("_", " ")
        text = f"{text}; most for {title}, {signed(most['difference'], 2)} {unit}"
    return f"{text}. {whole['says'][:1].upper()}{whole['says'][1:]}"


def of_moved(title: str, rows: Sequence[Row], judges: int, skaters: int) -> str:
    """How many places hang on one judge."""
    if not rows:
        return f"{title}: without any one of the {judges} judges all {skaters} places are the same."
    seats = len({row["seat"] for row in rows})
    text = (
        f"{title}: without the marks of one judge another place would follow in {len(rows)} cases;"
        f" that is so for {seats} of the {judges} judges"
    )
    top = [row for row in rows if row["place"] == 1 or row["place_without"] == 1]
    if top:
        names = sorted({row["name"] for row in top if row["place_without"] == 1})
        first = f", and {' or '.join(names)} would have been first without one of them"
        text = f"{text}{first if names else ''}"
    return (
        f"{text}. Close scores hang on every judge, whoever sits there: this says how narrow the"
        " result was, and not that a mark was wrong."
    )


def of_trimmed(title: str, rows: Sequence[Row]) -> str:
    """Whose marks were deleted most."""
    if not rows:
        return f"{title}: no marks are known."
    most = max(rows, key=lambda row: float(row["deleted"]))
    marks = sum(row["marks"] for row in rows)
    gone = sum(row["highest"] + row["lowest"] for row in rows)
    if not gone:
        return f"{title}: nothing was trimmed, so few judges marked."
    return (
        f"{title}: trimming removed {gone / marks:.0%} of all marks; of {most['judge_name']} most,"
        f" {most['deleted']:.0%} ({most['highest']:.0f} as the highest, {most['lowest']:.0f} as the"
        f" lowest, of {most['marks']}). Of equal marks each counts by its part."
    )


def of_untrimmed(title: str, rows: Sequence[Row]) -> str:
    """What the trimming changed."""
    other = sum(row["place"] != row["place_untrimmed"] for row in rows)
    most = max(rows, key=lambda row: abs(float(row["difference"])), default=None)
    if most is None:
        return f"{title}: nobody was placed."
    return (
        f"{title}: the plain mean of all marks would change the score of {most['name']} most,"
        f" {most['difference']:+} points, and change {_places(other)}."
    )


def _places(count: int) -> str:
    return "no place" if not count else "1 place" if count == 1 else f"{count} places"


def says(row: Row, chance: float) -> str:
    """The same-nation difference in words."""
    effect, count = row["same_nation_difference"], row["same_nation_performances"]
    if not row["nation"]:
        return "the pages do not print this judge's nation."
    if not count:
        return "skaters of the own nation were not marked."
    skates = f"{count} skate{'s'[: count != 1]} of the own nation"
    if effect is None:
        return f"{skates}, too few others beside to compare."
    interval = f"({signed(row['same_nation_low'], 1)} to {signed(row['same_nation_high'], 1)})"
    found = f"in {skates} differs from the panel by {signed(effect, 1)} points more {interval}"
    if row["same_nation_q"] <= chance:
        return f"{found}, which is beyond what chance gives among so many judges."
    few = ", and they are few" if count < _FEW else ""
    return f"{found}, which may be chance{few}."


def _both(row: Row) -> str:
    parts = []
    if row["goe_difference"] is not None:
        parts.append(f"{signed(row['goe_difference'], 2)} grades in GOE")
    if row["component_difference"] is not None:
        parts.append(f"{signed(row['component_difference'], 2)} in components")
    return f"{' and '.join(parts)}, in {row['segments']} segments"
