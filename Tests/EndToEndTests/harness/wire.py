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


def operation(kind: int, place: str, at: int, length: int) -> bytes:
    """The start of an operation on a text, its place written out."""
    short = length if length < 8 else 0
    return bytes([kind | short << 5]) + counted(place) + number(at) + (b"" if short else number(length))


def insert(place: str, at: int, text: str | bytes) -> bytes:
    content = text.encode() if isinstance(text, str) else text
    return operation(1, place, at, len(content)) + content


def delete(place: str, at: int, count: int) -> bytes:
    return operation(2, place, at, count)


def batch(session: int, first: int, parents: list[tuple[int, int]], *operations: bytes) -> bytes:
    own = (session, first - 1)
    others = sorted(parent for parent in parents if first == 0 or parent != own)
    form = 3 if len(others) == len(parents) else 2
    if not others and (first == 0 or parents):
        form = 0
    listed = b"" if form == 0 else number(len(others)) + b"".join(
        number(part) for parent in others for part in parent)
    is_single = len(operations) == 1
    return b"".join([
        bytes([0x20 | form | (4 if is_single else 0)]), number(session), number(first), listed,
        b"" if is_single else number(len(operations)), *operations])


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
    # How many events of the log lie before each, itself included.
    places: dict[tuple[int, int], int] = field(default_factory=dict)
    count: int = 0

    def open(self, saved: bytes):
        """Begins with a document as Sources/RichText/History/DocumentOpening.swift writes it."""
        reader = Reader(saved)
        assert reader.raw(2) == b"\x53\x01"
        self.count = reader.number()
        reader.number()  # the Lamport time
        self.events = {(reader.number(), reader.number()) for _ in range(reader.number())}
        self.places = dict.fromkeys(self.events, self.count)

    def add(self, content: bytes):
        reader = Reader(content)
        head = reader.raw(1)[0]
        session, first = reader.number(), reader.number()
        seen = {(session, first - 1)}
        match head & 3:
            case 1:
                known = reader.number()
                seen |= {event for event in self.events if self.places[event] <= known or event[0] == session}
            case 2 | 3:
                seen |= {(reader.number(), reader.number()) for _ in range(reader.number())}
        self.events -= seen
        count = sum(self.operation(reader) for _ in range(1 if head & 4 else reader.number()))
        self.count += count
        last = (session, first + count - 1)
        self.events.add(last)
        self.places[last] = self.count

    @staticmethod
    def operation(reader: Reader) -> int:
        """Passes over one operation; returns how many events it is."""
        head = reader.raw(1)[0]
        if head & 7 == 3:
            reader.counted(), reader.counted()
            Heads.value(reader)
            return 1
        if not head & 8:
            reader.counted()
        reader.number()
        length = head >> 5 or reader.number()
        match head & 7:
            case 1:
                text = reader.raw(length).decode()
                if head & 16:
                    for _ in range(reader.number()):
                        reader.counted()
                        Heads.value(reader)
                return len(text)
            case 2:
                return length
            case _:
                reader.counted()
                Heads.value(reader)
                return 1

    @staticmethod
    def value(reader: Reader):
        match reader.raw(1)[0]:
            case 3: reader.number()
            case 4: reader.counted()


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
        self.socket.send(b"\x01" + number(1) + number(0) + number(0) + number(0))
        is_open = False
        saved = b""
        while not is_open:
            reader = Reader(self.socket.recv(timeout=10))
            match reader.raw(1)[0]:
                case 1:
                    self.session = reader.number()
                case 14:
                    is_whole = reader.raw(1) == b"\x01"
                    reader.number(), reader.number()  # the moment of the log
                    saved += reader.content[reader.at:]
                    if is_whole:
                        self.heads.open(saved)
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
