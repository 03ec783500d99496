"""A peer that reads and writes whole messages, so that a test can look at what comes when."""

from contextlib import ExitStack
from socket import socket

from websockets.sync.client import ClientConnection, connect

from . import TARGET
from .web import Web
from .wire import batch, number

WELCOME, HISTORY, EDIT, ACKNOWLEDGED, REFUSED, PRESENT, LEFT, ACCESS, PONG = range(1, 10)
CHECKPOINT, SAVING, NOTICE, UNKNOWN_HISTORY, SAVED = range(10, 15)


def read_number(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at`, and where the next thing begins."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def edit(session: int, sequence: int, parents: list[tuple[int, int]], *operations: bytes) -> bytes:
    """The message that brings one batch."""
    return b"\x02" + batch(session, sequence, parents, *operations)


def hello(session: int = 0, known: int = 0, digest: int = 0) -> bytes:
    return b"\x01\x01" + number(session) + number(known) + number(digest)


def ping(count: int) -> bytes:
    return b"\x04" + number(count)


class Peer:
    """One socket of a member. `with Peer(server, "koeb1") as peer:` has said hello and read the history."""

    def __init__(self, server, member: str, *, web: Web | None = None, document: str = TARGET, greets: bool = True,
                 line: socket | None = None):
        self.web = web or Web(server.url).log_in(member)
        self._stack = ExitStack()
        self.socket: ClientConnection = self._stack.enter_context(connect(
            f"{server.url.replace('http', 'ws', 1)}/sync/documents/{document}",
            additional_headers={"Cookie": self.web.cookie}, origin=server.url, subprotocols=["udkast.1"],
            compression=None, proxy=None, max_size=None, ping_interval=None, close_timeout=1, sock=line))
        self.session = 0
        if greets:
            self.greet()

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._stack.close()

    def greet(self):
        self.send(hello(self.session))
        self.session, _ = read_number(self.next(WELCOME), 1)
        while self.next(HISTORY)[1] == 0:
            pass

    def send(self, *messages: bytes):
        for message in messages:
            self.socket.send(message)

    def next(self, kind: int, timeout: float = 20) -> bytes:
        """Waits for a message of that kind and forgets those before it."""
        while True:
            message = self.socket.recv(timeout)
            if message[0] == kind:
                return message
