"""Writes a skill as `kissandcry.planning.skill.file` reads it."""

from kissandcry.planning.skill import model
from kissandcry.planning.skill.model import Ability
from kissandcry.planning.skill.skill import Skill


def write(skill: Skill) -> str:
    """The text of a skill, which `parse` reads as an equal one."""
    person = skill.person
    lines = [
        f"name: {person.name}",
        f"discipline: {person.discipline}",
        f"level: {person.level}",
        f"day: {person.day}",
        f"grades: {skill.grades}",
    ]
    for title in ("often", "better"):
        known = getattr(skill.rest, title)
        if known:
            items = ", ".join(f"{word or 'all'} {value:.6g}" for word, value in known.items())
            lines.append(f"{title}: {items}")
    lines.append("")
    lines += [f"{key}: {_written(one)}" for key, one in skill.abilities.items()]
    for place, marks in skill.marks.items():
        items = ", ".join(
            f"{name} {one.mean:.6g} ± {one.spread:.6g}" for name, one in marks.items()
        )
        lines.append(f"components {place}: {items}")
    return "\n".join(lines) + "\n"


def _written(one: Ability) -> str:
    items = [f"attempts {one.attempts:.6g}", f"weight {one.weight:.6g}"]
    for way, known in one.ways.items():
        level = model.CLEAN not in one.ways and way != model.FALL
        name = f"level {way}" if way else "no level"
        name = name if level else way.replace(",", "")
        items.append(f"{name} {_percent(known.chance)}% GOE {known.grade:.6g} ± {known.spread:.6g}")
    items += [f"edge {sign} {_percent(chance)}%" for sign, chance in one.edges.items()]
    return ", ".join(items)


def _percent(chance: float) -> str:
    return f"{100 * chance:.6f}".rstrip("0").rstrip(".")
