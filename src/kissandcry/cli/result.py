"""A scored segment: who won, how a skate went, how its numbers came about."""

from kissandcry import notation
from kissandcry.cli import grid, screen
from kissandcry.protocols.skate_file import Scored
from kissandcry.protocols.skate_file.words import title
from kissandcry.protocols.writers import sentences
from kissandcry.protocols.writers.legend import legend as signs_of
from kissandcry.scoring import deleted, explain_component, explain_element


def answer(done: Scored) -> str:
    """Who won and by how much; of an excerpt, that it is one."""
    if done.excerpt:
        text = f"{done.excerpt}: only the order of the skates is checked"
        return f"{text[0].upper()}{text[1:]}."
    return sentences.of_segment(done.protocol())


def sentence(done: Scored, index: int) -> str:
    """Place, distance to the best, and what gave and cost the most."""
    performances = done.protocol().performances
    return sentences.of_performance(performances[done.order.index(index)], performances)


def legend(done: Scored, index: int) -> str:
    """What the signs of a skate's grid mean."""
    protocol = done.protocol()
    signs = signs_of(protocol, done.book, [protocol.performances[done.order.index(index)]])
    parts = ["( ) highest and lowest, left out"] if _trims(done, index) else []
    parts += [f"{sign} {meaning}" for sign, meaning in signs]
    return "; ".join(parts)


def _trims(done: Scored, index: int) -> bool:
    marks = [row.marks for row in done.sheet.skates[index].skate.components]
    return any(deleted(row, done.book.panel).highest for row in marks)


def table(done: Scored) -> None:
    """Print the segment's result, best first."""
    columns = [("", "right"), ("Name", "left"), ("", "left")]
    columns += [(name, "right") for name in ("TES", "PCS", "Ded.", "TSS")]
    rows = []
    for index in done.order:
        one, score = done.sheet.skates[index], done.scores[index]
        taken = str(-score.deductions) if score.deductions else ""
        figures = [str(score.tes), str(score.pcs), taken, str(score.tss)]
        place = one.published.place if done.excerpt else done.places[index]
        rows.append([str(place or ""), one.name, one.nation, *figures])
    screen.table(columns, rows)


def skate(done: Scored, index: int) -> None:
    """Print how a skate went, with its grid and what the signs in it mean."""
    one = done.sheet.skates[index]
    of = f", {one.nation}" if one.nation else ""
    screen.line((f"{one.name}{of}", screen.STRONG))
    if len(done.scores) > 1:
        screen.prose(sentence(done, index))
    screen.blank()
    grid.skate(done, index)
    if signs := legend(done, index):
        screen.prose(signs, screen.QUIET)


def explanation(done: Scored, index: int, *, every: bool = False, chosen: str = "") -> None:
    """Print how numbers came about: of every element and component, or of the element `chosen` (by
    default the one with the most value) and the first component; then the total."""
    book, one, score = done.book, done.sheet.skates[index].skate, done.scores[index]
    elements = list(zip(one.elements, score.elements, strict=True))
    components = list(zip(one.components, score.components, strict=True))
    best = max(score.elements, key=lambda each: each.score)
    for number, (given, earned) in enumerate(elements, start=1):
        if every or (given.code == chosen if chosen else earned is best):
            screen.blank()
            half = ", second half" if given.second_half else ""
            words = notation.say(notation.parse(given.code, given.info), book.signs())
            screen.prose(f"Element {number}, {given.code}: {words}{half}")
            screen.steps(explain_element(book, earned, given.marks))
    for marked, part in components if every else components[:1]:
        screen.line(f"Component {title(marked.name)}")
        screen.steps(explain_component(book, part, marked.marks))
    screen.line("Total segment score")
    screen.steps(done.total_steps(index))
