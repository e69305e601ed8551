"""Who is one person among printed names that may be? The same for every order of collecting."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from kissandcry.archive.people import rules
from kissandcry.archive.people.evidence import Node, Place, Printed
from kissandcry.archive.people.overrules import Overrules
from kissandcry.archive.people.rules import Rule

# Rules by which one name may fit two people: Anna Maria is Anna, or Maria.
_ALL: Final = ("S7", "S8", "S9", "S10", "S13")
# Of these the ones by which it is then neither, for neither is nearer.
_NEITHER: Final = ("S5", "S13")


class Link(NamedTuple):
    """Two printed names and what a rule says of them."""

    one: Printed
    other: Printed
    rule: Rule
    because: str = ""


@dataclass(frozen=True)
class Resolved:
    """People, each with all nodes of them; what joined them; what was left in doubt."""

    people: tuple[tuple[Node, ...], ...]
    joined: tuple[Link, ...]
    doubts: tuple[Link, ...]


def resolve(nodes: Iterable[Node], overrules: Overrules) -> Resolved:
    """Part printed names into people."""
    found, doubts = _split_all(sorted(nodes, key=_order), overrules)
    owner = list(range(len(found)))
    members = {i: [i] for i in owner}
    joined: list[Link] = []
    links = _same(found, overrules)
    for rule, i, j in links:
        a, b = owner[i], owner[j]
        if a == b:
            continue
        link = Link(found[i].printed, found[j].printed, rule)
        mine, its = members[a], members[b]
        against = _against(found, mine, its, overrules, rule)
        if against is None and rule.number in _ALL and not _every(found, mine, its):
            against = rules.rules()["A8"]
        if against is None and rule.number in _NEITHER:
            rivals = [
                (members[k], own, its_own)
                for n, own, its_own in ((i, mine, its), (j, its, mine))
                for k in {owner[m] for m in _linked(links, rule, n)} - {a, b}
            ]
            if any(
                _against(found, rival, own, overrules, rule) is None
                and not _may_be(found, rival, other, overrules)
                for rival, own, other in rivals
            ):
                against = rules.rules()["A8"]
        if against:
            doubts.append(_refused(link, against))
            continue
        joined.append(link)
        for k in members.pop(b):
            owner[k] = a
            members[a].append(k)
    refused = {link[:2] for link in doubts}
    for i, j in combinations(range(len(found)), 2):
        if owner[i] == owner[j] or (found[i].printed, found[j].printed) in refused:
            continue
        if odd := doubtful(found[i], found[j], overrules):
            doubts.append(odd)
    people = tuple(tuple(found[k] for k in sorted(own)) for own in members.values())
    return Resolved(people, tuple(joined), tuple(dict.fromkeys(doubts)))


def doubtful(one: Node, other: Node, overrules: Overrules) -> Link | None:
    """Why two names that no rule joins are worth a look."""
    if overrules.different(one, other) or rules.apart(one, other):
        return None
    rule = rules.doubt(one, other)
    return Link(one.printed, other.printed, rule) if rule else None


def _same(found: Sequence[Node], overrules: Overrules) -> list[tuple[Rule, int, int]]:
    """The pairs that a rule holds to be one, the strongest rule first."""
    links = []
    for i, j in combinations(range(len(found)), 2):
        # A man and a woman may be one where a couple is printed in the other order.
        may = found[i].printed.sex == found[j].printed.sex or bool(
            found[i].disciplines & found[j].disciplines
        )
        told = may and overrules.same(found[i], found[j])
        rule = rules.rules()["S1"] if told else rules.same(found[i], found[j])
        if rule:
            links.append((rule, i, j))
    return sorted(links, key=lambda link: (link[0].rank, link[1], link[2]))


def _against(
    found: Sequence[Node], one: list[int], other: list[int], overrules: Overrules, rule: Rule
) -> Rule | None:
    """What keeps two people apart: any name of one against any of the other."""
    for i in one:
        for j in other:
            if overrules.different(found[i], found[j]):
                return rules.rules()["A1"]
    if rule.number in ("S1", "S2"):
        return None
    for i in one:
        for j in other:
            if against := rules.apart(found[i], found[j]):
                return against
    return None


def _every(found: Sequence[Node], one: list[int], other: list[int]) -> bool:
    """Whether each name of one person may be each of the other's."""
    return all(
        rules.same(found[i], found[j]) or rules.agree(found[i], found[j])
        for i in one
        for j in other
    )


def _linked(links: Iterable[tuple[Rule, int, int]], rule: Rule, one: int) -> list[int]:
    """The names that a rule holds to be one with this one."""
    return [j if i == one else i for r, i, j in links if r == rule and one in (i, j)]


def _may_be(found: Sequence[Node], one: list[int], other: list[int], overrules: Overrules) -> bool:
    """Whether a rule holds two people to be one, without a third name between them."""
    rule = next((r for i in one for j in other if (r := rules.same(found[i], found[j]))), None)
    return rule is not None and _against(found, one, other, overrules, rule) is None


def _refused(link: Link, against: Rule) -> Link:
    because = f"{link.rule} holds them to be one, {against} keeps them apart"
    return Link(link.one, link.other, rules.rules()["D5"], because)


def _order(node: Node) -> tuple[Printed, date]:
    return node.printed, node.first


def _split_all(nodes: Iterable[Node], overrules: Overrules) -> tuple[list[Node], list[Link]]:
    """Two people of one printed name are two nodes."""
    found: list[Node] = []
    doubts: list[Link] = []
    for node in nodes:
        parts = _split(node, overrules)
        found.extend(parts)
        if len(parts) > 1:
            against = next(
                (r for a, b in combinations(parts, 2) if (r := rules.apart(a, b))),
                rules.rules()["A1"],
            )
            because = f"one printed name is two people: {against}"
            doubts.append(Link(node.printed, node.printed, rules.rules()["D5"], because))
    return found, doubts


def _split(node: Node, overrules: Overrules) -> list[Node]:
    own = overrules.parts(node)
    if own:
        return own
    if len(node.solo_numbers) > 1:
        return _by(node, _nearest_number(node))
    places = sorted(node.places, key=lambda place: place.first)
    for left, right in _cuts(places):
        early, late = _part(node, left), _part(node, right)
        if rules.apart(early, late):
            return [*_split(early, overrules), *_split(late, overrules)]
    return [node]


def _cuts(places: list[Place]) -> list[tuple[list[Place], list[Place]]]:
    """The ways to cut a career in time, at the longest absence first."""
    gaps = [
        ((after.first - before.last).days, index)
        for index, (before, after) in enumerate(pairwise(places), start=1)
    ]
    longest = sorted((gap for gap in gaps if gap[0] > 365), reverse=True)[:3]
    return [(places[:index], places[index:]) for _, index in longest]


def _nearest_number(node: Node) -> Callable[[Place], str]:
    numbered = [place for place in node.places if place.number and not place.partner]
    by_event = {place.event: place.number for place in numbered}

    def number(place: Place) -> str:
        if place.event in by_event:
            return by_event[place.event]
        near = min(numbered, key=lambda one: (abs((one.first - place.first).days), one.number))
        return near.number

    return number


def _by(node: Node, key: Callable[[Place], str]) -> list[Node]:
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in node.places:
        groups[key(place)].append(place)
    return [_part(node, places) for _, places in sorted(groups.items())]


def _part(node: Node, places: Sequence[Place]) -> Node:
    events = {place.event for place in places}
    segments = frozenset(one for one in node.segments if one[0] in events)
    return replace(node, places=tuple(places), segments=segments)
