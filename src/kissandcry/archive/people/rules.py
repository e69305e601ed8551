"""Are two printed names one person? Rules with a number, a name and a sentence: `data/rules.toml`.

A rule sees two names and what is known of each, and nothing else, so that the order in which papers
are collected never matters.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kissandcry.archive.people import evidence, names
from kissandcry.archive.people.evidence import (
    MAN,
    OFFICIAL,
    TEAM,
    WOMAN,
    Node,
    Printed,
    overlap,
    years,
)


@dataclass(frozen=True)
class Rule:
    """A rule: its number (S1), kind (same, apart, doubt), name, sentence and limits."""

    number: str
    kind: str
    name: str
    says: str
    limits: dict[str, int] = field(compare=False)

    @property
    def rank(self) -> int:
        """The place among the rules of its kind; the first is the strongest."""
        return int(self.number[1:])

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


@cache
def rules() -> dict[str, Rule]:
    """All rules by their number."""
    data = files("kissandcry.archive.people").joinpath("data", "rules.toml")
    found: dict[str, Rule] = {}
    for kind, group in tomllib.loads(data.read_text(encoding="utf-8")).items():
        for number, row in group.items():
            limits: dict[str, Any] = {k: v for k, v in row.items() if k not in ("name", "says")}
            found[number] = Rule(number, kind, row["name"], row["says"], limits)
    return found


def may_join(one: Printed, other: Printed, shared: set[str]) -> bool:
    """Whether a rule could hold two printed names to be one person, by their letters alone;
    `shared` are the keys that both have."""
    if one.sex != other.sex:
        crossed = {one.sex, other.sex} == {MAN, WOMAN} and any(key[0] == "/" for key in shared)
        return crossed and names.compatible(names.group(one.nation), names.group(other.nation))
    if all(key[0] == "/" for key in shared):
        return False
    if one.sex == TEAM or any(key.startswith(("#", "=", "o=")) for key in shared):
        return True
    a, b = names.read(one.name), names.read(other.name)
    given, family = _alike(one, other)
    turned = any("~" in key for key in shared)
    if any("&" in key for key in shared) and (given or family):
        return True
    if not names.compatible(names.group(one.nation), names.group(other.nation)):
        return False
    if turned or names.DAMAGED.search(one.name + other.name):
        return True
    if family:
        within = _within(a.given, b.given) or _initial(a.given, b.given)
        return within or _short(a.given, b.given)
    return given and (_within(a.family, b.family) or _slips(one, other))


def may_differ(one: Printed, other: Printed, shared: set[str]) -> bool:
    """Whether two printed names that no rule joins by their letters are alike enough for a doubt,
    or to be joined where they stand in one event."""
    if one.sex != other.sex or one.sex == TEAM or all(key[0] == "/" for key in shared):
        return False
    a, b = names.read(one.name), names.read(other.name)
    given, family = _alike(one, other)
    if (given and _within(a.family, b.family)) or (family and _within(a.given, b.given)):
        return True
    if not names.compatible(names.group(one.nation), names.group(other.nation)):
        return False
    return _near(one, other)


def same(one: Node, other: Node) -> Rule | None:
    """The strongest rule that holds two names to be one person; None where none does."""
    if one.printed.sex != other.printed.sex:
        return _couple_turned(one, other)
    # The number of a couple is not that of its woman where the man is printed first.
    if one.numbers & other.numbers and not _partners(one, other):
        return rules()["S2"]
    if one.printed.sex == TEAM:
        return _one_name(one, other)
    tests = _OF_OFFICIALS if one.printed.sex == OFFICIAL else _OF_SKATERS
    return next((found for test in tests if (found := test(one, other))), None)


def apart(one: Node, other: Node) -> Rule | None:
    """The rule that keeps two names apart, whatever any other says; None where none does."""
    book = rules()
    if _partners(one, other):
        return book["A6"]
    if one.segments & other.segments:
        return book["A2"]
    mine, its = one.solo_numbers, other.solo_numbers
    if mine and its and not mine & its:
        return book["A3"]
    if too_old(one, other) or too_old(other, one):
        return book["A4"]
    if years(one, other) > book["A7"].limits["years"]:
        return book["A7"]
    skated = one.printed.sex != OFFICIAL and not names.compatible(one.group, other.group)
    if skated and overlap(one, other) > book["A5"].limits["overlap_days"]:
        return book["A5"]
    return None


def too_old(one: Node, other: Node) -> bool:
    """Whether one was a senior too long before the other was a junior."""
    if one.senior_since is None or other.junior_until is None:
        return False
    limits = rules()["A4"].limits
    limit = limits["years" if one.alone and other.alone else "years_of_a_couple"]
    return (other.junior_until - one.senior_since).days > limit * 365.25


def agree(one: Node, other: Node) -> bool:
    """Whether two names may be one person's at all: the given names are parts of one, and the
    family names too, or they follow each other in time: SCIMECA, SCIMECA KNIERIM, KNIERIM."""
    a, b = one.name, other.name
    given, family = _alike(one.printed, other.printed)
    given = given or _within(a.given, b.given) or _short(a.given, b.given)
    family = family or _within(a.family, b.family) or not overlap(one, other)
    return family and (given or _initial(a.given, b.given))


def doubt(one: Node, other: Node) -> Rule | None:
    """The rule that makes two names worth a look of somebody who knows; None where none does."""
    book = rules()
    gap = years(one, other)
    a, b = one.name, other.name
    given, family = _alike(one.printed, other.printed)
    if one.printed.sex == TEAM:
        return None
    if one.printed.sex != other.printed.sex:
        return _perhaps_turned(one, other)
    if names.compatible(one.group, other.group):
        if one.sounds == other.sounds[::-1] and one.disciplines & other.disciplines:
            return book["D6"]
        partner = one.partners & other.partners and given != family
        if partner and gap <= book["D2"].limits["years"]:
            return book["D2"]
        together = one.printed.sex == OFFICIAL or one.disciplines & other.disciplines
        if gap <= book["D1"].limits["years"] and together and _near(one.printed, other.printed):
            return book["D1"]
        return None
    further = (given and _within(a.family, b.family)) or (family and _within(a.given, b.given))
    if further and gap <= book["D3"].limits["years"]:
        return book["D3"]
    if given and family and gap <= book["D4"].limits["years"]:
        return book["D4"]
    return None


def _alike(one: Printed, other: Printed) -> tuple[bool, bool]:
    """Whether the given names, and the family names, are equal as they sound."""
    (g, f), (h, e) = evidence.sounds(one), evidence.sounds(other)
    a, b = names.read(one.name), names.read(other.name)
    return (
        g == h or "".join(a.given) == "".join(b.given),
        f == e or "".join(a.family) == "".join(b.family),
    )


def _one_name(one: Node, other: Node) -> Rule | None:
    a, b = one.name, other.name
    # Where capitals do not tell, any turn of the parts may be meant.
    equal = a.flat in b.flats or b.flat in a.flats
    return _named(one, other, "S3") if equal else None


def _transcription(one: Node, other: Node) -> Rule | None:
    if not (one.name.certain and other.name.certain):
        return None
    g, f = one.sounds
    h, e = other.sounds
    return _named(one, other, "S4") if g + f == h + e else None


def _named(one: Node, other: Node, number: str) -> Rule | None:
    """The rule of that number within a nation, and of a change of nation across."""
    book = rules()
    if names.compatible(one.group, other.group):
        return book[number] if years(one, other) <= book[number].limits["years"] else None
    limits = book["S5"].limits
    common = not {*one.name.family, *other.name.family}.isdisjoint(names.common_families())
    if one.printed.sex == OFFICIAL:
        return None if common else book["S5"]
    if one.partners & other.partners or not common:
        return book["S5"] if years(one, other) <= limits["years"] else None
    alike = one.disciplines & other.disciplines and not (one.alone and other.alone)
    near = years(one, other) <= limits["years_of_a_common_name"]
    return book["S5"] if alike and near else None


def _same_partner(one: Node, other: Node) -> Rule | None:
    rule = rules()["S6"]
    if not one.partners & other.partners or years(one, other) > rule.limits["years"]:
        return None
    given, family = _alike(one.printed, other.printed)
    mine, its = "".join(one.name.family), "".join(other.name.family)
    edits, letters = rule.limits["edits"], rule.limits["letters"]
    if given:
        married = any(f in (one.sounds[1], other.sounds[1]) for _, f in one.partners)
        few = min(edits, min(len(mine), len(its)) // 2)
        if married or _within(one.name.family, other.name.family):
            return rule
        return rule if names.distance(mine, its, edits) <= few else None
    mine, its = "".join(one.name.given), "".join(other.name.given)
    if family and min(len(mine), len(its)) >= letters:
        part = _within(one.name.given, other.name.given) or _begins((mine,), (its,))
        short = part or _short(one.name.given, other.name.given)
        return rule if short or names.distance(mine, its, edits) < edits else None
    return None


def _further(one: Node, other: Node) -> Rule | None:
    if not names.compatible(one.group, other.group):
        return None
    book, gap = rules(), years(one, other)
    given, family = _alike(one.printed, other.printed)
    within = _within(one.name.given, other.name.given)
    if one.script in _SYLLABLES and other.script in _SYLLABLES:
        # A syllable says too little: Jin is not Jin Seo.
        short = min(one.name.given, other.name.given, key=len)
        within = within and (len(short) > 1 or len(short[0]) > 5)
    if family and within and gap <= book["S7"].limits["years"]:
        return book["S7"]
    if given and _within(one.name.family, other.name.family) and gap <= book["S8"].limits["years"]:
        return book["S8"]
    return None


def _initial_only(one: Node, other: Node) -> Rule | None:
    rule = rules()["S9"]
    _, family = _alike(one.printed, other.printed)
    alike = one.group == other.group and one.disciplines & other.disciplines
    if family and alike and years(one, other) <= rule.limits["years"]:
        return rule if _initial(one.name.given, other.name.given) else None
    return None


def _short_form(one: Node, other: Node) -> Rule | None:
    rule = rules()["S10"]
    _, family = _alike(one.printed, other.printed)
    alike = one.group == other.group and one.disciplines & other.disciplines
    if family and alike and years(one, other) <= rule.limits["years"]:
        return rule if _short(one.name.given, other.name.given) else None
    return None


def _one_event(one: Node, other: Node) -> Rule | None:
    if one.group != other.group or not _near(one.printed, other.printed):
        return None
    mine = {segment[:2] for segment in one.segments}
    its = {segment[:2] for segment in other.segments}
    return rules()["S11"] if mine & its and not one.segments & other.segments else None


def _damaged(one: Node, other: Node) -> Rule | None:
    rule = rules()["S12"]
    if one.group != other.group or not one.disciplines & other.disciplines:
        return None
    if years(one, other) > rule.limits["years"]:
        return None
    for lost, whole in ((one, other), (other, one)):
        if names.DAMAGED.search(lost.printed.name) and _fits(lost.name.flat, whole.name.flat):
            return rule
    return None


def _slip(one: Node, other: Node) -> Rule | None:
    rule = rules()["S13"]
    if one.group != other.group or not one.disciplines & other.disciplines:
        return None
    near = years(one, other) <= rule.limits["years"]
    return rule if near and _slips(one.printed, other.printed) else None


def _slips(one: Printed, other: Printed) -> bool:
    """Whether the given names are equal, and long family names differ by a letter."""
    limits = rules()["S13"].limits
    mine, its = evidence.sounds(one)[1], evidence.sounds(other)[1]
    if min(len(mine), len(its)) < limits["letters"] or not _alike(one, other)[0]:
        return False
    return names.distance(mine, its, limits["edits"]) <= limits["edits"]


def _turned(one: Node, other: Node) -> Rule | None:
    """Given and family name have changed places, beside the same partner."""
    partners = {(f, g) for g, f in one.partners} | one.partners
    same = one.sounds == other.sounds[::-1] and partners & other.partners
    return rules()["S14"] if same and one.group == other.group else None


def _couple_turned(one: Node, other: Node) -> Rule | None:
    """The rule of a couple whose man is printed first, for either of the two."""
    rule = rules()["S15"]
    if not one.disciplines & other.disciplines or years(one, other) > rule.limits["years"]:
        return None
    beside = any(_one_sound(a, b) for a in one.partners for b in other.partners)
    return rule if beside and _one_sound(one.sounds, other.sounds) else None


def _perhaps_turned(one: Node, other: Node) -> Rule | None:
    rule = rules()["D7"]
    if not one.disciplines & other.disciplines or years(one, other) > rule.limits["years"]:
        return None
    if _one_sound(one.sounds, other.sounds):
        return rule
    beside = any(
        _one_sound(evidence.sounds(a), evidence.sounds(b)) or _near(a, b)
        for a in one.partners_printed
        for b in other.partners_printed
    )
    return rule if beside and _near(one.printed, other.printed) else None


def _one_sound(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names sound alike, given and family name in whichever order."""
    return other in (one, one[::-1])


def _partners(one: Node, other: Node) -> bool:
    """Whether one is the partner of the other."""
    return one.sounds in other.partners or other.sounds in one.partners


_SYLLABLES: Final = ("korean", "chinese")
_OF_OFFICIALS: Final = (_one_name, _transcription, _further, _short_form)
_OF_SKATERS: Final = (
    _one_name,
    _transcription,
    _same_partner,
    _further,
    _initial_only,
    _short_form,
    _one_event,
    _damaged,
    _slip,
    _turned,
)


def _near(one: Printed, other: Printed) -> bool:
    """Whether one of given and family name is equal and the other differs by a letter or two."""
    limits = rules()["D1"].limits
    given, family = _alike(one, other)
    if given == family:
        return False
    syllables = names.script(one.nation) in _SYLLABLES
    for own, its in _differing(one, other, given):
        shorter = min(len(own), len(its))
        if shorter < limits["letters"]:
            return False
        few = 1 if shorter < limits["letters"] + 2 or syllables else limits["edits"]
        if names.distance(own, its, few) <= few:
            return True
    a, b = names.read(one.name).given, names.read(other.name).given
    return not given and (_begins(a, b) or _short(a, b))


def _differing(one: Printed, other: Printed, given: bool) -> Iterator[tuple[str, str]]:
    """The part of two names that is not equal, in letters and as it sounds."""
    a, b = names.read(one.name), names.read(other.name)
    yield ("".join(a.family), "".join(b.family)) if given else ("".join(a.given), "".join(b.given))
    yield evidence.sounds(one)[given], evidence.sounds(other)[given]


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the words of one are some of the other's; an initial stands for its word."""
    short, long = sorted((one, other), key=len)
    if not short or len(short) == len(long):
        return False
    rest = list(long)
    for word in short:
        hit = next((w for w in rest if w == word or (len(word) == 1 and w[0] == word)), None)
        if hit is None:
            return False
        rest.remove(hit)
    return len("".join(short)) > 2 or all(len(word) == 1 for word in rest)


def _initial(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    short, long = sorted(("".join(one), "".join(other)), key=len)
    return len(short) == 1 and long[:1] == short and len(long) > 1


def _short(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return bool(pairs) and all(names.short_of(a, b) for a, b in pairs)


def _begins(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one is how the other begins: Moris and Morisi."""
    short, long = sorted(("".join(one), "".join(other)), key=len)
    return len(short) >= rules()["D1"].limits["letters"] and long.startswith(short)


def _fits(lost: str, whole: str) -> bool:
    pattern = names.DAMAGED.sub(r"[^\\W_]{0,2}", lost)
    return re.fullmatch(pattern, whole) is not None
