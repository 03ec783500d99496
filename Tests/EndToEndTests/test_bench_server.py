"""`udkast-bench web`: the product's stack with nothing behind it, as checkers and load generators meet it."""

import signal
import subprocess

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from harness import ROOT
from harness.web import Web


@pytest.fixture(scope="module")
def address():
    process = subprocess.Popen(
        [ROOT / ".build/release/udkast-bench", "web", "--port", "0"], stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    assert line.startswith("listening on http://")
    yield line.removeprefix("listening on http://").strip()
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0


def socket(address, path, **options):
    return connect(f"ws://{address}{path}", compression=None, proxy=None, max_size=None, **options)


def test_pages_have_their_sizes(address):
    site = Web(f"http://{address}")
    hello, file = site.get("/hello"), site.get("/file")
    assert (hello.status, len(hello.body)) == (200, 13)
    assert (file.status, len(file.body)) == (200, 16 * 1024)
    assert site.get("/other").status == 404


def test_an_echo_is_the_message(address):
    with socket(address, "/echo") as peer:
        for message in ("rødgrød", b"\x00\xff", "", b"x" * 3_000_000):
            peer.send(message)
            assert peer.recv(10) == message


def test_a_room_tells_all_others_and_no_other_room(address):
    with socket(address, "/room/a") as one, socket(address, "/room/a") as two, socket(address, "/room/b") as apart:
        one.send("first")
        assert two.recv(10) == "first"
        two.send(b"second")
        assert one.recv(10) == b"second"
        with pytest.raises(TimeoutError):
            apart.recv(0.2)


def test_the_checks_of_the_product_are_on(address):
    with pytest.raises(InvalidStatus) as refusal:
        socket(address, "/echo", origin="https://elsewhere.example")
    assert refusal.value.response.status_code == 403
    with socket(address, "/echo") as peer:
        peer.socket.sendall(b"\x81\x01A")  # not masked
        with pytest.raises(ConnectionClosed) as closed:
            peer.recv(10)
        assert closed.value.rcvd.code == 1002
