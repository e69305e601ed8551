"""Every distinct code of the reference material is read and written back byte for byte."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from kissandcry.notation import parse, say, write


def of_scales(shared: Path) -> Iterator[tuple[str, str]]:
    for scale in sorted(shared.glob("rules/sov_*.csv")):
        with scale.open(encoding="utf-8", newline="") as lines:
            yield from ((row["code"], "") for row in csv.DictReader(lines))


def of_ten_events(shared: Path) -> Iterator[tuple[str, str]]:
    for event in sorted(shared.glob("oracle/buzzfeed/*.json")):
        for performance in json.loads(event.read_text(encoding="utf-8"))["performances"]:
            for element in performance["elements"]:
                info = element["info_flag"]
                yield element["element_desc"], info if isinstance(info, str) else ""


def of_national_results(shared: Path) -> Iterator[tuple[str, str]]:
    # Here a space stands before "e": the codes "2F e" and "2Lz e+2T<<", each with Info "e".
    row = re.compile(r'^"\d+ (\S+(?: e\+\S+| e(?= e ))?) (?:([^\d"]+) )?\d+,\d\d"')
    for result in sorted(shared.glob("protocols/national/*.csv")):
        for line in result.read_text(encoding="utf-8").splitlines():
            if match := row.match(line):
                yield match[1], match[2] or ""


def test_every_code_of_the_reference_material(shared: Path) -> None:
    sources = [of_scales(shared), of_ten_events(shared), of_national_results(shared)]
    printed = [set(source) for source in sources]
    assert [len(codes) for codes in printed] == [1509, 554, 85]
    for code, info in set().union(*printed):
        element = parse(code, info)
        assert write(element) == code
        assert say(element)


def test_a_scale_lists_a_code_by_itself_but_for_calls_that_change_no_value(shared: Path) -> None:
    for code, _ in of_scales(shared):
        [*parts] = parse(code).parts
        expected = code
        if re.match(r"\d", code):  # "3F!q" has the values of "3F", "3F<!" those of "3F<"
            expected = re.sub(r"[!qb]", "", code)
        assert [part.scale_code for part in parts] == [expected]
