"""What the field does: how often each jump and element ends each way, and how it is graded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from kissandcry.planning.skill import model
from kissandcry.planning.skill.parameters import Field
from kissandcry.planning.skill.tables import family_of, shared, told
from kissandcry.planning.skill.tries import Try, is_jump

_LIKE: Final = 10.0  # tries that jumps of the same turns count for, of one that few try
_GRADED: Final = 10.0  # and grades
_QUARTERS: Final = 20.0
_LITTLE: Final = 1e-4
_PLAIN: Final = frozenset({model.CLEAN, model.STEP_OUT, model.QUARTER})


def fields(
    tries: Sequence[Try], discipline: str, time: float, half_life: float, shift: float
) -> tuple[dict[str, Field], dict[str, Field]]:
    """The field of a discipline by key, and its jumps by their turns, as known at a time (years);
    older tries count less."""
    counted: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    turned: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    graded: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    edges: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    quarters: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in tries:
        if one.discipline != discipline:
            continue
        weight = one.weight * 0.5 ** ((time - one.time) / half_life)
        counted[one.key][one.way] += weight
        if is_jump(one.key, discipline):
            turned[turns_of(one.key)][one.way] += weight
            if one.way in _PLAIN and "q" in told(discipline, one.day):
                for name in (one.key, turns_of(one.key)):
                    quarters[name][0] += weight * (one.way == model.QUARTER)
                    quarters[name][1] += weight * (one.way != model.STEP_OUT)
            if one.edge is not None and one.way != model.POPPED:
                edges[one.key][one.edge] += weight
        if one.share is not None:
            graded[one.key][one.way].append((shared(one, shift), weight))
    kinds: dict[str, Field] = {}
    for name, ways in sorted(turned.items(), key=lambda one: "A" in one[0]):
        like = kinds.get(name.replace("A", ""), kinds.get(name))  # Axels as the other jumps
        beside = like.ways if like else {}
        chances = _jump_ways(ways, beside, _LIKE if beside else 0.0, quarters[name])
        kinds[name] = Field(sum(ways.values()), chances, {})
    means = _means(graded)
    found = {}
    for key, ways in sorted(counted.items()):
        known = means[key]
        if is_jump(key, discipline):
            like = kinds[turns_of(key)]
            chances = _jump_ways(ways, like.ways, _LIKE, _with(quarters, key))
            sums = sum(edges[key].values())
            called = {sign: edges[key][sign] / sums for sign in ("!", "e")} if sums else {}
            found[key] = Field(sum(ways.values()), chances, known, called)
        else:
            whole = sum(ways.values())
            chances = {way: count / whole for way, count in sorted(ways.items())}
            found[key] = Field(whole, chances, known)
    return found, kinds


def _with(quarters: Mapping[str, Sequence[float]], key: str) -> tuple[float, float]:
    """On the quarter, of what was landed: as jumps of the same turns, where few are known."""
    own, like = quarters[key], quarters[turns_of(key)]
    share = like[0] / max(like[1], _LITTLE)
    return own[0] + _QUARTERS * share, own[1] + _QUARTERS


def turns_of(key: str) -> str:
    """The kind of a jump: its turns, whether it follows, whether it is thrown, whether an Axel."""
    plain = key.lstrip("+")
    axel = "A" if plain[1:] in ("A", "ATh") else ""
    return f"{'+' if key[0] == '+' else ''}{plain[0]}{axel}{'Th' if key.endswith('Th') else ''}"


def _jump_ways(
    ways: Mapping[str, float], like: Mapping[str, float], beside: float, quarter: Sequence[float]
) -> dict[str, float]:
    """Chances of the results. Landings of before there was a call for the quarter are shared out
    as later ones were."""
    counts = {way: ways.get(way, 0.0) for way in model.RESULTS}
    landed = counts[model.CLEAN] + counts[model.QUARTER]
    share = quarter[0] / quarter[1] if quarter[1] else 0.0
    counts[model.CLEAN], counts[model.QUARTER] = landed * (1 - share), landed * share
    whole = sum(counts.values()) + beside
    found = {
        way: max((count + beside * like.get(way, 0.0)) / whole, _LITTLE)
        for way, count in counts.items()
    }
    total = sum(found.values())
    return {way: chance / total for way, chance in found.items()}


Graded = dict[str, dict[str, tuple[float, float]]]


def _means(graded: Mapping[str, Mapping[str, Iterable[tuple[float, float]]]]) -> Graded:
    """The mean grade of each way of each key, and a spread of 0 that the fit fills in. Of few
    grades, that of the family is taken beside."""
    by_family: dict[tuple[int, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    sums: dict[tuple[str, str], list[float]] = {}
    for key, ways in graded.items():
        for way, values in ways.items():
            table = np.array(list(values))
            sums[key, way] = [float(table[:, 0] @ table[:, 1]), float(table[:, 1].sum())]
            for place in (0, 1):
                by_family[family_of(key), way][place] += sums[key, way][place]
    found: Graded = defaultdict(dict)
    for (key, way), (total, weight) in sorted(sums.items()):
        all_sum, all_weight = by_family[family_of(key), way]
        usual = all_sum / max(all_weight, _LITTLE)
        found[key][way] = ((total + _GRADED * usual) / (weight + _GRADED), 0.0)
    return found
