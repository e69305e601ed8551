"""For whom a program is planned: a skater of the archive, or the lines of a skill file."""

from dataclasses import dataclass
from typing import Final

from kissandcry.archive import Archive, keys
from kissandcry.core import Discipline, NotInArchive
from kissandcry.planning import skill
from kissandcry.planning.skill import Skill
from kissandcry.protocols.writers import words
from kissandcry.web import finding

_NEAR: Final = 6  # skaters that a name may mean


@dataclass(frozen=True, slots=True)
class Chosen:
    """A skill, what the page says of it, and the skaters that may have been meant by a name."""

    skill: Skill | None = None
    said: str = ""
    near: tuple[tuple[str, str], ...] = ()


NOBODY: Final = Chosen()


def choose(archive: Archive, skater: str, lines: str, discipline: Discipline) -> Chosen:
    """The skill that a page asks for; none where it names nobody. Raises what `skill.parse` and
    `skill.of_skater` raise."""
    if lines.strip():
        return Chosen(skill.parse(lines), "Expected by the lines of the skill file.")
    name = skater.strip()
    if not name:
        return NOBODY
    try:
        who = keys.skater(archive, name)
    except NotInArchive:
        return _near(archive, name)
    found = archive.remembered(f"{__name__} {who.key}", lambda: skill.of_skater(archive, who.key))
    if found.person.discipline != discipline:
        other = words.DISCIPLINES[found.person.discipline]
        return Chosen(said=f"{who.name} is known here in {other}, and the plan is for others.")
    day = words.long_date(found.person.day)
    return Chosen(found, f"Expected by what {who.name} had skated by {day}.")


def _near(archive: Archive, name: str) -> Chosen:
    """The skaters that a name may mean."""
    hits = [hit for hit in finding.hits(archive, name, 4 * _NEAR) if hit["kind"] == "skater"]
    if not hits:
        return Chosen(said=f"Nobody in this archive is called {name}.")
    near = tuple((hit["key"], hit["name"]) for hit in hits[:_NEAR])
    return Chosen(said="Who is meant?", near=near)
