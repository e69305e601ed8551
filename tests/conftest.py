"""Fixtures for every test, and what holds for all of them: no network, and nothing is timed."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

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
