"""How the server starts, ends, and refuses to start."""

import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import pytest
from websockets.exceptions import ConnectionClosed

from harness import PROGRAM, ROOT
from harness.client import Client
from harness.raw import ACKNOWLEDGED, Peer, edit
from harness.server import Server, run_refused
from harness.web import Web
from harness.wire import insert

PLACE = "formaal/tekst"


def assert_one_sentence(status: int, output: str, said: str):
    assert status > 0
    assert output == ""
    assert len(said.strip().splitlines()) == 1, said
    assert "Fatal error" not in said and "Error Domain" not in said


def snapshot(directory):
    return {path: path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def test_a_start_prints_one_line_and_nothing_after_it(server):
    Web(server.url).log_in("koeb1").get("/")

    assert server.lines == [f"listening on {server.url}"]
    assert server.url == f"http://127.0.0.1:{server.port}"
    assert Web(server.url).get("/healthz").status == 200


def test_the_first_start_without_demo_prints_the_setup_address_and_creates_nobody(tmp_path):
    with Server(tmp_path / "data", demo=False) as server:
        web = Web(server.url)
        address = next(word for word in server.errors.split() if "/setup/" in word)

        assert web.get(address.removeprefix(server.url)).status == 200
        assert web.post("/login", email="koeb1@demo.invalid", password="udkast-demo-2026").status in (400, 401, 403, 422)


def test_sigterm_ends_it_with_success_within_five_seconds_though_people_are_connected(server):
    with Client(server.url, "koeb1") as client:
        client.insert(PLACE, 0, "Sidste ord. ")
        client.sync()

        assert server.stop(within=5) == 0
        assert client.next_event("closed")


def test_an_edit_before_sigterm_is_there_after_the_next_start(server):
    with Client(server.url, "koeb1") as client:
        client.insert(PLACE, 0, "Sidste ord. ")
        client.sync()
        server.stop()

    server.start()

    assert Web(server.url).log_in("koeb1").document()["places"][PLACE].startswith("Sidste ord. ")


def test_sigterm_under_load_loses_nothing_that_was_acknowledged(server):
    acknowledged = {}

    def type_on(peer: Peer):
        place, count = f"knude-{peer.session}/felt", 0
        try:
            while True:
                parents = [(peer.session, count - 1)] if count else []
                peer.send(edit(peer.session, count, parents, insert(place, count, "x")))
                peer.next(ACKNOWLEDGED)
                count += 1
                acknowledged[place] = count
        except ConnectionClosed:
            pass

    peers = [Peer(server, f"koeb{number % 3 + 1}") for number in range(9)]
    typists = [threading.Thread(target=type_on, args=[peer]) for peer in peers]
    for typist in typists:
        typist.start()
    time.sleep(1)

    assert server.stop(within=5) == 0

    for typist in typists:
        typist.join(10)
    for peer in peers:
        peer.close()
    assert len(acknowledged) == 9
    server.start()
    places = Web(server.url).log_in("koeb1").document()["places"]
    assert {place: len(places[place]) >= count for place, count in acknowledged.items()} == dict.fromkeys(acknowledged, True)


@pytest.mark.parametrize("milliseconds", [0, 20, 60, 150, 400])
def test_sigterm_during_the_first_start_ends_it_and_the_next_start_is_whole(tmp_path, milliseconds):
    first = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0", "--data", str(tmp_path / "data"), "--demo"], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(milliseconds / 1000)
    first.terminate()

    assert first.wait(5) in (0, -signal.SIGTERM)

    with Server(tmp_path / "data") as server:
        assert Web(server.url).log_in("koeb1").document()["places"][PLACE]


def test_a_second_server_on_the_same_directory_is_refused_and_the_first_goes_on(server, data):
    status, output, said = run_refused(data, "--port", "0")

    assert_one_sentence(status, output, said)
    assert Web(server.url).get("/healthz").status == 200


def test_a_port_in_use_is_refused_and_nothing_is_touched(data):
    before = snapshot(data)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        status, output, said = run_refused(data, "--port", str(other.getsockname()[1]))

    assert_one_sentence(status, output, said)
    assert snapshot(data) == before


def test_an_unreadable_directory_is_refused(data):
    if os.getuid() != 0:
        pytest.skip("needs root, to become somebody else")
    os.chmod(data, 0o700)
    for parent in list(data.parents)[:3]:
        os.chmod(parent, 0o755)

    status, output, said = run_refused(data, "--port", "0", user="nobody")

    assert_one_sentence(status, output, said)


def test_a_file_in_place_of_the_directory_is_refused(tmp_path):
    (tmp_path / "data").write_text("ikke en mappe")

    assert_one_sentence(*run_refused(tmp_path / "data", "--port", "0"))


def test_a_newer_schema_is_refused_and_nothing_is_touched(data):
    database = next(path for path in data.iterdir() if path.read_bytes()[:15] == b"SQLite format 3")
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = snapshot(data)

    status, output, said = run_refused(data, "--port", "0")

    assert_one_sentence(status, output, said)
    assert snapshot(data) == before


@pytest.mark.parametrize("options", [
    ("--port", "70000"), ("--port", "otte"), ("--port",), ("--nonsens",), ("--port", "0", "--cert", "findes-ikke.pem"),
])
def test_an_option_that_makes_no_sense_is_refused_and_named(tmp_path, options):
    status, output, said = run_refused(tmp_path / "data", *options)

    assert status > 0 and output == ""
    assert options[0] in said.splitlines()[0] or "--key" in said
    assert not (tmp_path / "data").exists()


def test_with_a_certificate_it_speaks_tls_and_marks_its_cookie_secure(data, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)

    with Server(data, "--cert", str(certificate), "--key", str(key)) as server:
        assert server.url == f"https://127.0.0.1:{server.port}"
        web = Web(server.url, trusting=certificate).log_in("koeb1")
        assert all(cookie.secure for cookie in web.jar)
        assert web.get("/").status == 200


def test_demo_data_does_not_overwrite_a_directory_that_has_data(server):
    with Client(server.url, "koeb1") as client:
        client.insert(PLACE, 0, "Vores egen tekst. ")
        client.sync()
    server.stop()

    server.start()

    assert Web(server.url).log_in("koeb1").document()["places"][PLACE].startswith("Vores egen tekst. ")
