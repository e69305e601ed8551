"""The commands as people and programs call them: what they print, and how they end."""

import errno
import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import pytest
from msgspec import structs

from kissandcry.cli import answers, main
from kissandcry.cli.app import COMMANDS
from kissandcry.protocols import read, skate_file, write

DATA = Path(str(files("kissandcry.protocols"))) / "data" / "2012-13_grand_prix_final"
FREE = str(DATA / "men_free_skating.skate")
SHORT = str(DATA / "men_short_program.skate")


class Run:
    """What a command printed, and its exit code."""

    def __init__(self, capfd: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = main(arguments)
        self.out, self.err = capfd.readouterr()

    @property
    def json(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of the tests may be told how wide their terminal is."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def altered(tmp_path: Path) -> str:
    """A skate file with a published total that its marks do not give."""
    path = tmp_path / "altered.skate"
    text = Path(FREE).read_text(encoding="utf-8")
    path.write_text(text.replace("TSS 177.12", "TSS 177.13"), encoding="utf-8")
    return str(path)


def _plain(text: str) -> str:
    return text.replace("\N{MINUS SIGN}", "-")


def test_sochi_tells_the_official_result(capfd: pytest.CaptureFixture[str]) -> None:
    """Totals and places: result pages of the ISU Grand Prix Final 2012."""
    run = Run(capfd, "sochi")
    assert run.code == 0
    assert run.err == ""
    assert "every score and placement equals the published one" in " ".join(run.out.split())
    for total in ("269.40", "196.80", "204.55", "183.39", "198.63", "156.36"):
        assert total in run.out
    assert run.out.count("\n") < 150
    assert all(line == line.rstrip() for line in run.out.splitlines())


def test_sochi_as_json(capfd: pytest.CaptureFixture[str]) -> None:
    (event,) = Run(capfd, "sochi", "--json").json
    assert event["differences"] == []
    assert event["final"]["pairs"][0]["total"] == "204.55"
    assert len(event["segments"]) == 8


def test_an_element_in_words_and_numbers(capfd: pytest.CaptureFixture[str]) -> None:
    """Europeans 2020: 3S+2A<+SEQ in the second half had the base value 6.10."""
    run = Run(capfd, "element", "3S+2A<+SEQ", "--second-half", "--on", "2020-01-23")
    assert run.code == 0
    assert "triple Salchow, double Axel under-rotated" in run.out
    assert "Base value 6.10" in run.out
    shape = Run(
        capfd, "element", "5ALi4", "--json", "--on", "2024-12-08", "--goe", "3,-,+2,-1"
    ).json
    assert shape[0]["rules"]["discipline"] == "pairs"
    assert shape[0]["marks"] == [3, None, 2, -1]


def test_an_element_finds_its_discipline(capfd: pytest.CaptureFixture[str]) -> None:
    for code, discipline in {
        "4T": "men",
        "3LzTh": "pairs",
        "SqTwW4+SqTwM3": "ice_dance",
        "I4": "synchronized",
    }.items():
        (shape,) = Run(capfd, "element", code, "--json", "--on", "2025-12-08").json
        assert shape["rules"]["discipline"] == discipline


def test_a_wrong_code_is_shown_with_a_caret(capfd: pytest.CaptureFixture[str]) -> None:
    run = Run(capfd, "element", "3Lz+4Q")
    assert run.code == 2
    assert run.out == ""
    assert "    3Lz+4Q\n         ^\nnearest: 3Lz+4T\n" in run.err


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("element", "4T", "--goe", "3,x"), "'x' is no grade"),
        (("element", "4T", "--goe", "4", "--on", "2016-01-01"), "from -3 to +3"),
        (("element", "4T", "--goe", "-,-"), "no score"),
        (("element", ""), "no element: a code such as 3Lz"),
        (("element", "CCoSp4", "--second-half", "--on", "2020-01-01"), "it is for the last 3 of"),
        (("element", "5ALi4", "--second-half", "--on", "2017-11-11"), "it is for no element of"),
        (("element", "4T", "--on", "tomorrow"), "'tomorrow' is no date"),
        (("element", "4T", "--on", "1999-01-01"), "1999-01-01"),
        (("element", "4T", "--discipline", "hockey"), "'hockey' is no discipline"),
        (("element", "4T", "--authority", "nobody"), "nobody"),
        (("rules", "weather"), "'weather' is no topic"),
        (("rules", "scale", "9Lz"), "9Lz"),
        (("rules", "panel", "3Lz"), "topic scale"),
        (("read", FREE, "-o", "out.docx"), ".docx"),
        (("score", "nowhere.skate"), "nowhere.skate"),
        (("score", FREE, "-o", "x.pdf"), "--to"),
        (("score", FREE, "--to", "pdf", "-o", "x.html"), "does not end in .pdf"),
        (("audit", "nowhere"), "nowhere"),
        (("dance",), "No such command"),
    ],
)
def test_bad_input_ends_with_two_and_a_sentence(
    arguments: tuple[str, ...], part: str, capfd: pytest.CaptureFixture[str]
) -> None:
    run = Run(capfd, *arguments)
    assert run.code == 2
    assert run.out == ""
    assert part in run.err
    assert "Traceback" not in run.err


def test_an_audit_that_holds(capfd: pytest.CaptureFixture[str]) -> None:
    run = Run(capfd, "audit", str(DATA), "--jobs", "2")
    assert (run.code, run.err) == (0, "")
    assert run.out == "48 performances in 8 files: 48 add up, 0 differ.\n"


def test_an_audit_names_the_difference(altered: str, capfd: pytest.CaptureFixture[str]) -> None:
    run = Run(capfd, "audit", altered, SHORT)
    assert run.code == 1
    assert run.out.splitlines() == [
        f"{altered}: 1 of 6 differ",
        "  Yuzuru HANYU",
        "    tss: 177.13 printed, elements and components less deductions is 177.12",
        "12 performances in 2 files: 11 add up, 1 differs.",
        "Next: --json shows every check of every performance.",
    ]


def test_a_bad_file_does_not_stop_the_folder(
    tmp_path: Path, altered: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "aaa.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "bbb.json").write_bytes(b'{"performances": 3}')
    run = Run(capfd, "audit", str(tmp_path), "missing.pdf")
    assert run.code == 2
    assert len(run.err.splitlines()) == 3
    assert "altered.skate: 1 of 6 differ" in run.out
    assert "3 files could not be read" in run.out


def test_the_audit_as_json_has_the_promised_shape(
    altered: str, capfd: pytest.CaptureFixture[str]
) -> None:
    run = Run(capfd, "audit", altered, "--json")
    assert run.code == 1
    assert len(run.json) == 6
    row = run.json[1]
    assert {
        "file", "event", "date", "season", "discipline", "level", "segment", "rank", "name",
        "nation", "starting_number", "tes", "pcs", "deductions", "tss", "elements", "components",
        "checks",
    } <= row.keys()  # fmt: skip
    assert row["name"] == "Yuzuru HANYU"
    assert row["elements"][2] == {
        "number": 3,
        "code": "3F",
        "info": "e",
        "base_value": "5.30",
        "second_half": False,
        "goe": "-0.20",
        "marks": [0, -1, 1, 0, 0, -1, -1, 0, 0],
        "panel_score": "5.10",
    }
    assert row["components"][0].keys() == {"name", "factor", "marks", "panel_score"}
    assert row["checks"]["tss"].startswith("177.13 printed")
    assert row["checks"]["goe"] == "ok"


def test_reading_tells_each_protocol_and_writes_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = Run(capfd, "read", FREE)
    assert run.out.startswith("2012-12-08    6  Senior Men, Free Skating ")
    (told,) = Run(capfd, "read", FREE, "--json").json
    assert (told["discipline"], told["performances"]) == ("men", 6)
    target = tmp_path / "both.jsonl"
    assert Run(capfd, "read", FREE, SHORT, "-o", str(target)).code == 0
    run = Run(capfd, "audit", str(target))
    assert run.out == "12 performances in 1 file: 12 add up, 0 differ.\n"


def test_judges_get_their_names_from_a_folder_of_pages(
    shared: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paper = str(shared / "protocols" / "2012-13" / "gpf1213" / "men_free.pdf")
    target = tmp_path / "named.json"
    pages = ("--officials", str(shared / "pages"))
    (told,) = Run(capfd, "read", paper, *pages, "--json").json
    assert told["officials"] == 15
    assert Run(capfd, "read", paper, *pages, "-o", str(target)).code == 0
    (protocol,) = json.loads(target.read_text(encoding="utf-8"))
    judges = [one for one in protocol["officials"] if "Judge" in one["role"]]
    typed = [one for one in skate_file.read(Path(FREE)).officials if "Judge" in one.role]
    assert [(one["role"], one["name"].partition(" ")[2]) for one in judges] == [
        (one.role, one.name) for one in typed
    ]  # the page writes Mr. or Ms. in front


def test_a_folder_without_the_page_is_told_and_the_rest_is_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "both.jsonl"
    head, _, rest = Path(FREE).read_text(encoding="utf-8").partition("Referee:")
    path = tmp_path / "nameless.skate"
    path.write_text(head + rest[rest.index("\nSkater:") :], encoding="utf-8")
    none = str(tmp_path / "none")
    run = Run(capfd, "read", str(path), FREE, "--officials", none, "-o", str(target))
    assert run.code == 2
    assert run.err.startswith(f"nameless.skate: {none}: ")
    assert run.err.count("\n") == 1
    assert "2 protocols with 12 performances written" in run.out


def test_a_skate_is_scored_and_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "free.pdf"
    run = Run(capfd, "score", FREE, "--to", "pdf", "-o", str(target))
    assert run.code == 0
    assert "Javier FERNANDEZ (ESP) won the free skating with 178.43" in run.out
    assert "Everything that was published is what the marks give." in run.out
    assert Run(capfd, "audit", str(target)).code == 0
    (shape,) = Run(capfd, "score", FREE, "--json").json
    assert shape["skates"][1]["tss"] == "177.12"
    assert shape["skates"][1]["elements"][8]["steps"][4]["value"] == "9.46"


def test_a_published_total_that_differs_ends_with_one(
    altered: str, capfd: pytest.CaptureFixture[str]
) -> None:
    run = Run(capfd, "score", altered, "--steps")
    assert run.code == 1
    assert "Differs: TSS 177.13 published, 177.12 from the marks." in run.out


@pytest.mark.parametrize("kept", [(2,), (1, 4), (0, 1, 2, 3, 4)])
def test_a_part_of_the_skaters_is_scored_as_it_is_audited(
    kept: tuple[int, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The file lists the skaters by place: here the third alone, two, and all but the last."""
    head, *skates = Path(FREE).read_text(encoding="utf-8").split("\nSkater: ")
    path = tmp_path / "part.skate"
    path.write_text("\nSkater: ".join([head, *(skates[n] for n in kept)]), encoding="utf-8")
    (row, *_) = Run(capfd, "audit", str(path), "--json").json
    assert Run(capfd, "audit", str(path)).code == 0
    run = Run(capfd, "score", str(path))
    assert run.code == 0
    left_open = row["checks"]["rank"].startswith("not verifiable: ")
    assert ("is not verifiable" in run.out) is left_open
    assert (" won " in run.out) is (not left_open)
    (shape,) = Run(capfd, "score", str(path), "--json").json
    assert [skate["place"] for skate in shape["skates"]] == [n + 1 for n in kept]


def test_a_file_gets_each_difference_on_one_line(
    altered: str, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = Run(capfd, "audit", altered, "--on", "2020-01-01").out.splitlines()
    assert max(map(len, lines)) > 100
    assert all(": " in line for line in lines if line.startswith("    "))
    assert Run(capfd, "read", altered).out.count("\n") == 1


def test_nothing_is_written_over_that_was_not_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "free.skate"
    path.write_bytes(Path(FREE).read_bytes())
    target = tmp_path / "free.json"
    assert Run(capfd, "score", str(path), "--to", "json").code == 0
    target.write_text("mine", encoding="utf-8")
    run = Run(capfd, "score", str(path), "--to", "json")
    assert (run.code, run.out) == (2, "")
    assert f"{target} exists already" in run.err
    assert target.read_text(encoding="utf-8") == "mine"
    assert Run(capfd, "score", str(path), "--to", "json", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8") != "mine"


def test_a_deduction_with_typed_points_is_explained(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "free.skate"
    text = Path(FREE).read_text(encoding="utf-8").partition("Published")[0]
    path.write_text(f"{text}Deduction: Late for the ceremony 0.50\n", encoding="utf-8")
    run = Run(capfd, "score", str(path), "--steps")
    assert run.code == 0
    assert "Not checked: Late for the ceremony 0.50 is taken as typed." in run.out
    (shape,) = Run(capfd, "score", str(path), "--json").json
    assert shape["skates"][0]["notes"] == ["Late for the ceremony 0.50 is taken as typed"]
    assert shape["skates"][0]["steps"][-2]["value"] == "0.50"
    (row,) = Run(capfd, "audit", str(path), "--json").json
    assert row["holds"]
    assert row["checks"]["deductions"].startswith("not verifiable: ")


def test_the_rules_of_a_day(capfd: pytest.CaptureFixture[str]) -> None:
    """ISU: a man's third fall cost one point until 2015-16 and costs two since."""
    before = Run(capfd, "rules", "deductions", "--on", "2016-06-30", "--json").json[0]
    after = Run(capfd, "rules", "deductions", "--on", "2016-07-01", "--json").json[0]
    assert before["topics"]["deductions"][0]["value"].startswith("1.00 for each occurrence")
    assert after["topics"]["deductions"][0]["value"].startswith("1.00, 1.00, 2.00")
    run = Run(capfd, "rules", "scale", "3Lz", "--on", "2016-01-01")
    assert "3Lz     6.00 -2.10 -1.40 -0.70 0.70 1.40 2.10 verified" in _plain(run.out).splitlines()
    panel = Run(capfd, "rules", "panel", "--on", "2008-12-08", "--json").json[0]["topics"]["panel"]
    assert panel[0]["value"] == "at most 12 judges, of whom at most 9 count"
    assert all(rule["source"] for rule in panel)
    series = Run(capfd, "rules", "grand-prix", "--on", "2012-12-08", "--json").json[0]["topics"]
    assert series["grand-prix"][0]["value"] == "15, 13, 11, 9, 7, 5, 4, 3"
    assert all(rule["source"] for rule in series["grand-prix"])
    whole = Run(capfd, "rules", "--on", "2012-12-08", "--discipline", "ice dance")
    assert "free dance" in whole.out
    assert "1.75" in whole.out


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        ("sochi",),
        ("rules",),
        ("audit", "altered.skate", "--on", "2020-01-01"),
        ("read", "altered.skate"),
        ("score", FREE, "--steps"),
        ("element", "4Lzq+1Eu+3F", "--goe", "1,2", "--on", "2024-12-08"),
    ],
)
def test_text_fits_the_width_and_has_no_control_characters(
    arguments: tuple[str, ...],
    columns: int,
    altered: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(Path(altered).parent)
    monkeypatch.setenv("COLUMNS", str(columns))
    run = Run(capfd, *arguments)
    assert "\x1b" not in run.out
    assert "\t" not in run.out
    if columns >= 80:
        assert max(map(len, run.out.splitlines())) <= columns


def command(*arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "kissandcry", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="their file names are all letters")
@pytest.mark.parametrize("output", [False, True])
def test_a_file_name_that_is_no_text_is_told_with_a_sign(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, *, output: bool
) -> None:
    """As programs of other encodings leave them: an e with an accent in Latin-1."""
    path = tmp_path / os.fsdecode(b"libre-\xe9.skate")
    path.write_bytes(Path(FREE).read_bytes())
    written = tmp_path / os.fsdecode(b"\xe9.csv")
    run = Run(capfd, "read", "--json", str(path), *(["-o", str(written)] if output else []))
    assert (run.code, run.err) == (0, "")
    name = Path(run.json[0]["file"]).name
    assert name == (
        "\N{REPLACEMENT CHARACTER}.csv" if output else "libre-\N{REPLACEMENT CHARACTER}.skate"
    )
    assert written.exists() is output


def test_a_reader_that_goes_away_brings_no_traceback() -> None:
    """As `kissandcry audit --json ... | head -1` does."""
    with command("audit", "--json", *[FREE, SHORT] * 40) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in {0, 1}


def test_a_console_without_the_letters_shows_question_marks(tmp_path: Path) -> None:
    text = Path(FREE).read_text(encoding="utf-8").replace("Yuzuru HANYU", CYRILLIC)
    path = tmp_path / "free.skate"
    path.write_text(text, encoding="utf-8")
    with command("score", str(path), **NARROW) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"?????? ????" in out
    assert b"3F lost most (-0.20)" in out


CYRILLIC = "Юдзуру Ханю"
NARROW = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
CLUB = """
title = "Клуб"
disciplines = ["men"]
levels = ["senior"]

[[based_on]]
authority = "isu"
level = "senior"
subjects = [
  "grades", "scales", "panel", "calculation", "second_half", "reductions", "components",
  "deductions", "ties", "statements",
]
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("sochi",),
        ("score", "клуб.skate"),
        ("element", "3Lz", "--authority", "клуб"),
        ("rules", "scale", "3Lz", "--authority", "клуб"),
        ("read", "клуб.skate"),
        ("read", "клуб.skate", "-o", "кубок.jsonl"),
        ("audit", "клуб.skate"),
    ],
)
def test_json_is_utf_8_whatever_the_console_can_show(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 8259, section 8.1: JSON between systems is UTF-8."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KISSANDCRY_RULEBOOKS", str(tmp_path / "клуб"))
    (tmp_path / "клуб").mkdir()
    (tmp_path / "клуб" / "authority.toml").write_text(CLUB, encoding="utf-8")
    text = Path(FREE).read_text(encoding="utf-8").replace("Yuzuru HANYU", CYRILLIC)
    (tmp_path / "клуб.skate").write_text(text, encoding="utf-8")
    results = []
    for environment in (NARROW, {"PYTHONUTF8": "1"}):
        with command(*arguments, "--json", **environment) as process:
            out, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
        results.append(out)
    assert results[0] == results[1]
    assert json.loads(results[0].decode("utf-8").splitlines()[0])
    assert results[0].isascii() is (arguments == ("sochi",))


def test_only_a_reader_of_the_output_that_goes_away_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Windows calls a pipe without a reader an invalid argument; so are other things."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("kissandcry.protocols.batch.read_files", fail)
    with pytest.raises(OSError, match="Invalid argument"):
        main(["read", FREE])
    for number, windows, sentence in (
        (errno.EPIPE, False, ""),
        (errno.EINVAL, True, ""),
        (errno.EINVAL, False, "standard output: Invalid argument"),
    ):
        monkeypatch.setattr(answers, "ON_WINDOWS", windows)
        with pytest.raises(answers.OutputCut) as caught, answers.writing():
            raise OSError(number, "Invalid argument")
        assert caught.value.sentence == sentence


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [("sochi",), ("sochi", "--json"), ("audit", FREE)])
def test_a_full_disk_is_told_in_one_sentence(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kissandcry", *arguments],
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "standard output: No space left on device\n"


def test_starting_loads_no_library_that_is_not_needed() -> None:
    check = (
        "import sys; from kissandcry.cli import main; main(['--version']);"
        "print(sorted({'rich', 'duckdb', 'typst', 'numpy', 'pypdfium2'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_and_option_is_documented() -> None:
    from kissandcry.cli.app import kissandcry

    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    headed = re.findall(r"^## `([a-z]+)", page, flags=re.MULTILINE)
    assert headed == list(COMMANDS)
    assert kissandcry.list_commands(click.Context(kissandcry)) == headed
    for name in COMMANDS:
        section = page.partition(f"\n## `{name}")[2].partition("\n## ")[0]
        loaded = kissandcry.get_command(click.Context(kissandcry), name)
        assert loaded is not None
        if isinstance(loaded, click.Group):
            own = loaded.list_commands(click.Context(loaded))
            assert re.findall(rf"^### `{name} ([a-z]+)", section, flags=re.MULTILINE) == own
            for sub in own:
                part = section.partition(f"\n### `{name} {sub}")[2].partition("\n### ")[0]
                inner = loaded.get_command(click.Context(loaded), sub)
                assert inner is not None
                _options_stand_in(part, inner, f"{name} {sub}")
        _options_stand_in(section, loaded, name)


def _options_stand_in(section: str, loaded: click.Command, name: str) -> None:
    for option in (text for one in loaded.params for text in one.opts if text.startswith("-")):
        assert f"`{option}" in section, f"{name} {option}"


def test_an_element_that_lost_its_value_says_until_when(capfd: pytest.CaptureFixture[str]) -> None:
    """The Euler is `Eu` without a value from 2026-27 on; until then it was `1Eu`."""
    run = Run(capfd, "element", "4Lzq+1Eu+3F", "--on", "2026-11-22")
    assert run.code == 2
    assert "it had a value until 2026-06-30: try --on 2026-06-30" in run.err


def test_an_audit_by_the_rules_of_another_authority(capfd: pytest.CaptureFixture[str]) -> None:
    run = Run(capfd, "audit", FREE, "--authority", "example_federation")
    assert run.code == 2
    assert "example" in run.err.lower()
    assert Run(capfd, "audit", FREE, "--authority", "isu").code == 0


def test_a_name_gives_no_orders_to_the_terminal(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "hostile.json"
    (protocol,) = read(Path(FREE))
    first = structs.replace(protocol.performances[0], name="\x1b]0;mine\x07\x1b[2J", rank=4)
    write([structs.replace(protocol, performances=(first, *protocol.performances[1:]))], path)
    for command in ("audit", "read"):
        run = Run(capfd, command, str(path))
        assert not set(run.out + run.err) & {"\x1b", "\x07"}
    assert "?]0;mine??[2J" in Run(capfd, "audit", str(path)).out


@pytest.mark.parametrize(
    ("day", "words"), [("2008-11-15", "downgraded"), ("2012-12-08", "under-rotated")]
)
def test_a_sign_is_said_as_on_its_day(
    capfd: pytest.CaptureFixture[str], day: str, words: str
) -> None:
    """Until 2009-10 the sign "<" stood for a jump downgraded by a revolution."""
    run = Run(capfd, "element", "3T<", "--on", day)
    assert run.out.startswith(f"3T<: triple toe loop {words}\n")
