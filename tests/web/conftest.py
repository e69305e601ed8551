"""The pages of the Grand Prix of 2012-13, asked without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kissandcry.web.app import create_app


@pytest.fixture(scope="session")
def client(season_file: Path) -> Iterator[TestClient]:
    """Asks the application; a fault in it fails the test."""
    with TestClient(create_app(season_file), base_url="http://localhost") as opened:
        yield opened
