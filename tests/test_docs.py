"""Every example of every page is run and shows what it really prints."""

import shutil
from pathlib import Path

import pytest

from tests.docs_runner import ExampleFailed, compare, run_page

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_hold(
    page: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    season_file: Path,
) -> None:
    own = tmp_path_factory.mktemp("own") / "archive.duckdb"
    shutil.copyfile(season_file, own)
    monkeypatch.setenv("KISSANDCRY_ARCHIVE", str(own))
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path)


@pytest.mark.parametrize(
    "example",
    [
        "```python\n>>> 1 + 1\n3\n```\n",
        "```python\nassert 1 + 1 == 3\n```\n",
        "```console\n$ rm -r folder\n```\n",
        "```console\nkissandcry --help\n```\n",
        "```console\n$ kissandcry --no-such-option\n```\n",
        "```console exit=2\n$ kissandcry --no-such-option\nAll is well.\n```\n",
    ],
)
def test_a_page_that_shows_something_else_is_refused(example: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(example, encoding="utf-8")
    with pytest.raises(AssertionError):
        run_page(page, tmp_path)


def test_blocks_share_names_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "```text file=note.txt\n3A\n```\n"
        "```python\nfrom pathlib import Path\n```\n"
        '```python\n>>> Path("note.txt").read_text(encoding="utf-8")\n\'3A\\n\'\n```\n',
        encoding="utf-8",
    )
    assert run_page(page, tmp_path) == 2


def test_output_is_compared_but_for_what_is_left_out() -> None:
    compare("first\n...\nlast\n", "first\nmany\nmore\nlast   \n", "here")
    with pytest.raises(ExampleFailed):
        compare("TES  72.10\n", "TES 72.10\n", "here")
