"""What is known of an element before the skater's own tries of it are looked at: the field's
chances, times how the skater fails elsewhere, and kin for elements that nobody is known to try."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, UnknownOnDate
from kissandcry.planning.skill import model
from kissandcry.planning.skill.effects import early
from kissandcry.planning.skill.fields import turns_of
from kissandcry.planning.skill.model import Ability, Way
from kissandcry.planning.skill.parameters import Field, Parameters
from kissandcry.planning.skill.shrink import KIND, KINDS
from kissandcry.planning.skill.tables import FAMILIES, SCALE, family_of, most, told
from kissandcry.planning.skill.tries import is_jump

_KIN: Final = 0.5  # of the usual evidence: an element that nobody is known to try is less sure
KIND_OF: Final[Mapping[str, str]] = {
    way: KINDS[kind] for way, kind in zip(model.RESULTS, KIND.tolist(), strict=True)
}
_UNTOLD: Final = (  # what was called where there was no such call: q, << of a day before them
    ("q", model.QUARTER, model.CLEAN),
    ("<<", model.DOWNGRADED, model.UNDER_ROTATED),
    ("<<", model.FALL_DOWNGRADED, model.FALL_UNDER_ROTATED),
)


@dataclass(frozen=True, slots=True)
class Rest:
    """What holds for all elements of a skater.

    `often`: how many times as often as the field the skater fails, by kind of failure ("level" and
    "level fall" for elements with levels). `better`: the grades over the field, as shares of the
    highest: "" in all elements, and beyond that by family.
    """

    discipline: str
    day: date
    often: Mapping[str, float] = field(default_factory=dict)
    better: Mapping[str, float] = field(default_factory=dict)

    def offset(self, key: str) -> float:
        """The grade over the field in an element not tried, as a share."""
        return self.better.get("", 0.0) + self.better.get(FAMILIES[family_of(key)], 0.0)


@lru_cache(maxsize=256)
def highest(discipline: str, day: date) -> int:
    """The highest grade of a day. Raises `UnknownOnDate`."""
    return rulebooks.on(day, Discipline(discipline), Level.SENIOR).grades[1]


def ability(rest: Rest, key: str, p: Parameters) -> Ability:
    """An element that the skater is not known to have tried. Raises `UnknownOnDate` where no kin of
    it is known either."""
    known, weight = of_field(rest.discipline, key, p)
    if is_jump(key, rest.discipline):
        known_ways = {way: known.ways[way] * _often(rest, way) for way in known.ways}
        known_ways = effected(known_ways, p, "new to the skater")
        own = p.jumps.own * weight
    else:
        usual = most(known)
        known_ways = {
            way: chance * (1.0 if way == usual else rest.often.get(_level_kind(way), 1.0))
            for way, chance in known.ways.items()
        }
        own = p.levels.own * weight
    whole = sum(known_ways.values())
    chances = called_then(rest, {way: one / whole for way, one in known_ways.items()})
    return made(rest, key, chances, (0.0, own), rest.offset(key), known, p)


def _level_kind(way: str) -> str:
    return "level fall" if way == model.FALL else "level"


def _often(rest: Rest, way: str) -> float:
    kind = KIND_OF[way]
    return rest.often.get(kind, 1.0) if kind else 1.0


def effected(
    ways: Mapping[str, float], p: Parameters, situation: str, *, inside: bool = True
) -> dict[str, float]:
    """The chances in a situation or outside of it, where those given are of both as they come.

    What is new to a skater is compared with what is not, and has no outside.
    """
    effects = p.effects.get(situation, {})
    found = {}
    for way, chance in ways.items():
        effect = effects.get(KIND_OF.get(way, ""))
        if effect is not None and effect.kept:
            beside = 1 + effect.share * (effect.factor - 1)
            chance *= (effect.factor if inside else 1.0) / beside
        found[way] = chance
    whole = sum(found.values())
    return {way: chance / whole for way, chance in found.items()}


def shifted(p: Parameters, situation: str, inside: bool) -> float:
    """What a situation does to the grade of a clean jump, as a share."""
    shift = p.shifts.get(situation)
    if shift is None or not shift.kept:
        return 0.0
    return shift.grade * ((1.0 if inside else 0.0) - shift.share)


def called_then(rest: Rest, ways: Mapping[str, float]) -> dict[str, float]:
    """The chances under the calls of the day: where there was no q, it is clean; the early season
    is as its effect says."""
    found = dict(ways)
    for sign, way, otherwise in _UNTOLD:
        if way in found and sign not in told(rest.discipline, rest.day):
            found[otherwise] += found.pop(way)
    return found


def made(
    rest: Rest,
    key: str,
    chances: Mapping[str, float],
    known: tuple[float, float],
    better: float,
    field_: Field,
    p: Parameters,
    edges: Mapping[str, float] | None = None,
) -> Ability:
    """The ability of these chances; `known` is tries and weight, `better` the grade over the field
    as a share."""
    top = highest(rest.discipline, rest.day)
    jump = is_jump(key, rest.discipline)
    ways = {}
    for way, chance in chances.items():
        stood = way == model.CLEAN if jump else way != model.FALL
        mean, spread = graded(field_, way, jump)
        share = mean + (better if stood else better * p.carried.get(way, 0.0))
        if stood and top < SCALE:
            share -= p.scale_shift
        share = min(max(share, -1.0), 1.0)
        ways[way] = Way(tidy(chance), tidy(share * top), tidy(spread * top))
    called = {
        sign: tidy(chance)
        for sign, chance in (field_.edges if edges is None else edges).items()
        if chance > 0 and sign in told(rest.discipline, rest.day)
    }
    return Ability(key, tidy(known[0]), tidy(known[1]), ways, called)


def graded(field_: Field, way: str, jump: bool) -> tuple[float, float]:
    """The field's grade of a way, and of one that nobody is known to have got the nearest."""
    if way in field_.grades:
        return field_.grades[way]
    if jump:
        return _USUAL[way]
    stood = [one for name, one in field_.grades.items() if name != model.FALL]
    if way == model.FALL or not stood:
        return _USUAL[model.FALL] if way == model.FALL else (0.0, 0.2)
    return min(stood)


_USUAL: Final[Mapping[str, tuple[float, float]]] = {
    model.CLEAN: (0.15, 0.2),
    model.STEP_OUT: (-0.55, 0.15),
    model.QUARTER: (-0.4, 0.2),
    model.UNDER_ROTATED: (-0.5, 0.2),
    model.DOWNGRADED: (-0.85, 0.1),
    model.FALL: (-0.97, 0.05),
    model.FALL_UNDER_ROTATED: (-0.99, 0.02),
    model.FALL_DOWNGRADED: (-1.0, 0.01),
    model.POPPED: (-0.3, 0.3),
}


def of_field(discipline: str, key: str, p: Parameters) -> tuple[Field, float]:
    """The field of an element, or of its kin, and how much of the usual evidence that is.

    Kin of a jump are the jumps with its turns; where there are none, those with a turn less, with
    as many more failures as a fourth turn brings beside a third. Kin of an element with levels is
    the one whose name is most alike. Raises `UnknownOnDate`.
    """
    found = _of_field(discipline, key, id(p), _Held(p))
    if found is None:
        raise UnknownOnDate(
            f"{key}: no {discipline.replace('_', ' ')} skater is known to have tried it, nor"
            " anything like it"
        )
    return found


class _Held:
    """Parameters that equal any others, as the key beside them tells them apart."""

    def __init__(self, p: Parameters) -> None:
        self.p = p

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4096)
def _of_field(discipline: str, key: str, _number: int, held: _Held) -> tuple[Field, float] | None:
    p = held.p
    fields, kinds = p.field.get(discipline, {}), p.kinds.get(discipline, {})
    if key in fields:
        return fields[key], 1.0
    if is_jump(key, discipline):
        kind = turns_of(key)
        if kind in kinds:
            return _with_grades(kinds[kind], kind, fields), _KIN
        digit = next(place for place, sign in enumerate(kind) if sign.isdigit())
        less = f"{kind[:digit]}{int(kind[digit]) - 1}{kind[digit + 1 :]}"
        near = kinds.get(less) or kinds.get(less.replace("A", ""))
        if near is None:
            return None
        return _with_grades(_harder(near, kinds), less, fields), _KIN
    family = family_of(key)
    parts = key.count("+")
    alike = [name for name in fields if family_of(name) == family and name.count("+") == parts]
    if not alike:
        return None
    best = max(
        alike, key=lambda name: (SequenceMatcher(None, name, key).ratio(), fields[name].tries)
    )
    return fields[best], _KIN


def _harder(near: Field, kinds: Mapping[str, Field]) -> Field:
    """The chances with one turn more."""
    three, four = kinds.get("3"), kinds.get("4")
    ways = dict(near.ways)
    if three is not None and four is not None:
        for way in ways.keys() - {model.CLEAN}:
            ways[way] *= max(four.ways[way] / three.ways[way], 1.0)
    whole = sum(ways.values())
    return Field(0.0, {way: one / whole for way, one in ways.items()}, near.grades)


def _with_grades(kind: Field, name: str, fields: Mapping[str, Field]) -> Field:
    """A kind of jumps with the grades of its best known jump."""
    known = [one for key, one in fields.items() if one.grades and turns_of_or(key) == name]
    best = max(known, key=lambda one: one.tries, default=None)
    return Field(kind.tries, kind.ways, best.grades if best else kind.grades)


def turns_of_or(key: str) -> str:
    """The kind of a jump, "" for a key that is none."""
    return turns_of(key) if key[:1] in "+12345" and key.lstrip("+")[:1].isdigit() else ""


def in_season(ways: Mapping[str, float], day: date, p: Parameters) -> dict[str, float]:
    """The chances in the part of the season that a day lies in."""
    return effected(ways, p, "early in the season", inside=early(day))


def tidy(value: float) -> float:
    """A figure with four digits, as it is written."""
    return float(f"{value:.4g}")
