"""A member's open document as cheaply as can be, so that one process can hold a thousand of them."""

import asyncio
import base64
import os

from .raw import ACKNOWLEDGED, HISTORY, WELCOME, edit, hello, read_number
from .wire import insert


def masked(payload: bytes) -> bytes:
    """A binary frame of a client. Its mask is zero, which is a mask as good as any to a server."""
    length = len(payload)
    header = bytes([length | 0x80]) if length < 126 else b"\xfe" + length.to_bytes(2)
    assert length < 65_536
    return b"\x82" + header + bytes(4) + payload


class Seat:
    """Opens, says hello, reads what it lacks; then types letters at a place of its own, each an event of its own."""

    def __init__(self, port: int, cookie: str, document: str):
        self.port = port
        self.cookie = cookie
        self.document = document
        self.session = 0
        self.typed = 0
        self.acknowledged = 0
        self.close_code: int | None = None
        self.is_over = False
        self._reading: asyncio.Task | None = None

    async def open(self) -> "Seat":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        key = base64.b64encode(os.urandom(16)).decode()
        self.writer.write(
            f"GET /sync/documents/{self.document} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Sec-WebSocket-Protocol: udkast.1\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
            f"Cookie: {self.cookie}\r\n\r\n".encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head.decode())
        self.send(hello(self.session))
        while True:
            message = await self._next()
            if message[0] == WELCOME:
                self.session, _ = read_number(message, 1)
            elif message[0] == HISTORY and message[1]:
                return self

    def start_reading(self) -> "Seat":
        self.is_over, self.close_code = False, None
        self._reading = asyncio.create_task(self._read())
        return self

    async def come_back(self) -> "Seat":
        """Opens anew with the same session, and sends again what nobody has acknowledged."""
        await self.open()
        self.start_reading()
        typed, self.typed = self.typed, self.acknowledged
        while self.typed < typed:
            self.type()
        return self

    def send(self, message: bytes):
        self.writer.write(masked(message))

    def type(self):
        at = self.typed
        parents = [(self.session, at - 1)] if at else []
        self.send(edit(self.session, at, parents, insert(f"knude/{self.session}", at, "x")))
        self.typed += 1

    @property
    def is_settled(self) -> bool:
        return self.acknowledged == self.typed

    def close(self):
        if self._reading:
            self._reading.cancel()
        self.writer.transport.abort()

    async def _read(self):
        try:
            while True:
                message = await self._next()
                if message[0] == ACKNOWLEDGED:
                    _, at = read_number(message, 1)
                    self.acknowledged, _ = read_number(message, at)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.is_over = True

    async def _next(self) -> bytes:
        while True:
            first, second = await self.reader.readexactly(2)
            length = second & 127
            if length > 125:
                length = int.from_bytes(await self.reader.readexactly(2 if length == 126 else 8))
            payload = await self.reader.readexactly(length) if length else b""
            match first & 15:
                case 2:
                    return payload
                case 8:
                    self.close_code = int.from_bytes(payload[:2])
                    raise ConnectionError(f"closed with {self.close_code}")
                case 9:
                    self.writer.write(b"\x8a" + bytes([0x80 | length]) + bytes(4) + payload)
