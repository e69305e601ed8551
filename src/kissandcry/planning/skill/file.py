"""A skill as a text that a person writes by hand, and that is written and read back equal.

```text
name: Anna Example
discipline: women
day: 2024-11-15
3Lz: 20 attempts, 14 clean, 3 falls, GOE +1.5
3F: clean 80%, under-rotated 15%, fall 5%
+3T: 9 of 12
CCoSp: level 4 85%, level 3 15%
practice 3A: 6 of 40, weight 0.3
components free: composition 8.5 ± 0.25, presentation 8.25
```

An element a line: counts (what is not said is shared out as with other skaters, who also count a
little), or chances that sum to 100%. A plus before a jump means that it follows another. `practice`
adds run-throughs, each counting as `weight` of a competition. docs/skill.md describes all lines.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NoReturn

from kissandcry.core import (
    Contradiction,
    Discipline,
    KissAndCryError,
    Level,
    SyntaxProblem,
    UnknownOnDate,
    Unreadable,
    spelling,
)
from kissandcry.planning.skill import model, outcomes, rest
from kissandcry.planning.skill.model import Ability, Mark, Person, Way
from kissandcry.planning.skill.rest import Rest, highest, tidy
from kissandcry.planning.skill.skill import Skill
from kissandcry.protocols.files import bounded_bytes

_SPELT: Final[Mapping[str, str]] = {
    **{name.replace("-", " ").replace(",", ""): name for name in model.RESULTS},
    **dict.fromkeys(("landed", "success", "successes", "cleans", "ok"), model.CLEAN),
    **dict.fromkeys(("stepout", "step outs", "step out"), model.STEP_OUT),
    **dict.fromkeys(("q", "on the quarter", "quarters"), model.QUARTER),
    **dict.fromkeys(("<", "ur", "underrotated", "under rotations"), model.UNDER_ROTATED),
    **dict.fromkeys(("<<", "downgrade", "downgrades"), model.DOWNGRADED),
    **dict.fromkeys(("falls", "fell", "fallen"), model.FALL),
    **dict.fromkeys(("fall under rotated", "fall <"), model.FALL_UNDER_ROTATED),
    **dict.fromkeys(("fall downgraded", "fall <<"), model.FALL_DOWNGRADED),
    **dict.fromkeys(("pop", "pops", "popped"), model.POPPED),
    "no level": "",
}
_NUMBER: Final = r"[+-]?\d+(?:[.,]\d+)?"
_GOE: Final = rf"(?:goe\s*(?P<goe>{_NUMBER})(?:\s*(?:±|\+-|\+/-)\s*(?P<spread>{_NUMBER}))?)"
_CHANCE: Final = re.compile(rf"(?P<way>.+?)\s+(?P<chance>{_NUMBER})\s*%(?:\s+{_GOE})?", re.I)
_ALONE: Final = re.compile(_GOE, re.I)
_OF: Final = re.compile(rf"(?P<some>{_NUMBER})\s+of\s+(?P<all>{_NUMBER})", re.I)
_FIRST: Final = re.compile(rf"(?P<number>{_NUMBER})\s+(?P<word>.+)", re.I)
_LAST: Final = re.compile(rf"(?P<word>.+?)\s+(?P<number>{_NUMBER})", re.I)
_MARK: Final = re.compile(
    rf"(?P<name>[a-z_ ]+?)\s+(?P<mean>{_NUMBER})(?:\s*(?:±|\+-|\+/-)\s*(?P<spread>{_NUMBER}))?",
    re.I,
)
_COMMA: Final = re.compile(r"(?<!\d),|,(?!\d)")  # but for the one in 2,5
MAXIMUM_BYTES: Final = 1024 * 1024
_HEADS: Final = ("name", "discipline", "level", "day", "grades", "often", "better")
_TRIES: Final = ("attempt", "attempts", "tries", "try", "tried")
_ERRORS: Final = (SyntaxProblem, UnknownOnDate, Contradiction)
_SUM: Final = 0.005  # by which chances may miss one
_SPREAD: Final = 0.35  # of a component, in points, where none is said


@dataclass
class _Said:
    """What a line says of an element."""

    tries: float | None = None
    weight: float | None = None
    counts: dict[str, float] = field(default_factory=dict)
    chances: dict[str, float] = field(default_factory=dict)
    grades: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    goe: tuple[float, float | None] | None = None
    edges: dict[str, float] = field(default_factory=dict)


class _At:
    """A line, for its errors."""

    def __init__(self, name: str, number: int) -> None:
        self.where = f"{name}, line {number}"

    def wrong(self, said: str) -> NoReturn:
        raise SyntaxProblem(f"{self.where}: {said}")

    def number(self, text: str) -> float:
        return float(text.replace(",", "."))


def read(path: Path, start: Skill | None = None) -> Skill:
    """The skill of a file; `start`: the skill whose elements its lines take the place of, such as
    one from the archive. Raises `Unreadable`, and as `parse`."""
    data = bounded_bytes(path, MAXIMUM_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name}: byte {error.start + 1} is not UTF-8 text") from None
    return parse(text, path.name, start)


def parse(text: str, name: str = "skill", start: Skill | None = None) -> Skill:
    """The skill that a text says; see `read`. Raises `SyntaxProblem`, `Contradiction` and
    `UnknownOnDate`, naming the line."""
    lines = list(_lines(text, name))
    skill = start or _begun(lines, name)
    seen: set[str] = set()
    for at, head, body in lines:
        key = head.casefold()
        if key in _HEADS:
            skill = _of_all(skill, at, key, body)
            continue
        try:
            skill = _line(skill, at, head, body, seen)
        except KissAndCryError as error:
            if str(error).startswith(at.where):
                raise
            sentence = str(error).partition("\n")[0]
            raise _kind(error)(f"{at.where}: {sentence}") from None
    return skill


def _kind(error: KissAndCryError) -> type[KissAndCryError]:
    found: type[KissAndCryError]
    for found in _ERRORS:
        if isinstance(error, found):
            return found
    return KissAndCryError


def _lines(text: str, name: str) -> Iterator[tuple[_At, str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.split("#", 1)[0].strip()
        if not plain:
            continue
        head, colon, body = plain.partition(":")
        at = _At(name, number)
        if not colon:
            at.wrong(f"{plain[:40]!r} has no colon; expected a line such as 3Lz: 14 of 20")
        yield from _as_a_plan(at, " ".join(head.split()), " ".join(body.split()))


def _as_a_plan(at: _At, head: str, body: str) -> Iterator[tuple[_At, str, str]]:
    """The line, with the headings of a plan file in the words of a skill."""
    key = head.casefold()
    if key == "category":
        found = spelling.category(body)
        if found is None:
            at.wrong(f"{body!r} is no category; a category is one such as Senior Men")
        level, discipline = found
        yield at, "discipline", str(discipline)
        yield at, "level", str(level or Level.SENIOR)
    elif key == "skater":
        yield at, "name", spelling.name_and_nation(body)[0]
    else:
        yield at, "day" if key == "date" else head, body


def _begun(lines: list[tuple[_At, str, str]], name: str) -> Skill:
    heads = {head.casefold(): (at, body) for at, head, body in lines if head.casefold() in _HEADS}
    if "discipline" not in heads:
        raise SyntaxProblem(
            f"{name}: a skill names its discipline; expected a line such as Category: Senior Men or"
            " discipline: men"
        )
    at, body = heads["discipline"]
    discipline = _one_of(at, body, [str(one) for one in Discipline])
    at_level, level = heads.get("level", (at, "senior"))
    at_day, day = heads.get("day", (at, datetime.now(UTC).date().isoformat()))
    try:
        on = date.fromisoformat(day)
    except ValueError:
        at_day.wrong(f"{day!r} is no day; expected one such as 2024-11-15")
    which = Level(_one_of(at_level, level, [str(one) for one in Level]))
    person = Person(heads.get("name", (at, ""))[1], Discipline(discipline), which, on)
    grades = highest(discipline, on)
    if "grades" in heads and heads["grades"][1] != str(grades):
        heads["grades"][0].wrong(
            f"grades go up to {grades} on {on}, not to {heads['grades'][1] or 'nothing'}"
        )
    return Skill(person, grades, {}, {}, Rest(discipline, on))


def _one_of(at: _At, text: str, known: list[str]) -> str:
    wanted = text.casefold().replace(" ", "_").replace("-", "_")
    if wanted not in known:
        near = get_close_matches(wanted, known, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; expected {', '.join(known)}"
        at.wrong(f"{text!r} is not known{hint}")
    return wanted


def _of_all(skill: Skill, at: _At, key: str, body: str) -> Skill:
    """The lines `often` and `better`; the others of the head are read first."""
    if key not in ("often", "better"):
        return skill
    found: dict[str, float] = {}
    for item in _items(body):
        match = _LAST.fullmatch(item)
        if match is None:
            at.wrong(f"{item!r} is not understood; expected a word and a number, such as fall 0.8")
        word = match["word"]
        found["" if word == "all" else word] = tidy(at.number(match["number"]))
    of_all = skill.rest
    changed = replace(of_all, often=found) if key == "often" else replace(of_all, better=found)
    return replace(skill, rest=changed)


def _items(body: str) -> list[str]:
    return [item.strip() for item in _COMMA.split(body) if item.strip()]


def _line(skill: Skill, at: _At, head: str, body: str, seen: set[str]) -> Skill:
    first, _, code = head.partition(" ")
    if first.casefold() == "components":
        return _marks(skill, at, code, body)
    if first.casefold() == "practice":
        return _practice(skill, at, code, body)
    key = _key(at, head)
    if key in seen:
        at.wrong(f"{key} stands there twice; expected one line an element")
    seen.add(key)
    made = _ability(skill, at, key, _said(at, body))
    return replace(skill, abilities=dict(sorted({**skill.abilities, key: made}.items())))


def _key(at: _At, head: str) -> str:
    """The key of a head: "+3T" follows another jump; a level says nothing here."""
    follows = head.startswith("+")
    found = outcomes.keys(head.lstrip("+").strip())
    if len(found) != 1:
        at.wrong(f"{head}: expected a single jump; a combination is known from its jumps")
    return f"+{found[0]}" if follows else found[0]


def _said(at: _At, body: str) -> _Said:
    said = _Said()
    for item in _items(body):
        _item(at, said, item)
    return said


def _item(at: _At, said: _Said, item: str) -> None:
    if match := _CHANCE.fullmatch(item):
        word, chance = match["way"], at.number(match["chance"]) / 100
        if word.casefold().startswith("edge "):
            said.edges[word[5:].strip()] = tidy(chance)
            return
        way = _way(at, word)
        said.chances[way] = chance
        if match["goe"]:
            said.grades[way] = _goe(at, match)
    elif match := _ALONE.fullmatch(item):
        said.goe = _goe(at, match)
    elif match := _OF.fullmatch(item):
        said.counts[model.CLEAN] = at.number(match["some"])
        said.tries = at.number(match["all"])
    elif match := _FIRST.fullmatch(item) or _LAST.fullmatch(item):
        word, number = match["word"].casefold(), at.number(match["number"])
        if word in _TRIES:
            said.tries = number
        elif word == "weight":
            said.weight = number
        else:
            said.counts[_way(at, word)] = number
    else:
        at.wrong(f"{item!r} is not understood; expected 14 of 20, 3 falls, clean 70% or GOE +1.5")


def _goe(at: _At, match: re.Match[str]) -> tuple[float, float | None]:
    spread = match["spread"]
    return at.number(match["goe"]), None if spread is None else at.number(spread)


def _way(at: _At, word: str) -> str:
    plain = " ".join(word.casefold().replace("-", " ").replace(",", " ").split())
    if plain.startswith("level "):
        return plain.removeprefix("level ").replace(" ", "").upper()
    if plain not in _SPELT:
        near = get_close_matches(plain, _SPELT, 1)
        hint = (
            f"did you mean {_SPELT[near[0]]}?"
            if near
            else "expected " + ", ".join(model.RESULTS[:6])
        )
        at.wrong(f"{word!r} is no way for an element to end; {hint}")
    return _SPELT[plain]


def _ability(skill: Skill, at: _At, key: str, said: _Said) -> Ability:
    usual = (
        skill.rest if key not in skill.abilities else Rest(skill.rest.discipline, skill.rest.day)
    )
    like = rest.ability(usual, key, skill.parameters)
    best = outcomes.success(like)
    counts = {_named(like, way, best): count for way, count in said.counts.items()}
    for way in (*counts, *said.chances):
        if way != model.FALL and (way in model.RESULTS) != (model.CLEAN in like.ways):
            at.wrong(f"{key}: {way or 'no level'} does not happen to it")
    if said.chances and (said.counts or said.goe):
        at.wrong(f"{key}: expected counts or chances, not both")
    if said.chances:
        chances = _whole(at, key, said.chances)
        tries, weight = said.tries or 0.0, said.weight if said.weight is not None else like.weight
    elif counts:
        chances, tries = _counted(at, key, counts, said.tries, like)
        weight = like.weight
    else:
        chances = {way: one.chance for way, one in like.ways.items()}
        tries, weight = said.tries or 0.0, like.weight
    if said.goe is not None:
        said.grades[best] = said.goe
    ways = {}
    for way, chance in chances.items():
        known = like.ways.get(way) or like.ways[best]
        grade, spread = said.grades.get(way, (known.grade, None))
        if not -skill.grades <= grade <= skill.grades:
            at.wrong(
                f"{key}: a GOE of {grade:+g}, grades go from -{skill.grades} to +{skill.grades}"
            )
        ways[way] = Way(tidy(chance), tidy(grade), tidy(known.spread if spread is None else spread))
    edges = said.edges or ({} if said.chances else like.edges)
    return Ability(key, tidy(tries), tidy(weight), ways, edges)


def _named(like: Ability, way: str, best: str) -> str:
    """Of an element with levels, a success is the highest level."""
    return best if way == model.CLEAN and model.CLEAN not in like.ways else way


def _whole(at: _At, key: str, chances: Mapping[str, float]) -> dict[str, float]:
    if any(not 0 <= chance <= 1 for chance in chances.values()):
        raise Contradiction(f"{at.where}: {key}: a chance lies outside 0% to 100%")
    total = sum(chances.values())
    if abs(total - 1) > _SUM:
        raise Contradiction(
            f"{at.where}: the chances of {key} sum to {100 * total:.4g}%, and must sum to 100%"
        )
    return dict(chances)


def _counted(
    at: _At, key: str, counts: Mapping[str, float], tries: float | None, like: Ability
) -> tuple[dict[str, float], float]:
    """Chances from counts; tries of which nothing is said ended as with others, but for the ways
    that are counted."""
    if tries is None:
        at.wrong(f"{key}: expected how many attempts, such as 20 attempts")
    total = sum(counts.values())
    if any(count < 0 for count in counts.values()) or total > tries:
        raise Contradiction(
            f"{at.where}: {key}: {total:g} tries are told of, and only {tries:g} were attempted"
        )
    open_ways = {way: one.chance for way, one in like.ways.items() if way not in counts}
    left, room = tries - total, sum(open_ways.values())
    if left and not room:
        raise Contradiction(f"{at.where}: {key}: {left:g} of {tries:g} tries are not told of")
    found = {}
    for way in dict.fromkeys([*like.ways, *counts]):
        seen = counts.get(way, left * open_ways.get(way, 0.0) / room if room else 0.0)
        usual = like.ways[way].chance if way in like.ways else 0.0
        found[way] = (seen + like.weight * usual) / (tries + like.weight)
    return found, tries


def _marks(skill: Skill, at: _At, segment: str, body: str) -> Skill:
    place = _one_of(at, segment, ["short", "free"])
    marks = dict(skill.marks.get(place, {}))
    for item in _items(body):
        match = _MARK.fullmatch(item)
        if match is None:
            at.wrong(f"{item!r} is not understood; expected a component, such as composition 8.5")
        mean = at.number(match["mean"])
        spread = at.number(match["spread"]) if match["spread"] else _SPREAD
        if not 0 <= mean <= 10:
            at.wrong(f"a mark of {mean:g}, marks go from 0 to 10")
        known = skill.parameters.components.marks.get(skill.rest.discipline, {})
        names = [one.partition(" ")[2] for one in known if one.startswith(place)]
        marks[_one_of(at, match["name"], names)] = Mark(tidy(mean), tidy(spread))
    return replace(skill, marks={**skill.marks, place: marks})


def _practice(skill: Skill, at: _At, code: str, body: str) -> Skill:
    said = _said(at, body)
    if said.tries is None or said.weight is None or model.CLEAN not in said.counts:
        at.wrong(
            "expected what was landed and the weight, such as practice 4T: 12 of 20, weight 0.3"
        )
    key = _key(at, code)
    made = outcomes.with_tries(
        skill.ability(key), said.counts[model.CLEAN], said.tries, said.weight
    )
    return replace(skill, abilities={**skill.abilities, key: _tidied(made)})


def _tidied(one: Ability) -> Ability:
    ways = {way: replace(known, chance=tidy(known.chance)) for way, known in one.ways.items()}
    return replace(one, attempts=tidy(one.attempts), ways=ways)
