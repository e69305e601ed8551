"""The file that goes before the rules; and officials, who have the same troubles."""

from datetime import date
from pathlib import Path

import pytest

from kissandcry.archive import Archive, keys
from kissandcry.archive.people import Register, apply, explain, overrules, review
from kissandcry.cli import main
from kissandcry.core import SyntaxProblem, Unreadable
from tests.archive import met
from tests.archive.met import Named

_ROWS = [
    Named("one", date(2016, 11, 4), "women", "Anna EXAMPLE", "FIN"),
    Named("two", date(2017, 11, 3), "women", "Anna NEWNAME", "FIN"),
    Named("three", date(2018, 11, 2), "women", "Anna EXAMPLE", "FIN"),
]
_SAME = '[[same]]\nnames = ["Anna EXAMPLE, FIN", "NEWNAME Anna, FIN"]\nname = "Anna NEWNAME"\n'
_TWO = (
    "[[different]]\n"
    'names = ["Anna EXAMPLE, FIN, ..2016-17", "Anna EXAMPLE, FIN, women, 2017-18.."]\n'
)


def _skated(archive: Archive) -> list[str]:
    rows = archive.run(
        "SELECT s.key FROM performances p JOIN skaters s ON s.id = p.skater"
        " WHERE p.segment_name = 'SP' ORDER BY p.day"
    )
    return [row[0] for row in rows]


def test_a_file_joins_parts_and_is_taken_back() -> None:
    with Archive() as archive:
        met.collect(archive, met.by_event(_ROWS))
        assert _skated(archive) == ["anna-example", "anna-newname", "anna-example"]
        assert apply(archive, _SAME, "people.toml") == (2, 1)
        assert _skated(archive) == ["anna-example"] * 3
        assert archive.run("SELECT name FROM skaters") == [("Anna NEWNAME",)]
        assert keys.skater(archive, "anna-newname").key == "anna-example"
        assert {row["rule"] for row in explain(archive, "anna-newname").to_dicts()} == {
            "S1",
            "S3",
        } - {"S3"}
        assert apply(archive, _TWO, "people.toml") == (1, 3)
        assert len(set(_skated(archive))) == 3
        assert apply(archive, "", "people.toml") == (3, 2)
        assert len(set(_skated(archive))) == 2
        assert not archive.run("SELECT 1 FROM name_forms GROUP BY name HAVING count(*) > 1")


def test_a_file_holds_for_what_comes_later() -> None:
    with Archive() as archive:
        apply(archive, _SAME, "people.toml")
        met.collect(archive, met.by_event(_ROWS))
        assert len(set(_skated(archive))) == 1


def test_a_couple_follows_its_people() -> None:
    rows = [
        Named("one", date(2016, 11, 4), "pairs", "Anna EXAMPLE / Ivan SAMPLE", "FIN"),
        Named("two", date(2017, 11, 3), "pairs", "Anna NEWNAME / Ivan SAMPLE", "FIN"),
    ]
    with Archive() as archive:
        met.collect(archive, met.by_event(rows))
        (doubt,) = review(archive).to_dicts()
        assert (doubt["rule"], doubt["name"], doubt["other"]) == (
            "D2",
            "Anna EXAMPLE",
            "Anna NEWNAME",
        )
        apply(archive, doubt["write"], "people.toml")
        assert archive.run("SELECT count(*) FROM skaters") == [(1,)]
        assert review(archive).is_empty()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[same]\n", "f.toml: not TOML"),
        ("[[alike]]\nnames = []\n", r"\[\[same\]\] and \[\[different\]\] are the entries"),
        ('\n[[same]]\nnames = ["A B, FIN"]\n', "f.toml, line 2: names is a list of two names"),
        ('[[same]]\nnames = ["A B", "C D, FIN"]\n', "f.toml, line 1: 'A B' lacks the nation"),
        ('[[same]]\nnames = ["A B, FIN, chess", "C D, FIN"]\n', "'chess' is neither a discipline"),
        ('[[same]]\nnames = ["A B, FIN, 2005-07", "C D, FIN"]\n', "'2005-07' is neither"),
        ('[[same]]\nnames = ["A B, FIN", "C D, FIN"]\nwhy = "x"\n', "no field 'why' is known"),
        ('[[same]]\nnames = ["A B, FIN", "C D, FIN"]\nname = 1\n', "name is a text"),
        ("same = 1\n", "are the entries of a file of overrules"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(SyntaxProblem, match=sentence):
        overrules.parse(text, "f.toml")


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(
        Unreadable, match=r"none\.toml: .* cannot be read: no such file or directory$"
    ):
        overrules.load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'because = "\xe9"')
    with pytest.raises(Unreadable, match="cannot be read"):
        overrules.load(tmp_path / "latin.toml")


def test_the_command_applies_and_explains(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.duckdb"
    with Archive(path) as archive:
        met.collect(archive, met.by_event(_ROWS))
    file = tmp_path / "people.toml"
    file.write_text(_SAME + '[[same]]\nnames = ["No ONE, FIN", "Anna EXAMPLE, FIN"]\n', "utf-8")
    assert main(["people", "--apply", str(file), "--archive", str(path)]) == 0
    out, err = capfd.readouterr()
    assert out == "2 entries are kept in the archive: 2 people and officials before, 1 now.\n"
    assert "'No ONE, FIN' is no name of this archive" in err
    assert main(["people", "--explain", "anna-example", "--csv", "--archive", str(path)]) == 0
    assert "S1,overruled,A file of overrules says" in capfd.readouterr().out
    assert main(["people", "--review", "--json", "--archive", str(path)]) == 0
    assert '"No name is in doubt."' in capfd.readouterr().out
    file.write_text("[[same]]\n", "utf-8")
    assert main(["people", "--apply", str(file), "--archive", str(path)]) == 2
    assert "line 1: names is a list" in capfd.readouterr().err


def test_collecting_takes_the_file_beside_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with Archive(path) as archive:
        met.collect(archive, met.by_event(_ROWS))
    (tmp_path / "people.toml").write_text(_SAME, "utf-8")
    assert main(["collect", str(tmp_path / "none"), "--archive", str(path)]) == 2
    with Archive(path) as archive:
        assert len(set(_skated(archive))) == 1
    other = tmp_path / "other.toml"
    other.write_text("", "utf-8")
    main(["collect", str(tmp_path / "none"), "--archive", str(path), "--people", str(other)])
    with Archive(path) as archive:
        assert len(set(_skated(archive))) == 2


_PANELS = [
    [("Mr. Anthony LEROY", "FRA"), ("Ms. Christiane MÖRTH", "AUT"), ("Mr. Charles CYR", "USA")],
    [("LEROY Anthony", "ISU"), ("Ms. Christiane MOERTH", "ISU"), ("Mr. Charles Z. CYR", "ISU")],
    [("Ms. Zoia YORDANOVA", "ISU"), ("Ms. Tatiana YORDANOVA", "BUL"), ("-", "-")],
    [("Ms. Elizabeth LITTLER M.B.E.", "GBR"), ("LITTLER Elizabeth", "ISU")],
]


def test_officials_are_one_under_all_their_names() -> None:
    """As panels of 2009-10 to 2017-18 print them; the Grand Prix writes ISU for a nation."""
    with Archive() as archive, archive.transaction():
        ids = [Register(archive.connection).judges(panel) for panel in _PANELS[:3]]
        assert ids[0] == ids[1]
        assert len(set(ids[2])) == 3
        littler = [Register(archive.connection).judges([one]) for one in _PANELS[3]]
        assert littler[0] == littler[1]
        judges = dict(archive.run("SELECT key, nation FROM judges"))
        assert judges["anthony-leroy"] == "FRA"
        assert judges["christiane-morth"] == "AUT"
