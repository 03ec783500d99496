"""A server with the demo data for each test that asks for one; loading the data is done once."""

import shutil

import pytest

from harness.server import Server


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory):
    """A data directory with the demo data, to copy: loading it hashes 26 passwords."""
    directory = tmp_path_factory.mktemp("demo") / "data"
    with Server(directory) as server:
        assert server.stop() == 0
    return directory


@pytest.fixture
def data(demo_data, tmp_path):
    """A data directory of the test's own, with the demo data in it."""
    return shutil.copytree(demo_data, tmp_path / "data")


@pytest.fixture
def server(data):
    with Server(data) as server:
        yield server
