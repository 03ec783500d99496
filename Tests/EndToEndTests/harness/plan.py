"""What the clients of crowd_load.c say, written to the file that it reads."""

import struct
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Voice:
    """One client: its room, the head of its request, what it says on arrival, and its messages in their order."""

    room: int
    head: bytes
    greetings: list[bytes]
    messages: list[bytes]


def request_head(port: int, path: str, *more: str) -> bytes:
    """A request for a WebSocket. All clients use the key of the RFC's example; nobody checks the answer to it."""
    return "\r\n".join([
        f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Origin: http://127.0.0.1:{port}", *more, "", ""]).encode()


def write_plan(path: Path, voices: list[Voice]):
    def counted(content: bytes) -> bytes:
        return struct.pack("<I", len(content)) + content

    with path.open("wb") as file:
        file.write(struct.pack("<I", len(voices)))
        for voice in voices:
            file.write(struct.pack("<I", voice.room) + counted(voice.head))
            for messages in (voice.greetings, voice.messages):
                file.write(struct.pack("<I", len(messages)))
                file.writelines(map(counted, messages))
