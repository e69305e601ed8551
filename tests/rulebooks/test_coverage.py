"""The page of what is covered belongs to the data."""

from pathlib import Path

import pytest

from kissandcry.rulebooks import coverage, library

ROOT = Path(__file__).parents[2]


def test_the_committed_page_is_up_to_date() -> None:
    committed = (ROOT / coverage.PAGE).read_text(encoding="utf-8")
    assert committed == coverage.page(), "run python -m kissandcry.rulebooks.coverage"


def test_gaps_are_shown() -> None:
    page = coverage.page()
    dance = page[page.index("### senior: ice dance") : page.index("### senior: synchronized")]
    last = dance.strip().splitlines()[-1]
    assert last.startswith("| 2026-27 |")
    assert last.endswith("| missing | missing |")
    assert "- 2026-27 on: ice dance: the scale of values was not found." in page


def test_the_page_can_be_written_elsewhere(tmp_path: Path) -> None:
    coverage.write(tmp_path / "docs" / "coverage.md")
    written = (tmp_path / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert written == coverage.page()


def test_folders_named_in_the_environment_are_not_on_our_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a_club"
    folder.mkdir()
    (folder / "authority.toml").write_text('title = "A club"\n', encoding="utf-8")
    monkeypatch.setenv(library.FOLDERS_VARIABLE, str(folder))
    assert "a_club" in library.authorities()
    assert "A club" not in coverage.page()
