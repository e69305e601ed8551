"""How many panel scores a second the array functions make, on one core, nine judges each."""

from datetime import date
from time import perf_counter

import numpy as np

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level
from kissandcry.scoring import (
    NO_MARK,
    element_value,
    goe_table,
    panel_component,
    panel_goe,
    solve_draw,
    trimmed_mean,
)

TARGET = 15_000_000  # panel grades of execution a second
PANELS = 2_000_000
ROUNDS = 5
JUMPS = [f"{turns}{name}" for turns in (1, 2, 3, 4) for name in ("T", "S", "Lo", "F", "Lz", "A")]
SPINS = [f"{name}Sp{level}" for name in ("CCo", "FC", "FS", "L") for level in ("B", 1, 2, 3, 4)]
CODES = [jump + call for jump in JUMPS for call in ("", "q", "<", "<<")] + SPINS


def _rate(work: int, seconds: list[float]) -> float:
    return work / min(seconds)


def _goe(share_absent: float) -> float:
    book = rulebooks.on(date(2024, 3, 22), Discipline.WOMEN, Level.SENIOR)
    values = [element_value(book, code, False) for code in CODES]
    table = goe_table(book, values)
    random = np.random.default_rng(2012)
    low, high = book.grades
    marks = random.integers(low, high + 1, (PANELS, 9), dtype=np.int8)
    if share_absent:
        marks[random.random(PANELS) < share_absent, 5] = NO_MARK
    rows = random.integers(0, len(table), PANELS, dtype=np.int32)
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        panel_goe(marks, rows, table, book.panel)
        seconds.append(perf_counter() - start)
    return _rate(PANELS, seconds)


def _components() -> float:
    book = rulebooks.on(date(2024, 3, 22), Discipline.WOMEN, Level.SENIOR)
    marks = 25 * np.random.default_rng(2013).integers(1, 41, (PANELS, 9), dtype=np.int16)
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        panel_component(marks, book.panel)
        seconds.append(perf_counter() - start)
    return _rate(PANELS, seconds)


def _draws() -> float:
    """Draws solved a second: twelve judges, 30 skaters with eight elements and five components."""
    book = rulebooks.on(date(2007, 3, 23), Discipline.WOMEN, Level.SENIOR)
    random = np.random.default_rng(2007)
    values = 25 * random.integers(20, 32, (30 * 13, 12), dtype=np.int16)
    counted = np.arange(12) % 4 != 3
    printed = trimmed_mean(values, book.panel, counted)
    seconds = []
    for _ in range(20):
        start = perf_counter()
        solution = solve_draw(values, printed, book.panel)
        seconds.append(perf_counter() - start)
    if not (solution.unique and (solution.draws[0] == counted).all()):
        raise SystemExit("the benchmark's own draw was not found")
    return _rate(1, seconds)


def main() -> None:
    rate = _goe(0.0)
    print("scoring, one core, nine judges each")
    print(
        f"  grades of execution  {rate / 1e6:6.1f} million a second, {rate / TARGET:.2f} × target"
    )
    print(f"  one in ten absent    {_goe(0.1) / 1e6:6.1f} million a second")
    print(f"  components           {_components() / 1e6:6.1f} million a second")
    print(f"  draws of a segment   {_draws():6.0f} a second, 12 judges, 390 rows")


if __name__ == "__main__":
    main()
