"""A disk that is full or damaged: nothing that was acknowledged is lost, and what can be read is read."""

import os
import shutil
import sqlite3
import subprocess
import time

import pytest
from websockets.exceptions import ConnectionClosed

from harness import TARGET
from harness.raw import ACKNOWLEDGED, SAVING, Peer, edit, read_number
from harness.server import Server
from harness.web import Web
from harness.wire import insert

PLACE = "formaal/tekst"
SPARE = 3 * 2**20


@pytest.fixture
def small_disk(demo_data, tmp_path):
    """A data directory on a file system of its own with a few megabytes to spare."""
    if os.getuid() != 0:
        pytest.skip("needs root, to mount a small file system")
    used = sum(path.stat().st_size for path in demo_data.rglob("*"))
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + SPARE}", "tmpfs", disk])
    if mounted.returncode != 0:
        pytest.skip("cannot mount a file system here")
    try:
        shutil.copytree(demo_data, disk / "data")
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def fill(disk):
    filler = os.open(disk / "filler", os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(filler, bytes(4096))
    except OSError:
        os.close(filler)


def type_until_refused(peer: Peer) -> tuple[str, list[int]]:
    """Types until the server cannot store any more; returns what was acknowledged, and what came last."""
    acknowledged, position, told = "", 0, []
    try:
        for count in range(200):
            text = f"<{count:04}" + 8_000 * "." + ">"
            parents = [(peer.session, position - 1)] if position else []
            peer.send(edit(peer.session, position, parents, insert(f"knude/{peer.session}", position, text)))
            while True:
                message = peer.socket.recv(20)
                told.append(message[0])
                if message[0] == ACKNOWLEDGED:
                    assert read_number(message, read_number(message, 1)[1])[0] == position + len(text)
                    acknowledged += text
                    break
            position += len(text)
    except ConnectionClosed:
        pass
    return acknowledged, told


def test_on_a_full_disk_nothing_is_acknowledged_and_writing_resumes_when_there_is_room(small_disk):
    with Server(small_disk / "data") as server, Peer(server, "koeb1") as peer, Peer(server, "koeb2") as other:
        web = peer.web
        fill(small_disk)

        acknowledged, told = type_until_refused(peer)

        assert told[-1] == SAVING and peer.socket.close_code == 1013
        with pytest.raises(ConnectionClosed):
            while True:
                other.socket.recv(10)
        assert other.socket.close_code == 1013
        assert web.get("/healthz").status == 200
        assert web.document()["places"].get(f"knude/{peer.session}", "") == acknowledged

        (small_disk / "filler").unlink()
        started = time.monotonic()
        with Peer(server, "koeb1", web=web) as again:
            again.send(edit(again.session, 0, [], insert("knude/igen", 0, "plads")))
            again.next(ACKNOWLEDGED)
            assert time.monotonic() - started < 10

        server.kill()
        server.start()
        places = Web(server.url).log_in("sek1").document()["places"]
        assert places.get(f"knude/{peer.session}", "") == acknowledged
        assert places["knude/igen"] == "plads"


def test_on_a_full_disk_the_server_starts_and_says_what_it_has(small_disk):
    with Server(small_disk / "data") as server:
        assert server.stop() == 0
        fill(small_disk)

        server.start()

        assert Web(server.url).get("/healthz").status == 200
        assert server.stop() == 0


def test_a_damaged_document_is_named_and_the_others_are_unaffected(data):
    database = next(path for path in data.iterdir() if path.read_bytes()[:15] == b"SQLite format 3")
    with sqlite3.connect(database) as connection:
        for trigger, in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(
            "UPDATE batch SET bytes = x'00' WHERE serial = (SELECT max(serial) FROM batch WHERE document = ?)", [TARGET])
    connection.close()

    with Server(data) as server:
        web = Web(server.url).log_in("sek1")

        assert web.get(f"/documents/{TARGET}/text").status == 503
        with pytest.raises(ConnectionClosed):
            with Peer(server, "koeb1"):
                pass
        assert TARGET in server.errors and "cannot open a document" in server.errors
        other = web.document("kom-moebler")
        assert other["places"]
        with Peer(server, "formand", document="moede-moebler-1"):
            pass
