"""How the server starts, ends, and refuses to start."""

import os
import socket
import sqlite3
import subprocess

import pytest

from harness.client import Client
from harness.server import Server, run_refused
from harness.web import Web

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
