"""What holds for the project as a whole: its files, its lock, its commands, its wheel."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatchcase
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from typing import Any

import pytest
from flit_core import buildapi
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("run", "dev", "node")}
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)( ; [^\\]+)? \\$", re.MULTILINE)

# Written in parts so that this file is not found by its own search.
HOSTS = tuple(
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "com"),
        ("npmjs", "org"),
        ("debian", "org"),
    ]
)
PLACES = tuple(f"/{'/'.join(parts)}" for parts in [("work", ""), ("root", ""), ("tmp", "x", "")])


def project_files() -> list[Path]:
    """Every file that belongs to the project: what git knows, or all that is not made."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    else:
        paths = files_without_git(ROOT)
    return sorted(path for path in paths if path.is_file())


def files_without_git(root: Path) -> list[Path]:
    """What is not made by a tool: all but git's own folder and what `.gitignore` names."""
    lines = (root / ".gitignore").read_text(encoding="utf-8").split()
    made = [".git", *(line.rstrip("/") for line in lines)]

    def is_made(path: Path) -> bool:
        parts = path.relative_to(root).parts
        names = [f"/{parts[0]}", *parts]  # a slash in front stands for the folder at the top
        return any(fnmatchcase(name, pattern) for name in names for pattern in made)

    return [path for path in root.rglob("*") if path.is_file() and not is_made(path)]


FILES = project_files()
PYTHON_FILES = [path for path in FILES if path.suffix == ".py"]


def test_a_tree_without_git_is_searched_without_the_caches_of_tools(tmp_path: Path) -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    folders = [line.strip("/").replace("*", "any") for line in ignored.split() if line[-1] == "/"]
    assert {".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"} <= set(folders)
    for folder in [*folders, ".git", "src", "src/build", "src/package/__pycache__"]:
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "one.py").write_text("", encoding="utf-8")
    for name in (".coverage", ".coverage.host.1"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / ".gitignore").write_text(ignored, encoding="utf-8")
    found = {path.relative_to(tmp_path).as_posix() for path in files_without_git(tmp_path)}
    assert found == {".gitignore", "src/one.py", "src/build/one.py"}


def _extras() -> list[str]:
    """What the extras ask for, together."""
    extras: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
    return [text for asked in extras.values() for text in asked]


def pins(name: str) -> dict[str, str]:
    return {
        found[1]: found[2] for found in PINNED.finditer(LOCKS[name].read_text(encoding="utf-8"))
    }


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))


def test_files_are_text_without_carriage_returns_and_name_no_place_of_work() -> None:
    problems = []
    for path in FILES:
        content = path.read_bytes()
        if b"\0" in content:  # a font or a picture
            continue
        text = content.decode("utf-8")
        if "\r" in text:
            problems.append(f"{path.relative_to(ROOT)}: carriage return")
        problems += [
            f"{path.relative_to(ROOT)}: {word}" for word in (*HOSTS, *PLACES) if word in text
        ]
    assert problems == []


def test_python_files_stay_short_enough_to_read() -> None:
    problems = []
    for path in PYTHON_FILES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 900:
            problems.append(f"{path.relative_to(ROOT)}: more than 900 lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 80:
                    problems.append(f"{path.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert problems == []


def test_commands_in_the_pages_exist() -> None:
    for page in ("README.md", "CONTRIBUTING.md", ".ci/run"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`|\$ )make ([a-z]+)", text, flags=re.MULTILINE))
        assert named, page
        assert named <= targets(), page


def test_every_command_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == targets()
    assert set(re.findall(r"^([a-z]+):.*## \S", makefile, flags=re.MULTILINE)) == targets()


def test_pages_name_files_that_exist() -> None:
    missing = []
    for page in [path for path in FILES if path.suffix == ".md"]:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in link and not (page.parent / link).exists():
                missing.append(f"{page.relative_to(ROOT)}: {link}")
        for place in re.findall(r"`((?:src|tests|benchmarks|docs)/[^`<>]*)`", text):
            if not (ROOT / place).exists():
                missing.append(f"{page.relative_to(ROOT)}: {place}")
    assert missing == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_versions_and_hashes_and_no_addresses(name: str) -> None:
    lock = LOCKS[name].read_text(encoding="utf-8")
    entries = re.split(r"^(?=[^\s#])", lock, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(name))
    for entry in entries:
        assert PINNED.match(entry), entry.split("\n")[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.split("\n")[0]
    for word in ("://", "--index-url", "--extra-index", "--find-links", "--trusted-host", " @ "):
        assert word not in lock


def test_the_locks_hold_what_the_project_asks_for() -> None:
    run, dev = pins("run"), pins("dev")
    groups = PROJECT["dependency-groups"]
    extras = PROJECT["project"]["optional-dependencies"]
    asked = PROJECT["project"]["dependencies"] + groups["build"] + extras["print"]
    for lock, wanted in (
        (run, asked),
        (dev, asked + _extras() + groups["dev"]),
        (pins("node"), groups["node"]),
    ):
        for requirement in map(Requirement, wanted):
            version = lock[_plain(requirement.name)]
            assert requirement.specifier.contains(version), requirement.name
    assert run.items() <= dev.items()
    assert set(groups["build"]) == set(PROJECT["build-system"]["requires"])


def test_every_library_is_explained() -> None:
    page = (ROOT / "docs" / "libraries.md").read_text(encoding="utf-8")
    groups = [text for asked in PROJECT["dependency-groups"].values() for text in asked]
    asked = PROJECT["project"]["dependencies"] + _extras() + groups
    assert [name for name in map(_name, asked) if f"`{name}`" not in page] == []


def test_a_base_installation_stays_small() -> None:
    """At most 400 MB with all that it needs."""
    needed: set[str] = set()
    waiting = [_name(text) for text in PROJECT["project"]["dependencies"]]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            asked = map(Requirement, distribution(name).requires or ())
            waiting += [
                _plain(one.name)
                for one in asked
                if one.marker is None or one.marker.evaluate({"extra": ""})
            ]
    files = [file for name in needed for file in distribution(name).files or ()]
    assert 0 < sum(file.size or 0 for file in files) < 400_000_000


def test_the_source_imports_only_what_is_declared() -> None:
    declared = {_name(text) for text in PROJECT["project"]["dependencies"] + _extras()}
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"kissandcry"}
    sources = packages_distributions()
    assert {name for module in foreign for name in map(_plain, sources[module])} <= declared


def test_the_wheel_holds_every_file_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    wheel = tmp_path / buildapi.build_wheel(str(tmp_path))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        texts = {name: archive.read(name).decode("utf-8") for name in names if "info/" in name}
    source = {
        path.relative_to(ROOT / "src").as_posix() for path in FILES if ROOT / "src" in path.parents
    }
    assert source <= names
    info = next(name for name in names if name.endswith("/METADATA")).removesuffix("METADATA")
    assert "License-Expression: Apache-2.0" in texts[f"{info}METADATA"]
    assert "Requires-Python: >=3.11" in texts[f"{info}METADATA"]
    assert "kissandcry=kissandcry.cli:main" in texts[f"{info}entry_points.txt"]
    assert any(name.startswith(info) and name.endswith("LICENSE") for name in names)


@pytest.mark.skipif(os.name == "nt", reason="the script is for systems with a shell")
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ('case "$2" in *ensurepip*) exit 1;; esac', "apt install python3-venv"),
        ("exit 1", "Python 3.11 or newer"),
    ],
)
def test_a_machine_that_lacks_something_is_told_in_one_sentence(
    answer: str, sentence: str, tmp_path: Path
) -> None:
    """A Python without ensurepip, as Debian's without python3-venv, and one that is too old."""
    python = tmp_path / "python3"
    python.write_text(f'#!/bin/sh\n{answer}\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "venv.sh", tmp_path / "venv"],
        env={"PATH": "/nowhere", "PYTHON": str(python)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "venv").exists()


def test_tests_cannot_reach_another_machine() -> None:
    from tests.conftest import NetworkUsed

    with socket.socket() as one, pytest.raises(NetworkUsed, match=r"192\.0\.2\.1"):
        one.connect(("192.0.2.1", 80))  # an address that is kept for documentation
    with pytest.raises(NetworkUsed, match="example"):
        socket.create_connection(("example.invalid", 80))
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def _name(requirement: str) -> str:
    return _plain(Requirement(requirement).name)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
