"""What was tried, jump by jump and element by element, and how it ended.

A protocol shows what was done, not what was meant. Falls and popped jumps are those of
`archive.profile` (the table `slips`). What a popped jump was meant to be is told by the skater's
other jumps of the take-off within a year, see `_meant`; docs/skill.md has the rules in words.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from kissandcry import notation
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, KissAndCryError
from kissandcry.notation import Family, Part
from kissandcry.notation.names import EDGE_JUMPS
from kissandcry.planning.skill import model

YEAR: Final = 365.25
POOR: Final = -0.3  # a mean grade as low, as a share of the highest, is a large error
_JUMP: Final = re.compile(r"\+?[1-5](A|Lz|F|Lo|S|T)(Th)?")
_MOSTLY: Final = 2 / 3
_FEW: Final = 3

_TRIES: Final = """
SELECT e.skater, e.performance, e.position, e.code, e.info, e.edge_call,
    e.second_half, p.segment_name, p.discipline, p.day, p.grades,
    list_avg(e.marks) / p.grades AS share,
    list_var_samp(e.marks) / (p.grades * p.grades * len(list_filter(e.marks,
        lambda mark: mark IS NOT NULL))) AS noise,
    CASE WHEN w.performance IS NULL THEN 0.0 WHEN w.fell IS NULL THEN 0.5
        ELSE w.fell::DOUBLE END AS fell, coalesce(w.popped, false) AS popped
FROM elements e JOIN performances p ON p.id = e.performance
LEFT JOIN slips w ON w.performance = e.performance AND w.position = e.position
WHERE p.status = '' AND ($1::INTEGER IS NULL OR e.skater = $1)
    AND ($2::DATE IS NULL OR p.day <= $2) AND ($3::VARCHAR IS NULL OR p.discipline = $3)
ORDER BY e.skater, p.day, e.performance, e.position
"""


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a jump or an element.

    `key` as `Ability.code`; `way` as its `ways`; `weight` is less than 1 where several things may
    have been meant or happened. `share` is the mean grade as a share of the highest, None where it
    says nothing of this way; `noise` the part of its variance that the judges' differences make.
    `edge` is "", "!" or "e", None where there is none to call. `lost`: whether the jump that was to
    follow is missing; None where none was to.
    """

    skater: int
    performance: int
    discipline: str
    segment: str
    day: date
    grades: int
    key: str
    way: str
    weight: float
    share: float | None
    noise: float
    edge: str | None
    second_half: bool
    after_fall: bool
    lost: bool | None = None
    done: int = 0  # turns that were done instead, of a popped jump

    @property
    def time(self) -> float:
        """The day in years."""
        return self.day.toordinal() / YEAR


@dataclass(frozen=True, slots=True)
class _Row:
    """An element as it is read."""

    skater: int
    performance: int
    position: int
    code: str
    info: str
    edge_call: str | None
    second_half: bool
    segment: str
    discipline: str
    day: date
    grades: int
    share: float | None
    noise: float | None
    fell: float
    popped: bool


def read(
    archive: Archive,
    skater: int | None = None,
    as_of: date | None = None,
    discipline: str | None = None,
) -> list[Try]:
    """All that was tried up to a day, by skater and in order of time."""
    rows = (_Row(*row) for row in archive.run(_TRIES, [skater, as_of, discipline]))
    found: list[Try] = []
    for _, of_skater in groupby(rows, lambda row: row.skater):
        raw: list[Try] = []
        for _, of_performance in groupby(of_skater, lambda row: row.performance):
            raw.extend(_of_performance(list(of_performance)))
        found.extend(_meant(raw))
    return found


def key_of(part: Part, *, follows: bool = False) -> str:
    """The key of a jump."""
    return f"{'+' if follows else ''}{part.stem}"


def is_jump(key: str, discipline: str) -> bool:
    """Whether a key is that of a jump or a throw (a section of a compulsory dance is not)."""
    return discipline != Discipline.ICE_DANCE and _JUMP.fullmatch(key) is not None


def name_of(parts: Sequence[Part]) -> tuple[str, str]:
    """The key of an element with levels, and its levels: of `CCoSp4` "CCoSp" and "4"."""
    stems = (f"{'' if part.rotation is None else part.rotation}{part.name}" for part in parts)
    levels = "+".join(part.level or "" for part in parts)
    return "+".join(stems), levels if levels.strip("+") else ""


def jumps_of(parts: Sequence[Part]) -> list[tuple[int, Part]]:
    """The jumps of an element with their places, without the hops between them (the Euler, and the
    single loop that stood for it)."""
    return [
        (place, part)
        for place, part in enumerate(parts)
        if not (
            0 < place < len(parts) - 1
            and (part.name == "Eu" or (part.name, part.rotation) == ("Lo", 1))
        )
        and part.name != "Eu"
    ]


def _of_performance(rows: Sequence[_Row]) -> Iterator[Try]:
    first = next((row.position for row in rows if row.second_half), 99)
    fallen = False
    for row in rows:
        late = row.position >= first or 2 * row.position > len(rows) + 1
        yield from _of_element(row, late, fallen)
        fallen = row.fell == 1


def _of_element(row: _Row, late: bool, fallen: bool) -> Iterator[Try]:
    try:
        element = notation.parse(row.code, row.info)
    except KissAndCryError:  # a code of no notation has no name that could be known of others
        return
    if not element.parts:
        return
    base = Try(
        row.skater,
        row.performance,
        row.discipline,
        row.segment,
        row.day,
        row.grades,
        "",
        "",
        1.0,
        row.share,
        row.noise or 0.0,
        None,
        late,
        fallen,
    )
    if element.family in (Family.JUMP, Family.THROW):
        unfinished = element.combination_attempt or (
            len(element.parts) == 1 and (element.repetition or element.sequence)
        )
        yield from _of_jumps(base, row, jumps_of(element.parts), unfinished)
        return
    key, levels = name_of(element.parts)
    ways = ((levels, 1 - row.fell), (model.FALL, row.fell))
    yield from (replace(base, key=key, way=way, weight=weight) for way, weight in ways if weight)


def _of_jumps(
    base: Try, row: _Row, jumps: Sequence[tuple[int, Part]], unfinished: bool
) -> Iterator[Try]:
    called = any(part.landing for _, part in jumps)
    info_edge = row.edge_call or ""
    for order, (_, part) in enumerate(jumps):
        if part.rotation is None:
            continue
        last = order == len(jumps) - 1
        edge = None
        if part.name.removesuffix("Th") in EDGE_JUMPS and part.family is Family.JUMP:
            edge = part.edge or (info_edge if not any(one.edge for _, one in jumps) else "")
        one = replace(base, key=key_of(part, follows=order > 0), edge=edge)
        if order == 0 and (len(jumps) > 1 or unfinished):
            one = replace(one, lost=unfinished)
        if unfinished or not _says(row, part, jumps):
            one = replace(one, share=None)
        if (order == 0 and row.popped) or (order and part.rotation == 1 and last):
            yield replace(one, way=model.POPPED, done=part.rotation)
            continue
        yield from _landed(one, part, row, last, called, unfinished)


def _says(row: _Row, part: Part, jumps: Sequence[tuple[int, Part]]) -> bool:
    """Whether the grade of an element speaks of this jump, and not of another one of it."""
    if len(jumps) == 1:
        return True
    if any(other.landing for _, other in jumps if other is not part):
        return False
    clean = row.share is not None and row.share > POOR and not row.fell
    return part is jumps[-1][1] or clean or bool(part.landing)


def _landed(
    one: Try, part: Part, row: _Row, last: bool, called: bool, unfinished: bool
) -> Iterator[Try]:
    """A jump with its turns: stood or fallen. A fall and a large error belong to the last jump."""
    stood = {"q": model.QUARTER, "<": model.UNDER_ROTATED, "<<": model.DOWNGRADED}.get(part.landing)
    if stood is None:
        poor = row.share is not None and row.share <= POOR and not called
        stood = model.STEP_OUT if last and (poor or unfinished) else model.CLEAN
    fell = {
        "<": model.FALL_UNDER_ROTATED,
        "<<": model.FALL_DOWNGRADED,
    }.get(part.landing, model.FALL)
    weight = row.fell if last else 0.0
    if weight < 1:
        yield replace(one, way=stood, weight=1 - weight)
    if weight:
        yield replace(one, way=fell, weight=weight)


def _meant(raw: Sequence[Try]) -> Iterator[Try]:
    """A popped jump as what it was meant to be: the skater's jumps of the take-off with more turns
    within a year, in their
    shares. Without any, as many turns as most of the skater's other jumps have.

    In short programs a double that follows is a popped triple where at least two of three of the
    skater's other combinations there within a year have a triple that follows.
    """
    stood: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    combined: list[tuple[float, int, bool]] = []
    for one in raw:
        if one.way != model.POPPED and is_jump(one.key, one.discipline):
            stood[_takeoff(one.key)].append((one.time, one.key))
        if _after_in_short(one):
            combined.append((one.time, one.performance, one.key[1] in "345"))
    for one in raw:
        if _after_in_short(one) and one.key[1] == "2" and _usually_triple(one, combined):
            one = replace(one, way=model.POPPED, done=2)
        if one.way != model.POPPED:
            yield one
            continue
        shares = _more(one, stood)
        whole = sum(shares.values())
        for key, count in sorted(shares.items()):
            yield replace(one, key=key, weight=one.weight * count / whole)


def _after_in_short(one: Try) -> bool:
    return one.segment == "short_program" and one.key[:1] == "+" and one.key[1:2] in "2345"


def _usually_triple(one: Try, combined: Sequence[tuple[float, int, bool]]) -> bool:
    near = [
        triple
        for time, performance, triple in combined
        if abs(time - one.time) <= 1 and performance != one.performance
    ]
    return len(near) >= _FEW and sum(near) >= _MOSTLY * len(near)


def _takeoff(key: str) -> tuple[str, str]:
    plain = key.lstrip("+")
    return ("+" if key[0] == "+" else "", plain[1:])


def _more(one: Try, stood: dict[tuple[str, str], list[tuple[float, str]]]) -> Counter[str]:
    follows, name = _takeoff(one.key)
    turns = int(one.key.lstrip("+")[0])
    found = Counter(
        key for key in _near(one, stood[follows, name]) if int(key.lstrip("+")[0]) > turns
    )
    if found:
        return found
    if name == "A" or name.endswith("Th") or follows:
        return Counter({f"{follows}{turns + 1}{name}": 1})
    others = [
        int(key[0])
        for (after, takeoff), known in stood.items()
        if not after and takeoff != "A" and not takeoff.endswith("Th")
        for key in _near(one, known)
    ]
    usual = Counter(others).most_common(1)
    return Counter({f"{max(turns + 1, usual[0][0] if usual else 0)}{name}": 1})


def _near(one: Try, known: Sequence[tuple[float, str]]) -> list[str]:
    """The keys within a year."""
    low = bisect_left(known, (one.time - 1, ""))
    return [key for _, key in known[low : bisect_right(known, (one.time + 1, "~"))]]


def seasons(tries: Iterable[Try]) -> list[int]:
    """The first years of the seasons in which anything was tried."""
    return sorted({season(one.day) for one in tries})


def season(day: date) -> int:
    """The first year of the season of a day."""
    return day.year if day.month >= 7 else day.year - 1
