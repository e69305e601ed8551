"""From abilities to the ways in which a whole element may end."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from kissandcry import notation
from kissandcry.core import Contradiction
from kissandcry.notation import Element, Family, Part
from kissandcry.planning.skill import model
from kissandcry.planning.skill.model import Ability, Outcome, Way
from kissandcry.planning.skill.parameters import Parameters
from kissandcry.planning.skill.rest import effected, shifted
from kissandcry.planning.skill.tries import jumps_of, key_of, name_of

RARE: Final = 0.004  # what is less likely is left out, and its chance given to the other failures
Ask = Callable[[str], Ability]


class Path(NamedTuple):
    """Jumps up to here: words, codes, the chance, falls, and the grades that decide."""

    words: tuple[str, ...]
    codes: tuple[str, ...]
    chance: float
    falls: int
    good: tuple[Way, ...]
    bad: tuple[Way, ...]
    edge: float = 0.0
    ended: bool = False


Kept = dict[tuple[object, ...], list[Path]]


def keys(code: str) -> tuple[str, ...]:
    """The keys of the jumps of an element, or of an element with levels."""
    element = notation.parse(code)
    if element.family in (Family.JUMP, Family.THROW):
        return tuple(
            key_of(part, follows=order > 0)
            for order, (_, part) in enumerate(jumps_of(element.parts))
        )
    return (name_of(element.parts)[0],)


def outcomes(
    ask: Ask,
    p: Parameters,
    grades: int,
    code: str,
    situations: Mapping[str, bool],
    kept: Kept,
) -> tuple[Outcome, ...]:
    """The outcomes of an element in situations of `effects.SITUATIONS`, most likely first; `kept`
    keeps the ways of jumps from one element to the next."""
    element = notation.parse(code)
    if element.family in (Family.JUMP, Family.THROW):
        paths = _of_jumps(ask, p, grades, element, situations, kept)
        suffix = "+SEQ" if element.sequence and len(element.parts) > 1 else ""
        shares = _shares([one.chance for one in paths])
        return tuple(_outcome(paths[place], suffix, share) for place, share in shares)
    found = list(_of_levels(ask, element.parts))
    shares = _shares([one.chance for one in found])
    return tuple(replace(found[place], chance=share) for place, share in shares)


def _shares(chances: Sequence[float]) -> list[tuple[int, float]]:
    """The places of the likely chances, the most likely first, and what they are where all that was
    left out is given to all but the most likely."""
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    first, *others = [place for place in order if chances[place] >= RARE] or order
    whole = sum(chances[place] for place in others)
    if not whole:
        return [(first, 1.0)]
    share = (1 - chances[first]) / whole
    return [(first, chances[first]), *((place, chances[place] * share) for place in others)]


def _of_levels(ask: Ask, parts: tuple[Part, ...]) -> Iterator[Outcome]:
    """A level beyond the one that is asked for is not reached: its features are not planned."""
    one = ask(name_of(parts)[0])
    usual = max(
        (way for way in one.ways if way != model.FALL), key=lambda way: one.ways[way].chance
    )
    found: dict[tuple[str, str], Outcome] = {}
    for level, way in one.ways.items():
        fell = level == model.FALL
        called = usual if fell else level
        given = called.split("+") if called else [""] * len(parts)
        levels = [
            min(one_level, part.level or one_level, key=_height)
            for part, one_level in zip(parts, given, strict=True)
        ]
        named = f"level {'+'.join(levels)}" if any(levels) else "no level"
        name = model.FALL if fell else named
        code = "+".join(f"{part.stem}{each}" for part, each in zip(parts, levels, strict=True))
        outcome = Outcome(name, code, way.chance, int(fell), way.grade, way.spread)
        same = found.get((name, code))
        found[name, code] = outcome if same is None else _either(same, outcome)
    yield from found.values()


def _height(level: str) -> tuple[bool, bool, str]:
    """To order levels: none, B, 1 to 4."""
    return level != "", level != "B", level


def _either(one: Outcome, other: Outcome) -> Outcome:
    """Two outcomes that are called alike: with the mean and the spread of both together."""
    chance = one.chance + other.chance
    share = other.chance / chance if chance else 0.0
    grade = one.grade + share * (other.grade - one.grade)
    square = (1 - share) * one.spread**2 + share * other.spread**2
    between = share * (1 - share) * (other.grade - one.grade) ** 2
    return replace(one, chance=chance, grade=grade, spread=(square + between) ** 0.5)


def _of_jumps(
    ask: Ask,
    p: Parameters,
    grades: int,
    element: Element,
    situations: Mapping[str, bool],
    kept: Kept,
) -> list[Path]:
    """The likely ways of all jumps. Elements that begin with the same jumps share what is known of
    these."""
    jumps = jumps_of(element.parts)
    before = 0
    paths = [Path((), (), 1.0, 0, (), ())]
    begun: tuple[object, ...] = ("begun", *situations.values())
    for order, (place, part) in enumerate(jumps):
        hops = tuple(one.stem for one in element.parts[before:place])
        before, last = place + 1, order == len(jumps) - 1
        key = key_of(part, follows=order > 0)
        asked = (key, last, *situations.values())
        if asked not in kept:
            ways = _ways(ask(key), part, (order > 0, last), p, grades, situations)
            kept[asked] = _merged(ways)
        if last:
            return _joined(paths, hops, kept[asked])
        begun = (*begun, hops, key)
        if begun not in kept:
            kept[begun] = _joined(paths, hops, kept[asked])
        paths = kept[begun]
    return paths


def _merged(ways: Iterable[Path]) -> list[Path]:
    """The ways of one jump, those that are called and told alike together."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Path] = {}
    for way in ways:
        named = (way.words, way.codes)
        same = found.get(named)
        found[named] = way if same is None else same._replace(chance=same.chance + way.chance)
    return list(found.values())


def _joined(paths: Sequence[Path], hops: tuple[str, ...], ways: Sequence[Path]) -> list[Path]:
    """Every path with every way of the next jump, but for the rare ones (if any are not)."""
    for least in (RARE, 0.0):
        found = [path for path in paths if path.ended and path.chance >= least]
        found += [
            Path(
                path.words + way.words,
                path.codes + hops + way.codes,
                path.chance * way.chance,
                path.falls + way.falls,
                path.good + way.good,
                path.bad + way.bad,
                path.edge + way.edge,
                way.ended,
            )
            for path in paths
            if not path.ended and path.chance >= least
            for way in ways
            if path.chance * way.chance >= least
        ]
        if found:
            break
    return found


def _ways(
    ability: Ability,
    part: Part,
    where: tuple[bool, bool],
    p: Parameters,
    grades: int,
    situations: Mapping[str, bool],
) -> Iterator[Path]:
    """The ways of one jump; `where`: whether it follows another one, and whether it is the last."""
    follows, last = where
    chances = {way: one.chance for way, one in ability.ways.items()}
    for situation, inside in situations.items():
        if not follows or situation != "after a fall":
            chances = effected(chances, p, situation, inside=inside)
    shift = grades * sum(shifted(p, name, inside) for name, inside in situations.items())
    words = "then " if follows else ""
    meant = ability.ways.get(model.CLEAN)
    if meant is not None:
        meant = replace(meant, grade=min(max(meant.grade + shift, -grades), grades))
    for way, chance in chances.items():
        clean = way == model.CLEAN
        grade = meant if clean and meant is not None else ability.ways[way]
        for code, share in _turned(part, way, p):
            one = Path(
                () if clean else (f"{words}{way}",),
                (code,),
                chance * share,
                int(way in model.FALLS),
                (grade,) if clean else (),
                () if clean else (grade,),
            )
            for called in _edged(one, ability, part, way, p, grades):
                if last:
                    yield called
                else:
                    yield from _going_on(called, way, ability, p, meant)


def _turned(part: Part, way: str, p: Parameters) -> Iterator[tuple[str, float]]:
    """The code of a jump that ended so, and how likely each is."""
    if way != model.POPPED:
        yield f"{part.stem}{model.FLAGS.get(way, '')}", 1.0
        return
    turns = part.rotation or 1
    if turns < 2:
        yield f"1{part.name}", 1.0
        return
    shares = p.turned.get(str(turns)) or {str(turns - 1): 1.0}
    for done, share in shares.items():
        yield f"{done}{part.name}", share


def _edged(
    path: Path, ability: Ability, part: Part, way: str, p: Parameters, grades: int
) -> Iterator[Path]:
    if way == model.POPPED or not ability.edges:
        yield path
        return
    plain = 1 - sum(ability.edges.values())
    yield path._replace(chance=path.chance * plain)
    flag = model.FLAGS.get(way, "")
    for sign, chance in ability.edges.items():
        yield path._replace(
            words=(*path.words, "wrong edge" if sign == "e" else "unclear edge"),
            codes=(*path.codes[:-1], f"{part.stem}{sign}{flag}"),
            chance=path.chance * chance,
            edge=path.edge + grades * p.edge_grades.get(sign, 0.0) * (0.0 if path.falls else 1.0),
        )


def _going_on(
    path: Path, way: str, ability: Ability, p: Parameters, clean: Way | None
) -> Iterator[Path]:
    """Whether the next jump follows. Who steps out and goes on has what the next jump brings, as
    after a clean jump, if a clean one is known."""
    lost = p.lost.get(way, 1.0)
    missing = ability.ways.get(model.STEP_OUT, ability.ways[way])
    if lost > 0:
        bad = path.bad or (missing,)
        words = (*path.words, "no next jump")
        yield path._replace(words=words, chance=path.chance * lost, bad=bad, ended=True)
    if lost < 1:
        on = path._replace(chance=path.chance * (1 - lost))
        if way == model.STEP_OUT and clean is not None:
            words = tuple(one for one in path.words if not one.endswith(model.STEP_OUT))
            on = on._replace(words=words, bad=path.bad[:-1], good=(*path.good, clean))
        yield on


def _outcome(path: Path, suffix: str, chance: float) -> Outcome:
    """The grade is the mean of clean jumps, or that of the worst one that was not."""
    if path.bad:
        worst = min(path.bad, key=_grade)
        grade, spread = worst.grade, worst.spread
    else:
        grade = sum(one.grade for one in path.good) / len(path.good)
        spread = sum(one.spread for one in path.good) / len(path.good)
    code = "+".join(path.codes)
    if path.ended:
        done = len([one for one in path.codes if one])
        code = f"{code}+COMBO" if done == 1 else code
    else:
        code += suffix
    name = ", ".join(path.words) or model.CLEAN
    return Outcome(name, code, chance, path.falls, grade + path.edge, spread)


def _grade(way: Way) -> float:
    return way.grade


def success(ability: Ability) -> str:
    """The way that is meant: a clean jump, or the highest level that is known."""
    if model.CLEAN in ability.ways:
        return model.CLEAN
    return max(ability.ways.keys() - {model.FALL}, key=lambda way: (way[:1] != "B", way))


def with_tries(ability: Ability, landed: float, tried: float, weight: float) -> Ability:
    """The ability with more tries, of which some were landed. Raises `Contradiction`."""
    if not 0 <= landed <= tried or weight < 0:
        raise Contradiction(
            f"{ability.code}: {landed:g} landed of {tried:g} with a weight of {weight:g};"
            " at most all can be, and a weight is not below 0"
        )
    before = ability.attempts + ability.weight
    after = before + weight * tried
    best = success(ability)
    failing = 1 - ability.ways[best].chance
    ways = {}
    for way, one in ability.ways.items():
        if way == best:
            chance = (before * one.chance + weight * landed) / after
        else:
            more = one.chance / failing if failing > 0 else 0.0
            chance = (before * one.chance + weight * (tried - landed) * more) / after
        ways[way] = replace(one, chance=chance)
    return replace(ability, attempts=ability.attempts + weight * tried, ways=ways)
