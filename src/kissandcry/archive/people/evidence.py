"""What is known of a printed name: where it stood, when, with whom, under which number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from kissandcry.archive import letters
from kissandcry.archive.people import names
from kissandcry.archive.people.names import Name

MAN: Final = "m"
WOMAN: Final = "f"
TEAM: Final = "t"
OFFICIAL: Final = "o"
_SOLO: Final = {"men": MAN, "women": WOMAN}


class Printed(NamedTuple):
    """A printed name of one person, of whom nothing else is known.

    `sex` is `MAN` or `WOMAN` by the discipline, and in a couple by the place: papers name the
    woman first, but for slips, of which rule S15 knows. It is `TEAM` for a team and `OFFICIAL` for
    an official.
    """

    name: str
    nation: str
    sex: str


class Place(NamedTuple):
    """Once that a name stood in the lists of an event."""

    event: int
    season: str
    discipline: str
    level: str
    first: date
    last: date
    partner: str = ""  # as printed
    number: str = ""  # the ISU's, of whoever competes: of a couple its own


@dataclass(frozen=True)
class Node:
    """A printed name with the places where it stood. Two people of one printed name are two."""

    printed: Printed
    places: tuple[Place, ...]
    segments: frozenset[tuple[int, str, str]] = frozenset()  # event, category, segment
    id: int = field(default=0, compare=False)

    @cached_property
    def name(self) -> Name:
        """The name, read."""
        return names.read(self.printed.name)

    @cached_property
    def group(self) -> str:
        """The nation, one code for one."""
        return names.group(self.printed.nation)

    @cached_property
    def script(self) -> str:
        """How the name came into Latin letters."""
        return names.script(self.printed.nation)

    @cached_property
    def sounds(self) -> tuple[str, str]:
        """Given and family name as they sound."""
        return sounds(self.printed)

    @cached_property
    def first(self) -> date:
        """The first day on which the name stood anywhere."""
        return min((place.first for place in self.places), default=date.max)

    @cached_property
    def last(self) -> date:
        """The last day on which the name stood anywhere."""
        return max((place.last for place in self.places), default=date.max)

    @cached_property
    def events(self) -> frozenset[int]:
        """The events at which it stood."""
        return frozenset(place.event for place in self.places)

    @cached_property
    def disciplines(self) -> frozenset[str]:
        """The disciplines in which it stood."""
        return frozenset(place.discipline for place in self.places)

    @cached_property
    def numbers(self) -> frozenset[tuple[str, str]]:
        """Numbers of the ISU: with "solo", or with the place in the couple that has the number."""
        return frozenset(
            (role(self.printed.sex, bool(place.partner)), place.number)
            for place in self.places
            if place.number
        )

    @cached_property
    def solo_numbers(self) -> frozenset[str]:
        """Numbers of the ISU that are this person's own."""
        return frozenset(number for role, number in self.numbers if role == "solo")

    @cached_property
    def partners(self) -> frozenset[tuple[str, str]]:
        """The partners as they sound, given and family name."""
        return frozenset(sounds(one) for one in self.partners_printed)

    @cached_property
    def partners_printed(self) -> frozenset[Printed]:
        """The partners as printed."""
        nation = self.printed.nation
        return frozenset(Printed(p.partner, nation, "") for p in self.places if p.partner)

    @cached_property
    def senior_since(self) -> date | None:
        """The first day as a senior."""
        return min((p.first for p in self.places if p.level == "senior"), default=None)

    @cached_property
    def junior_until(self) -> date | None:
        """The last day as a junior or a novice."""
        return max((p.last for p in self.places if p.level != "senior"), default=None)

    @cached_property
    def alone(self) -> bool:
        """Whether it never stood with a partner."""
        return not any(place.partner for place in self.places)


def role(sex: str, coupled: bool) -> str:
    """Whose a number of the ISU is: one's own, or that of the couple in which one is the woman."""
    return {MAN: "man of", WOMAN: "woman of"}.get(sex, "of") if coupled else "solo"


def sounds(printed: Printed) -> tuple[str, str]:
    """Given and family name as they sound in the nation."""
    name = names.read(printed.name)
    script = names.script(printed.nation)
    family = "".join(names.sound(word, script) for word in name.family)
    return names.given_sound(name.given, script), family


@lru_cache(maxsize=65536)
def parts(name: str, nation: str, discipline: str) -> tuple[Printed, ...]:
    """The persons whom the printed name of a competitor names; of a team the team itself."""
    if discipline == "synchronized":
        return (Printed(" ".join(name.split()), nation, TEAM),)
    if discipline in _SOLO:
        return (Printed(" ".join(name.split()), nation, _SOLO[discipline]),)
    one = names.couple(name)
    sexes = (WOMAN, MAN) if len(one) == 2 else ("",) * len(one)
    return tuple(Printed(text, nation, sex) for text, sex in zip(one, sexes, strict=True))


def years(one: Node, other: Node) -> float:
    """The years between the two; 0 where their times overlap, and for officials, whose panels are
    not all dated."""
    if OFFICIAL in (one.printed.sex, other.printed.sex):
        return 0.0
    apart = max(one.first, other.first) - min(one.last, other.last)
    return max(apart.days, 0) / 365.25


def overlap(one: Node, other: Node) -> int:
    """The days that the times of the two share."""
    return max((min(one.last, other.last) - max(one.first, other.first)).days, 0)


def keys(printed: Printed, partners: Iterable[str]) -> set[str]:
    """By what others of the same person may be found: names that share no key are never one."""
    name = names.read(printed.name)
    given, family = sounds(printed)
    if printed.sex == TEAM:
        return {f"t={letters.flat(printed.name)}"}
    if printed.sex == OFFICIAL:
        found = {f"o={one}" for one in (*name.flats, given + family)}
        return found | {f"o*{word}" for word in name.family if len(word) > 1}
    found = {f"={one}" for one in (*name.flats, given + family)}
    sex, group = printed.sex, names.group(printed.nation)
    found |= {f"{sex}{group}*{word}" for word in (family, *name.family) if word}
    found |= {f"{sex}{group}+{given}"}
    found.add(f"~{sex}{group}{' '.join(sorted((given, family)))}")
    found |= {f"{sex}+{word}{family}" for word in name.given}
    found |= {f"{sex}+{given}{word}" for word in name.family}
    for partner in partners:
        its = sounds(Printed(partner, printed.nation, ""))
        found.add(f"{sex}&{its}")
        # The sex is told by the place in the couple, and a paper may turn it.
        found |= {f"/{' '.join(sorted((given, family)))}", f"/{family}>{its[1]}"}
    return found
