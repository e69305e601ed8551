"""Writes an element as its code."""

from kissandcry.notation.element import Element, Part


def write(element: Element) -> str:
    """The code of an element, spelt as printed: `parse(write(e), " ".join(e.info)) == e`."""
    pieces = [write_part(part) for part in element.parts]
    for suffix in reversed(element.suffixes):
        pieces.insert(suffix.after, suffix.word)
    return "+".join(pieces)


def write_part(part: Part) -> str:
    """The code of one part."""
    code = part.stem + (part.level or "")
    if part.feature:
        code += f"+{part.feature}"
    if part.key_points:
        code += f"+kp{part.key_points}"
    if part.spaced:
        code += " "
    return code + "".join(part.flags) + ("*" if part.invalid else "")
