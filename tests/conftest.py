"""Fixtures for every test, and what holds for all of them: no network, and nothing is timed."""

import ipaddress
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from kissandcry import archive
from kissandcry.archive import places
from kissandcry.archive.collect import collect
from tests.video import watched

REFERENCE = Path(__file__).resolve().parents[2] / "shared"
IN_CI = os.environ.get("CI") == "true"

# Slow machines are no failure, so nothing is timed; in CI the examples are the same every time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if IN_CI else "here")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the checkout; its tests skip where it is absent."""
    if not REFERENCE.is_dir():
        message = "the reference material ../shared is not here"
        if IN_CI:
            pytest.fail(message)
        pytest.skip(message)
    return REFERENCE


def _built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """The file of that name, built by whichever process of this test run asks first."""
    base = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # the processes of one run share it
    folder, done = base / f"{name}.building", base / f"{name}.duckdb"
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists() and not (folder / "failed").exists():
            time.sleep(0.05)
        assert done.exists(), f"{name} could not be built: see the test that built it"
        return done
    try:
        build(folder / done.name)
        (folder / done.name).rename(done)
    except BaseException:
        (folder / "failed").touch()
        raise
    return done


@pytest.fixture(scope="session")
def season_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that comes with the program. It is shared: copy it to write to it."""
    return _built_once(tmp_path_factory, "season", places.make)


@pytest.fixture(scope="session")
def reference_file(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """An archive of the reference material, protocols and pages; shared as `season_file`."""

    def build(path: Path) -> None:
        collect(path, [str(shared / "protocols"), str(shared / "pages")], jobs=2)

    return _built_once(tmp_path_factory, "reference", build)


@pytest.fixture
def season_archive(season_file: Path) -> Iterator[archive.Archive]:
    """The Grand Prix of 2012-13, as it comes with the program, to be read."""
    with archive.open(season_file) as opened:
        yield opened


@pytest.fixture
def reference_archive(reference_file: Path) -> Iterator[archive.Archive]:
    """Every protocol and page of the reference material, to be read."""
    with archive.open(reference_file) as opened:
        yield opened


@pytest.fixture(scope="session", autouse=True)
def _own_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test asks or changes the archive of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        own = tmp_path_factory.mktemp("own") / "archive.duckdb"
        patch.setenv(places.VARIABLE, str(own))
        yield


class NetworkUsed(Exception):
    """A test reached for another machine."""


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(scope="session", autouse=True)
def _offline() -> Iterator[None]:
    """Only this machine can be reached: everything else raises `NetworkUsed`."""

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def checked(self: socket.socket, address: Any) -> Any:
            if isinstance(address, tuple) and not _is_here(str(address[0])):
                raise NetworkUsed(f"a test tried to reach {address[0]}, and tests run offline")
            return connect(self, address)

        return checked

    def looked_up(host: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_here(str(name)):
            raise NetworkUsed(f"a test tried to look up {name}, and tests run offline")
        return look_up(host, *rest, **options)

    look_up = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", looked_up)
        yield


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """The review of a real clip; shared as `season_file`."""
    watched.needs_models()
    return _built_once(tmp_path_factory, "reviewed", lambda path: watched.make(shared, path))
