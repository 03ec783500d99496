"""Peers that break the rules: they are told so with the right code, and nobody else notices."""

import socket as sockets

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from harness import CRITERION
from harness.client import Client
from harness.web import Web
from harness.wire import Conversation, batch, delete, insert, open_socket

PLACE = f"{CRITERION}/kravtekst"


def close_code(socket: ClientConnection) -> int:
    """Reads until the server closes, and returns its code."""
    with pytest.raises(ConnectionClosed):
        while True:
            socket.recv(timeout=10)
    return socket.close_code


def send_raw(socket: ClientConnection, data: bytes):
    socket.socket.sendall(data)


MASK = b"\x00\x00\x00\x00"


@pytest.mark.parametrize("bytes_sent, code", [
    pytest.param(b"\x82\x01x", 1002, id="an unmasked frame"),
    pytest.param(b"\xf2\x81" + MASK + b"x", 1002, id="reserved bits"),
    pytest.param(b"\x83\x80" + MASK, 1002, id="an unknown opcode"),
    pytest.param(b"\x09\x80" + MASK, 1002, id="a fragmented ping"),
    pytest.param(b"\x89\xfe\x00\x80" + MASK, 1002, id="a ping that is too long"),
    pytest.param(b"\x80\x80" + MASK, 1002, id="a continuation of nothing"),
    pytest.param(b"\x82\xff\x00\x00\x00\x00\x7f\xff\xff\xff" + MASK, 1009, id="a frame that announces 2 GB"),
    pytest.param(b"\x81\x81" + MASK + b"\xff", 1007, id="text that is not UTF-8"),
    pytest.param(b"\x88\x81" + MASK + b"\x03", 1002, id="a close code cut short"),
])
def test_a_broken_frame_is_closed_with_its_code_and_others_are_unaffected(server, bytes_sent, code):
    with Client(server.url, "koeb2") as other, open_socket(server, "koeb1") as socket:
        before = other.hash()

        send_raw(socket, bytes_sent)

        assert close_code(socket) == code
        other.insert(PLACE, 0, "x")
        other.sync()
        other.delete(PLACE, 0, 1)
        other.sync()
        assert other.hash() == before


@pytest.mark.parametrize("message", [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\xff", id="an unknown kind"),
    pytest.param(b"\x01", id="a message cut short"),
    pytest.param(bytes(range(256)), id="every byte there is"),
    pytest.param("tekst", id="text"),
])
def test_a_broken_message_closes_the_connection_and_changes_nothing(server, message):
    web = Web(server.url).log_in("sek1")
    before = web.document()["hash"]
    with open_socket(server, "koeb1") as socket:
        socket.send(message)

        assert close_code(socket) in (1002, 1003, 1007, 1008)

    assert web.document()["hash"] == before
    assert web.get("/healthz").status == 200


def test_a_batch_that_fits_is_acknowledged_once_and_for_all(server):
    with Conversation(server, "koeb1") as peer, Client(server.url, "koeb2") as other:
        content = batch(peer.session, 0, list(peer.heads.events), insert(PLACE, 0, "Håndskrevet. "))

        assert peer.edit(content) == "acknowledged"
        assert peer.edit(content) == "acknowledged"

        other.sync()
        assert other.read(PLACE).count("Håndskrevet. ") == 1


@pytest.mark.parametrize("reason, change", [
    ("unknownParent", lambda peer, heads: batch(peer.session, 0, [(peer.session + 1000, 0)], insert(PLACE, 0, "x"))),
    ("sequenceGap", lambda peer, heads: batch(peer.session, 7, heads, insert(PLACE, 0, "x"))),
    ("positionPastEnd", lambda peer, heads: batch(peer.session, 0, heads, insert(PLACE, 10**6, "x"))),
    ("positionPastEnd", lambda peer, heads: batch(peer.session, 0, heads, delete(PLACE, 0, 10**5))),
    ("foreignSession", lambda peer, heads: batch(heads[0][0], heads[0][1] + 1, heads, insert(PLACE, 0, "x"))),
    ("malformed", lambda peer, heads: batch(peer.session, 0, heads, b"\x09" + insert(PLACE, 0, "x"))),
    ("malformed", lambda peer, heads: batch(peer.session, 0, heads, insert("intet-sted", 0, "x"))),
    ("malformed", lambda peer, heads: batch(peer.session, 0, heads, insert(PLACE, 0, "x"))[:-1]),
    ("malformed", lambda peer, heads: batch(peer.session, 0, heads)),
])
def test_a_batch_that_does_not_fit_is_refused_with_its_reason_and_changes_nothing(server, reason, change):
    web = Web(server.url).log_in("sek1")
    before = web.document()["hash"]
    with Conversation(server, "koeb1") as peer:
        assert peer.edit(change(peer, sorted(peer.heads.events))) == reason

    assert web.document()["hash"] == before


def test_an_id_that_is_used_again_for_something_else_is_refused(server):
    web = Web(server.url).log_in("sek1")
    with Conversation(server, "koeb1") as peer:
        heads = list(peer.heads.events)
        assert peer.edit(batch(peer.session, 0, heads, insert(PLACE, 0, "først"))) == "acknowledged"
        before = web.document()["hash"]

        assert peer.edit(batch(peer.session, 0, heads, insert(PLACE, 0, "siden"))) == "reusedIdentifier"

    assert web.document()["hash"] == before


def test_an_observer_who_writes_past_the_page_is_refused(server):
    web = Web(server.url).log_in("sek1")
    before = web.document()["hash"]
    with Conversation(server, "ski") as peer:
        assert peer.edit(batch(peer.session, 0, list(peer.heads.events), insert(PLACE, 0, "x"))) == "noRight"

    assert web.document()["hash"] == before


@pytest.mark.parametrize("member, options, status", [
    pytest.param(None, {}, 401, id="without a login"),
    pytest.param("koeb6", {}, 404, id="from outside the group"),
    pytest.param("koeb1", {"document": "findes-ikke"}, 404, id="to no document"),
    pytest.param("koeb1", {"origin": "https://ondsindet.example"}, 403, id="from another site"),
    pytest.param("koeb1", {"subprotocol": None}, 400, id="without the subprotocol"),
])
def test_a_handshake_that_may_not_come_in_is_refused(server, member, options, status):
    with pytest.raises(InvalidStatus) as refusal:
        open_socket(server, member, **options)

    assert refusal.value.response.status_code == status


@pytest.mark.parametrize("head, status", [
    pytest.param("GET / HTTP/1.1\r\n\r\n", 400, id="no host"),
    pytest.param("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, id="two hosts"),
    pytest.param("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
                 id="two lengths"),
    pytest.param("GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400, id="a folded line"),
    pytest.param("GET / HTTP/1.1\r\nHost: x\r\nX: " + 40_000 * "a" + "\r\n\r\n", 431, id="a head that is too long"),
    pytest.param("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 413, id="a body that is too long"),
    pytest.param("GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505, id="an unknown version"),
])
def test_a_broken_request_is_answered_with_its_status(server, head, status):
    with sockets.create_connection(("127.0.0.1", server.port), timeout=10) as peer:
        peer.sendall(head.encode())
        answer = peer.makefile("rb").readline().decode()

    assert answer.split()[1] == str(status), answer
