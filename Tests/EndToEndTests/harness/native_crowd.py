"""A crowd in C, for what a crowd in Python would be too slow to measure."""

import asyncio
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from .gathering import cookies
from .plan import Voice, request_head, write_plan
from .raw import edit, hello
from .seat import Seat
from .server import Server
from .wire import insert

class NativeCrowd:
    def __init__(self, folder: Path):
        self._program, self.plan = folder / "crowd_load", folder / "plan"
        # The compiler comes with Swift.
        subprocess.run(["clang", "-O2", "-o", self._program, Path(__file__).parent / "crowd_load.c"], check=True)

    def run(self, port: int, process: int, *, rate: float = 0, window: int = 1, seconds: float = 20,
            sleepers: int = 0) -> dict:
        """Has everybody of the plan say what stands there. What the figures are stands at the head of crowd_load.c."""
        done = subprocess.run(
            [self._program, *map(str, (port, self.plan, process, rate, window, seconds, sleepers))],
            capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)


def members(
    server: Server, documents: list[str], rooms: list[int], count: int,
    place_of: Callable[[int, int], str] = lambda _, session: f"knude/{session}",
) -> list[Voice]:
    """A member for each entry of `rooms`, who types `count` letters, each a batch of its own, into the text at
    `place_of(seat, session)`, which nobody else writes in."""
    logins = cookies(server)
    cookie_of = [logins[index % len(logins)] for index in range(len(rooms))]

    async def sessions() -> list[int]:
        seats = [Seat(server.port, cookie, documents[room]) for cookie, room in zip(cookie_of, rooms)]
        for start in range(0, len(seats), 100):
            await asyncio.gather(*(seat.open() for seat in seats[start:start + 100]))
        for seat in seats:
            seat.close()
        return [seat.session for seat in seats]

    return [
        Voice(
            room,
            request_head(server.port, f"/sync/documents/{documents[room]}", "Sec-WebSocket-Protocol: udkast.1",
                         f"Cookie: {cookie}"),
            [hello(session)],
            [edit(session, at, [(session, at - 1)] if at else [], insert(place_of(seat, session), at, "x"))
             for at in range(count)])
        for seat, (room, cookie, session) in enumerate(zip(rooms, cookie_of, asyncio.run(sessions())))]
