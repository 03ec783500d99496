"""The peer of `Scripts/bench path`: pycrdt-websocket with its SQLite store, run in an environment that has it.

    python -m harness.path_peer serve PORT FOLDER
    python -m harness.path_peer plan PORT FILE ROOMS SEATS COUNT
"""

import asyncio
import sys
from pathlib import Path

from pycrdt import Doc, Text
from pycrdt.store import SQLiteYStore
from pycrdt.websocket import ASGIServer, WebsocketServer, YRoom

from .plan import Voice, request_head, write_plan


async def serve(port: int, folder: Path):
    import uvicorn

    class Server(WebsocketServer):
        async def get_room(self, name: str) -> YRoom:
            if name not in self.rooms:
                # A file for each room: in one for all they lock each other out.
                file = type("Store", (SQLiteYStore,), {"db_path": f"{folder}/{name.strip('/')}.db"})
                self.rooms[name] = YRoom(ystore=file(name), log=self.log)
            await self.start_room(self.rooms[name])
            return self.rooms[name]

    rooms = Server(auto_clean_rooms=False)
    async with rooms:
        await uvicorn.Server(uvicorn.Config(ASGIServer(rooms), port=port, log_level="warning", ws="websockets-sansio")).serve()


def updates(place: str, count: int) -> list[bytes]:
    """The messages of somebody who types letters at a place of their own, every letter an update of its own."""
    document, made = Doc(), []
    text = document.get(place, type=Text)
    document.observe(lambda event: made.append(event.update))
    for _ in range(count):
        text += "x"
    # Message 0 (sync), kind 2 (update), the update after its length (y-protocols, sync.js).
    return [bytes([0, 2]) + number(len(update)) + update for update in made]


def number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80, value >> 7])


def plan(port: int, file: Path, rooms: int, seats: int, count: int):
    # Message 0, kind 0 asks for what lies beyond a state vector, here the empty one.
    ask = bytes([0, 0, 1, 0])
    write_plan(file, [
        Voice(seat % rooms, request_head(port, f"/room{seat % rooms}"), [ask], updates(f"knude/{seat}", count))
        for seat in range(seats)])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", port, folder]:
            asyncio.run(serve(int(port), Path(folder)))
        case ["plan", port, file, *counts]:
            plan(int(port), Path(file), *map(int, counts))
        case _:
            sys.exit(__doc__)
