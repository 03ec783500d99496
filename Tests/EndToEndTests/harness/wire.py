"""The conversation of subprotocol `udkast.1` written by hand, for peers that do not keep to it.

The shapes are those of Sources/Sync/MessageCoding.swift and Sources/Merge/BatchCoding.swift.
"""

from dataclasses import dataclass, field

from websockets.sync.client import ClientConnection, connect

from . import TARGET
from .server import Server
from .web import Web

REASONS = {
    1: "malformed", 2: "noRight", 3: "unknownParent", 4: "sequenceGap", 5: "reusedIdentifier", 6: "forkedSession",
    7: "positionPastEnd", 8: "documentFull", 9: "foreignSession",
}


def number(value: int) -> bytes:
    """LEB128: seven bits a byte, the lowest first."""
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def counted(content: str | bytes) -> bytes:
    content = content.encode() if isinstance(content, str) else content
    return number(len(content)) + content


def insert(place: str, at: int, text: str) -> bytes:
    return b"\x01" + counted(place) + number(at) + counted(text)


def delete(place: str, at: int, count: int) -> bytes:
    return b"\x02" + counted(place) + number(at) + number(count)


def batch(session: int, first: int, parents: list[tuple[int, int]], *operations: bytes) -> bytes:
    return b"".join([
        b"\x01", number(session), number(first), number(len(parents)),
        *(number(part) for parent in sorted(parents) for part in parent), number(len(operations)), *operations])


class Reader:
    def __init__(self, content: bytes):
        self.content = content
        self.at = 0

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count:self.at]

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.raw(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def counted(self) -> bytes:
        return self.raw(self.number())


@dataclass
class Heads:
    """The moment in the history that a newcomer has been told of: the last events, which nothing builds on."""

    events: set[tuple[int, int]] = field(default_factory=set)

    def add(self, content: bytes):
        reader = Reader(content)
        reader.raw(1)
        session, first = reader.number(), reader.number()
        self.events -= {(reader.number(), reader.number()) for _ in range(reader.number())}
        count = 0
        for _ in range(reader.number()):
            match reader.raw(1)[0]:
                case 1:
                    reader.counted(), reader.number()
                    count += len(reader.counted().decode())
                case 2:
                    reader.counted(), reader.number()
                    count += reader.number()
                case 3:
                    reader.counted(), reader.counted()
                    match reader.raw(1)[0]:
                        case 3: reader.number()
                        case 4: reader.counted()
                    count += 1
        self.events.add((session, first + count - 1))


def open_socket(server: Server, member: str | None, *, origin: str | None = None, subprotocol: str | None = "udkast.1",
                document: str = TARGET) -> ClientConnection:
    headers = {"Cookie": Web(server.url).log_in(member).cookie} if member else {}
    return connect(
        f"ws://127.0.0.1:{server.port}/sync/documents/{document}", additional_headers=headers,
        origin=origin or server.url, subprotocols=[subprotocol] if subprotocol else None, compression=None, proxy=None)


class Conversation:
    """One socket on which the document is opened properly (`with`); what follows is up to the test."""

    def __init__(self, server: Server, member: str):
        self._opening = open_socket(server, member)
        self.heads = Heads()
        self.session = 0

    def __enter__(self) -> "Conversation":
        self.socket = self._opening.__enter__()
        self.socket.send(b"\x01" + number(1) + number(0) + number(0))
        is_open = False
        while not is_open:
            reader = Reader(self.socket.recv(timeout=10))
            match reader.raw(1)[0]:
                case 1:
                    self.session = reader.number()
                case 2:
                    is_open = reader.raw(1) == b"\x01"
                    for _ in range(reader.number()):  # authors
                        reader.number(), reader.counted(), reader.counted()
                    for _ in range(reader.number()):
                        self.heads.add(reader.counted())
        return self

    def __exit__(self, *error):
        self._opening.__exit__(*error)

    def edit(self, content: bytes) -> str:
        """Sends a batch; returns `acknowledged` or the reason for which it was refused."""
        self.socket.send(b"\x02" + content)
        while True:
            reader = Reader(self.socket.recv(timeout=10))
            match reader.raw(1)[0]:
                case 4:
                    return "acknowledged"
                case 5:
                    reader.number(), reader.number()
                    return REASONS[reader.raw(1)[0]]
