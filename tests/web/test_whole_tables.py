"""The CSV of a table holds every row, however few of them a page shows."""

import csv
import io
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from kissandcry.archive import Archive
from kissandcry.web.ask import CSV_ROWS
from kissandcry.web.cells import csv_words
from kissandcry.web.page import Table


def rows_of(client: TestClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8"))))


def link(client: TestClient, address: str, key: str) -> tuple[str, str, int]:
    """The words and the address of a table's CSV, and how many rows the page shows."""
    tree = LexborHTMLParser(client.get(address).text)
    for section in tree.css("section.table"):
        if section.attributes["aria-labelledby"] == f"t-{key}":
            (found,) = section.css("a.csv")
            return found.text(), found.attributes["href"] or "", len(section.css("tbody tr"))
    raise AssertionError(key)


def test_all_skaters_come_as_csv(client: TestClient, season_archive: Archive) -> None:
    (known,) = season_archive.run("SELECT count(*) FROM skaters")
    words, address, shown = link(client, "/skaters?page=2", "skaters")
    assert shown < known[0]
    assert words == f"CSV, all {known[0]} rows"
    rows = rows_of(client, address)
    assert len({row["skater"] for row in rows}) == len(rows) == known[0]


def test_a_category_of_an_event_comes_with_all_its_places(client: TestClient) -> None:
    words, address, shown = link(client, "/event/gpf2012", "men")
    assert (words, shown) == ("CSV, all 6 rows", 3)  # six take part in a Final
    assert [row["shown_place"] for row in rows_of(client, address)] == list("123456")


def test_a_table_that_is_shown_whole_says_nothing_of_rows(client: TestClient) -> None:
    assert link(client, "/event/gpf2012/men", "men")[0] == "CSV"


def test_the_limit_is_said() -> None:
    table = Table("t", "T", (), [{}] * 100, count=CSV_ROWS + 1)
    assert csv_words(table) == "CSV, first 10,000 of 10,001 rows"


def test_every_paged_address_gives_one_csv(client: TestClient, season_file: Path) -> None:
    for address in ("/events", "/people", "/judges", "/skater/yuzuru-hanyu"):
        assert rows_of(client, f"{address}.csv?page=7") == rows_of(client, f"{address}.csv")
