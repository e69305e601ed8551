"""Which marks of printed programs follow from the order of their elements:
`python -m benchmarks.programs FILE_OR_FOLDER...`

It reads protocols from 2010-11 on and prints a table by kind of mark, the programs without an
asterisk that are called illegal, and every place that is not explained.
"""

import sys
from collections.abc import Iterator

from kissandcry.core import KissAndCryError
from kissandcry.program import PlannedElement, PlannedProgram, Shares, check, day_of, explain
from kissandcry.program.explain import KINDS
from kissandcry.protocols import Performance, Protocol
from kissandcry.protocols.batch import find, read_files
from kissandcry.rulebooks import on

FIRST_SEASON = "2010-11"


def performances(paths: list[str]) -> Iterator[tuple[str, Protocol, Performance]]:
    """Every performance with elements, with a name for it."""
    for read in read_files(find(paths), jobs=2):
        if read.error:
            print(read.error, file=sys.stderr)
        for protocol in read.protocols:
            for one in protocol.performances:
                if one.elements and protocol.season >= FIRST_SEASON:
                    yield f"{read.path.parent.name}/{read.path.name}, {one.name}", protocol, one


def planned(protocol: Protocol, one: Performance) -> PlannedProgram:
    """The program as if it had been planned as it was called; unnamed lines are left out."""
    elements = tuple(
        PlannedElement(e.code, second_half=e.second_half) for e in one.elements if e.code
    )
    return PlannedProgram(
        protocol.discipline, protocol.level, protocol.segment, protocol.season, elements
    )


def main(paths: list[str]) -> None:
    shares: dict[str, Shares] = {}
    illegal, unknown, looked = [], set(), 0
    for name, protocol, one in performances(paths):
        try:
            book = on(day_of(protocol.season), protocol.discipline, protocol.level)
            explanation = explain(book, protocol.segment, one.elements)
        except KissAndCryError as error:
            unknown.add(str(error))
            continue
        group = "singles" if protocol.discipline in ("men", "women") else str(protocol.discipline)
        shares.setdefault(group, Shares()).add(explanation, name)
        if any("*" in e.code + e.info for e in one.elements):
            continue
        try:
            legal = check(planned(protocol, one), mends=False).legal
        except KissAndCryError as error:
            unknown.add(str(error))
            continue
        looked += 1
        illegal += [] if legal else [name]
    for group, found in shares.items():
        print(f"{group}: {found.programs} programs")
        print(f"  {'mark':<12}{'places':>8}{'explained':>11}{'seen by the panel only':>25}")
        for kind in KINDS:
            share = found.share(kind)
            text = "-" if share is None else f"{100 * share:.2f} %"
            print(f"  {kind:<12}{found.places(kind):>8}{text:>11}{found.seen_by_panel(kind):>25}")
        for where, place in found.rest:
            print(f"  {where}: {place.code}: {place.sentence}")
    print(f"without an asterisk: {looked} programs, {len(illegal)} called illegal")
    for name in illegal:
        print(f"  {name}")
    for sentence in sorted(unknown):
        print(sentence)


if __name__ == "__main__":
    main(sys.argv[1:])
