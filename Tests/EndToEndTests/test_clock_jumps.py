"""The machine's clock is set forward and back by a day while people type: nothing is lost and nobody is in the way."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from harness.raw import ACKNOWLEDGED, Peer, edit
from harness.server import Server
from harness.web import Web
from harness.wire import insert

SOURCE = Path(__file__).parent / "harness/clock.c"
DAY = 24 * 3600


@pytest.fixture
def clock(tmp_path, monkeypatch):
    """Sets the clock of servers that start from now on, in seconds off the real time: `clock(DAY)`."""
    library, setting = tmp_path / "clock.so", tmp_path / "clock"
    # The compiler comes with Swift.
    subprocess.run(["clang", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)

    def set_to(offset: int):
        setting.with_suffix(".new").write_text(str(offset))
        os.replace(setting.with_suffix(".new"), setting)

    set_to(0)
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.setenv("UDKAST_CLOCK", str(setting))
    yield set_to


def server_date(web: Web) -> str:
    return web.get("/healthz").headers["date"]


def test_nothing_breaks_when_the_clock_is_set_by_a_day(data, clock, monkeypatch):
    with Server(data) as server:
        monkeypatch.delenv("LD_PRELOAD")
        dates, typed = [server_date(Web(server.url))], 0
        for offset in (DAY, -DAY, 0, DAY, 0):
            with Peer(server, "koeb1") as peer:
                peer.send(edit(peer.session, 0, [], insert("knude/ur", 0, "a")))
                peer.next(ACKNOWLEDGED)
                clock(offset)
                # Past the second for which the date of answers is kept, and the pause after which the store tidies up.
                time.sleep(1.2)
                dates.append(server_date(Web(server.url)))
                began = time.monotonic()
                peer.send(edit(peer.session, 1, [(peer.session, 0)], insert("knude/ur", 1, "b")))
                peer.next(ACKNOWLEDGED)
                assert time.monotonic() - began < 2
                typed += 2
        assert len({date[5:16] for date in dates}) == 3, dates
        assert len(Web(server.url).log_in("sek1").document()["places"]["knude/ur"]) == typed
        assert server.stop() == 0
    with Server(data) as server:
        assert len(Web(server.url).log_in("sek1").document()["places"]["knude/ur"]) == typed
