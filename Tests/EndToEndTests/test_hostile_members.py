"""A member with a program instead of a browser: nobody else is held up, and nothing is lost by being slowed down."""

import socket
import time

import pytest
from websockets.exceptions import ConnectionClosed

from harness.raw import (
    ACCESS, ACKNOWLEDGED, HISTORY, PONG, REFUSED, UNKNOWN_HISTORY, WELCOME, Peer, edit, hello, ping, read_number)
from harness.web import Web
from harness.wire import insert

PLACE = "formaal/tekst"
BURST, A_SECOND = 500, 50


def close_code(peer: Peer, timeout: float = 10) -> int:
    with pytest.raises(ConnectionClosed):
        while True:
            peer.socket.recv(timeout)
    return peer.socket.close_code


def test_a_flood_is_slowed_down_and_none_of_it_is_lost(server):
    with Peer(server, "koeb1") as peer:
        started = time.monotonic()
        peer.send(*(ping(count) for count in range(BURST + 2 * A_SECOND)))

        answers = [read_number(peer.next(PONG), 1)[0] for _ in range(BURST + 2 * A_SECOND)]

        assert answers == list(range(BURST + 2 * A_SECOND))
        assert time.monotonic() - started > 1.5


def test_the_history_is_sent_once_a_socket(server):
    with Peer(server, "koeb1") as peer:
        for _ in range(20):
            peer.send(hello(peer.session))
            peer.next(WELCOME)

            assert len(peer.next(HISTORY)) < 100


def test_a_long_history_opens_over_a_slow_line(server):
    with Peer(server, "koeb1") as writer:
        for count in range(30):
            parents = [(writer.session, count * 60_000 - 1)] if count else []
            place = f"langt/afsnit{count}"
            writer.send(edit(writer.session, count * 60_000, parents, insert(place, 0, "\U0001f9f1" * 60_000)))
            writer.next(ACKNOWLEDGED)
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        with Peer(server, "koeb2", greets=False, line=line) as reader:
            reader.send(hello())
            time.sleep(2)
            received = len(reader.next(HISTORY))
            while received < 30 * 240_000:
                received += len(reader.next(HISTORY))
            reader.send(ping(1))
            assert reader.next(PONG)


def test_a_member_has_twenty_sockets_and_no_more(server):
    web = Web(server.url).log_in("koeb1")
    peers = [Peer(server, "koeb1", web=web) for _ in range(20)]
    try:
        with Peer(server, "koeb1", web=web, greets=False) as late:
            assert close_code(late) == 1013

        peers.pop().close()

        with Peer(server, "koeb2"):
            pass
        deadline = time.monotonic() + 5
        while True:
            try:
                Peer(server, "koeb1", web=web).close()
                break
            except ConnectionClosed:
                assert time.monotonic() < deadline
    finally:
        for peer in peers:
            peer.close()


@pytest.mark.parametrize("message", [
    pytest.param(lambda session: edit(session, 0, [], insert(PLACE, 2**53, "x")), id="a position of 2^53"),
    pytest.param(lambda session: edit(session, 2**63, [], insert(PLACE, 0, "x")), id="a sequence of 2^63"),
    pytest.param(lambda session: edit(session, 0, [(session, 7)], insert(PLACE, 0, "x")), id="a parent of its own future"),
    pytest.param(lambda session: edit(session, 0, [(10**9, 0)], insert(PLACE, 0, "x")), id="a parent nobody made"),
    pytest.param(lambda session: edit(session, 0, [(n, 0) for n in range(1, 66)], insert(PLACE, 0, "x")), id="65 parents"),
    pytest.param(lambda session: edit(1, 10**6, [], insert(PLACE, 0, "x")), id="somebody else's session"),
    pytest.param(lambda session: edit(session, 0, [], *[insert(PLACE, 0, "x")] * 10_001), id="too many operations"),
    pytest.param(lambda session: edit(session, 0, [], insert(PLACE, 0, b"\xed\xa0\x80")),
                 id="half a character"),
    pytest.param(lambda session: edit(session, 0, [], b"\x63"), id="an unknown operation"),
])
def test_an_edit_that_cannot_be_is_refused_and_the_document_is_unchanged(server, message):
    web = Web(server.url).log_in("sek1")
    before = web.document()["hash"]
    with Peer(server, "koeb1") as peer:
        peer.send(message(peer.session))

        assert peer.next(REFUSED)

    assert web.document()["hash"] == before


def test_others_are_answered_while_somebody_sends_what_is_dear(server):
    dear = [insert(f"knude-{n}/felt", 0, "x") for n in range(9_000)]
    with Peer(server, "koeb1") as hostile, Peer(server, "koeb2") as other:
        other.send(edit(other.session, 0, [], insert(PLACE, 0, "a")))
        other.next(ACKNOWLEDGED)
        for n in range(20):
            # Each is refused, having asked for as much work as a batch may.
            hostile.send(edit(hostile.session, 0, [], *dear, insert(PLACE, 10_000_000, "x")))
        slowest = 0.0
        for n in range(30):
            started = time.monotonic()
            other.send(ping(n))
            other.next(PONG)
            slowest = max(slowest, time.monotonic() - started)
            time.sleep(0.02)

        assert slowest < 0.5


def test_a_log_that_the_server_never_had_is_named_and_disturbs_nobody(server):
    with Peer(server, "koeb1", greets=False) as peer, Peer(server, "koeb2") as other:
        peer.send(hello(0, known=60_000, digest=1))
        other.send(ping(1))
        other.next(PONG)

        assert peer.next(UNKNOWN_HISTORY)


def test_a_logout_closes_the_sockets_of_that_login_within_a_second(server):
    web = Web(server.url).log_in("koeb1")
    with Peer(server, "koeb1", web=web) as peer, Peer(server, "koeb1") as elsewhere:
        started = time.monotonic()
        web.post("/logout")

        assert close_code(peer) == 4004
        assert time.monotonic() - started < 1.5
        elsewhere.send(ping(1))
        assert elsewhere.next(PONG)


def test_a_membership_that_ends_closes_the_sockets_within_a_second(server):
    secretariat = Web(server.url).log_in("sek1")
    with Peer(server, "koeb2") as peer:
        started = time.monotonic()
        assert secretariat.post("/groups/ag-moebler/members/p-koeb2/withdrawal").status == 200

        assert close_code(peer) == 4003
        assert time.monotonic() - started < 1.5


def test_a_role_that_is_less_counts_from_the_next_message(server):
    secretariat = Web(server.url).log_in("sek1")
    with Peer(server, "koeb3") as peer:
        secretariat.post("/groups/ag-moebler/members", member="p-koeb3", role="observer")
        peer.next(ACCESS)
        peer.send(edit(peer.session, 0, [], insert(PLACE, 0, "x")))

        assert peer.next(REFUSED)[-1] == 2
