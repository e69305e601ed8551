"""What an archive remembers of its own answers is forgotten when something is written."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from kissandcry.archive import Archive, collect, records
from kissandcry.archive.coverage import coverage
from kissandcry.core import KissAndCryError

DATA = Path(__file__).resolve().parents[2] / "src/kissandcry/protocols/data"


def test_an_answer_follows_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    collect.collect(path, [str(DATA / "2012-13_nhk_trophy")])
    with Archive(path, yielding=True) as archive:
        assert coverage(archive).known == ("gpjpn2012",)
        assert coverage(archive) is coverage(archive)
        collect.collect(path, [str(DATA / "2012-13_grand_prix_final")])
        assert coverage(archive).known == ("gpjpn2012", "gpf2012")


def test_what_is_asked_for_often_stays(season_file: Path) -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    with Archive(season_file, read_only=True) as archive:
        for number in range(2000):
            archive.remembered("often", partial(make, "often"))
            archive.remembered(f"once {number}", partial(make, f"once {number}"))
        archive.remembered("once 0", partial(make, "once 0"))
    assert made.count("often") == 1
    assert made.count("once 0") == 2


def test_an_answer_that_several_ask_for_at_once_is_made_once(season_file: Path) -> None:
    made: list[int] = []

    def slowly() -> int:
        made.append(1)
        sleep(0.2)
        return 1

    with Archive(season_file, read_only=True) as archive, ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(archive.remembered, "slow", slowly) for _ in range(8)]
        assert [one.result() for one in asked] == [1] * 8
    assert made == [1]


def test_a_refusal_is_said_again_and_leaves_nothing(season_file: Path) -> None:
    with Archive(season_file, read_only=True) as archive:
        for _ in range(2):
            with pytest.raises(KissAndCryError, match="not an element code"):
                records.elements(archive, "men", name="of no sport")
        assert not archive._making
        assert not any("of no sport" in key for key in archive._memory)
