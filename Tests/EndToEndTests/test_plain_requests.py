"""A room over plain requests, as a browser speaks to it whose network blocks WebSockets; here by hand."""

import http.client
import secrets
import threading
import time

import pytest

from harness import TARGET
from harness.raw import ACKNOWLEDGED, EDIT, HISTORY, WELCOME, Peer, edit, hello, read_number
from harness.web import Web
from harness.wire import insert

PATH = f"/sync/documents/{TARGET}"


def frame(message: bytes) -> bytes:
    assert len(message) < 65_536
    return b"\x82" + (bytes([len(message)]) if len(message) < 126 else b"\x7e" + len(message).to_bytes(2)) + message


def frames(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Whole frames as opcode and payload, and what is left."""
    found = []
    while len(data) >= 2:
        short = data[1]
        start = {126: 4, 127: 10}.get(short, 2)
        length = short if start == 2 else int.from_bytes(data[2:start])
        if len(data) < start + length:
            break
        found.append((data[0] & 15, data[start:start + length]))
        data = data[start + length:]
    return found, data


class Line:
    """One line of a member, by stream or by polls."""

    def __init__(self, server, member: str, *, polls: bool = False, web: Web | None = None, name: str | None = None):
        self.port = server.port
        self.web = web or Web(server.url).log_in(member)
        self.headers = {"Cookie": self.web.cookie, "Origin": server.url}
        self.name = name or secrets.token_hex(16)
        self.polls = polls
        self.count = self.number = 0
        self.rest = b""
        self.arrived: list[tuple[int, bytes]] = []
        if not polls:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            self.connection.request("GET", f"{PATH}?line={self.name}", headers=self.headers)
            self.answer = self.connection.getresponse()
            self.status = self.answer.status

    def ask(self, method: str, query: str, body: bytes | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        connection.request(method, f"{PATH}?line={self.name}{query}", body, self.headers)
        answer = connection.getresponse()
        result = answer.status, answer.read()
        connection.close()
        return result

    def poll(self, count: int | None = None) -> int:
        status, body = self.ask("GET", f"&from={self.count if count is None else count}")
        if status == 200:
            found, rest = frames(body)
            assert rest == b""
            self.arrived += found
            self.count += len(found)
        return status

    def say(self, *messages: bytes, number: int | None = None) -> int:
        chosen = self.number if number is None else number
        status, _ = self.ask("POST", f"&number={chosen}", b"".join(map(frame, messages)))
        if number is None and status == 204:
            self.number += 1
        return status

    def more(self):
        if self.polls:
            assert self.poll() == 200
            return
        data = self.answer.read1(65_536)
        assert data, "the stream has ended"
        found, self.rest = frames(self.rest + data)
        self.arrived += found

    def next(self, kind: int) -> bytes:
        while True:
            while self.arrived:
                opcode, payload = self.arrived.pop(0)
                if opcode == 2 and payload[0] == kind:
                    return payload
            self.more()

    def close_code(self) -> int:
        while True:
            while self.arrived:
                opcode, payload = self.arrived.pop(0)
                if opcode == 8:
                    return int.from_bytes(payload[:2])
            self.more()

    def greet(self) -> int:
        if self.polls:
            assert self.poll() == 200
        assert self.say(hello()) == 204
        session, _ = read_number(self.next(WELCOME), 1)
        while self.next(HISTORY)[1] == 0:
            pass
        return session


@pytest.fixture(params=[False, True], ids=["stream", "polls"])
def line(request, server):
    return Line(server, "koeb1", polls=request.param)


def test_edits_go_both_ways_and_are_acknowledged(server, line):
    session = line.greet()
    with Peer(server, "koeb2") as other:
        assert line.say(edit(session, 0, [], insert(f"knude/{session}", 0, "herfra"))) == 204
        line.next(ACKNOWLEDGED)
        assert b"herfra" in other.next(EDIT)
        other.send(edit(other.session, 0, [], insert(f"knude/{other.session}", 0, "derfra")))
        assert b"derfra" in line.next(EDIT)
    places = Web(server.url).log_in("sek1").document()["places"]
    assert places[f"knude/{session}"] == "herfra"


def test_a_post_that_comes_twice_is_taken_once_and_one_that_skips_is_refused(server, line):
    session = line.greet()
    first = edit(session, 0, [], insert(f"knude/{session}", 0, "en"))
    assert line.say(first) == 204
    assert line.say(first, number=line.number - 1) == 204
    assert line.say(first, number=line.number + 1) == 410
    line.next(ACKNOWLEDGED)
    assert Web(server.url).log_in("sek1").document()["places"][f"knude/{session}"] == "en"


def test_a_poll_whose_answer_was_lost_is_answered_again(server):
    line = Line(server, "koeb1", polls=True)
    line.greet()
    before, count = list(line.arrived), line.count
    with Peer(server, "koeb2") as other:
        other.send(edit(other.session, 0, [], insert(f"knude/{other.session}", 0, "igen")))
        other.next(ACKNOWLEDGED)
        assert line.poll() == 200
        once = line.arrived[len(before):]
        assert line.poll(count) == 200
        assert line.arrived[len(before) + len(once):][:len(once)] == once
    assert line.poll(line.count + 50) == 410


def test_nobody_else_speaks_on_a_line(server, line):
    line.greet()
    stranger = Line(server, "koeb2", polls=True, name=line.name)
    assert stranger.say(b"\x04\x01", number=line.number) == 410
    assert stranger.poll(0) == stranger.poll(1) == 410
    again = Line(server, "koeb1", polls=True, name=line.name)  # another login of the same member
    assert again.say(b"\x04\x01", number=line.number) == 410


def test_what_breaks_the_rules_closes_the_line_with_its_code(server, line):
    line.greet()
    line.ask("POST", f"&number={line.number}", b"\x83\x00")
    assert line.close_code() == 1002
    assert line.say(b"\x04\x01") == 410


def test_a_line_ends_with_its_login(server, line):
    line.greet()
    line.web.post("/logout")
    if line.polls:
        assert line.poll() == 401
    else:
        assert line.close_code() == 4004


def test_a_stream_that_breaks_is_left_at_once(server):
    line = Line(server, "koeb1")
    line.greet()

    def sockets() -> str:
        text = Web(server.url).get("/metrics").text
        return next(row for row in text.splitlines() if row.startswith("udkast_room_sockets "))

    assert sockets().endswith(" 1")
    line.answer.close()
    line.connection.close()
    deadline = time.monotonic() + 5
    while not sockets().endswith(" 0"):
        assert time.monotonic() < deadline


def test_a_stop_is_not_held_up_by_lines_and_tells_them(server, line):
    line.greet()
    codes = []

    def wait():
        codes.append(line.close_code())

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    assert server.stop() == 0
    waiting.join(10)
    assert codes == [1001]
