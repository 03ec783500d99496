"""What an operator does while people work: a backup, a new certificate, a look at the figures."""

import asyncio
import os
import signal
import ssl
import subprocess
import threading
import urllib.error
import urllib.request

import pytest
from websockets.asyncio.client import connect

from harness import PROGRAM, TARGET
from harness.raw import ACKNOWLEDGED, Peer, edit
from harness.server import Server
from harness.web import Web
from harness.wire import insert

PLACE = "formaal/tekst"


def udkast(*words) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=60)


def type_letters(peer: Peer, stop: threading.Event, counts: list[int]):
    """Types and waits for each acknowledgement, until it is told to stop."""
    count = 0
    while not stop.is_set():
        parents = [(peer.session, count - 1)] if count else []
        peer.send(edit(peer.session, count, parents, insert(f"knude/{peer.session}", count, "x")))
        peer.next(ACKNOWLEDGED)
        count += 1
    counts.append(count)


def test_a_running_server_writes_a_backup_while_people_type(data, tmp_path):
    with Server(data) as server, Peer(server, "koeb1") as peer:
        stop, counts = threading.Event(), []
        typing = threading.Thread(target=type_letters, args=(peer, stop, counts))
        typing.start()
        done = udkast("backup", "--data", data, "--output", tmp_path / "kopi")
        again = udkast("backup", "--data", data, "--output", tmp_path / "kopi")
        stop.set()
        typing.join(20)

        assert done.returncode == 0, done.stderr
        assert again.returncode == 1 and "kopi" in again.stderr
        assert counts and counts[0] > 0
        assert server.stop() == 0
    assert not (data / "control").exists()
    assert udkast("restore", "--input", tmp_path / "kopi", "--data", tmp_path / "ny").returncode == 0
    assert udkast("verify", "--data", tmp_path / "ny").returncode == 0


def test_a_backup_that_cannot_be_written_is_said_in_one_sentence(data, tmp_path):
    with Server(data):
        done = udkast("backup", "--data", data, "--output", tmp_path / "findes-ikke" / "kopi")

        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1


def certificate(folder, name: str):
    files = folder / f"{name}.pem", folder / f"{name}-key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", files[0],
         "-keyout", files[1]],
        check=True, capture_output=True)
    return files


def shown(port: int) -> str:
    return ssl.get_server_certificate(("127.0.0.1", port))


def test_a_certificate_is_renewed_under_load_and_no_connection_is_dropped(data, tmp_path):
    """15 sockets exchange messages all the time; ten renewals, each seen by the next who comes.

    One thread has all the sockets: Python's TLS does not bear one thread reading while another writes.
    """
    pairs = [certificate(tmp_path, f"nummer-{number}") for number in range(2)]
    used = tmp_path / "used.pem", tmp_path / "used-key.pem"

    def install(pair):
        for source, target in zip(pair, used):
            target.with_suffix(".new").write_bytes(source.read_bytes())
            os.replace(target.with_suffix(".new"), target)

    install(pairs[0])
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with Server(data, "--cert", str(used[0]), "--key", str(used[1])) as server:
        web = Web(server.url, trusting=tmp_path / "nummer-0.pem").log_in("koeb1")
        talking, stop, outcomes = threading.Semaphore(0), threading.Event(), []

        async def talk() -> int:
            async with connect(server.url.replace("http", "ws", 1) + f"/sync/documents/{TARGET}", ssl=trusting,
                               additional_headers={"Cookie": web.cookie}, origin=server.url, subprotocols=["udkast.1"],
                               compression=None, proxy=None, max_size=None) as socket:
                count = 0
                while not stop.is_set():
                    await asyncio.wait_for(await socket.ping(), 10)
                    count += 1
                    if count == 1:
                        talking.release()
                return count

        async def talk_all():
            outcomes.extend(await asyncio.gather(*(talk() for _ in range(15)), return_exceptions=True))

        talkers = threading.Thread(target=lambda: asyncio.run(talk_all()))
        talkers.start()
        assert all(talking.acquire(timeout=20) for _ in range(15))
        for number in range(1, 11):
            install(pairs[number % 2])
            said = server.errors.count("The certificate was read again.")
            server.process.send_signal(signal.SIGHUP)
            while server.errors.count("The certificate was read again.") == said:
                assert server.process.poll() is None
            assert shown(server.port) == pairs[number % 2][0].read_text()
        stop.set()
        talkers.join(20)

        assert len(outcomes) == 15 and all(isinstance(outcome, int) for outcome in outcomes), outcomes


@pytest.mark.parametrize("options, named", [
    (("--redirect-port", "0"), "--cert"), (("--trusted-proxy", "min-proxy"), "min-proxy")])
def test_options_that_cannot_be_meant_are_refused(data, options, named):
    done = udkast("serve", "--port", "0", "--data", data, *options)

    assert done.returncode == 2 and named in done.stderr


def test_the_figures_tell_what_happened(server):
    with Peer(server, "koeb1") as peer:
        peer.send(edit(peer.session, 0, [], insert(f"knude/{peer.session}", 0, "abc")))
        peer.next(ACKNOWLEDGED)
        figures = dict(
            line.rsplit(" ", 1) for line in Web(server.url).get("/metrics").text.splitlines() if line[0] != "#")

    assert figures["udkast_edits_total"] == "3"
    assert figures["udkast_edit_batches_total"] == "1"
    assert figures["udkast_edit_batches_waiting"] == "0"
    assert figures["udkast_commit_seconds_count"] == "1"
    assert figures["udkast_rooms"] == "1" and figures["udkast_room_sockets"] == "1"
    assert int(figures["udkast_connections"]) >= 2
    assert int(figures['udkast_loop_turn_seconds_bucket{le="+Inf"}']) > 0
    assert figures['udkast_refusals_total{reason="bad_frame"}'] == "0"


@pytest.mark.parametrize("fields, status", [({}, 200), ({"X-Forwarded-For": "203.0.113.9"}, 404)])
def test_what_a_trusted_proxy_forwards_is_not_from_this_machine(data, fields, status):
    with Server(data, "--trusted-proxy", "127.0.0.1") as server:
        request = urllib.request.Request(server.url + "/metrics", headers=fields)
        try:
            assert urllib.request.urlopen(request, timeout=10).status == status
        except urllib.error.HTTPError as error:
            assert error.code == status
