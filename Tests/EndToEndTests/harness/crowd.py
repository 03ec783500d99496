"""Scripts/fuzz crowd: a thousand members at once. Each kind prints one line of figures, or what went wrong.

storm   everybody loses the connection when the server is killed, and all come back in the same instant
kill    kill -9 at a random moment under load, round after round; all come back and send what was not acknowledged
full    the disk, of a few megabytes, is full again and again, and has room again; the server is never restarted
"""

import argparse
import asyncio
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import PROGRAM
from .gathering import cookies, make_documents
from .seat import Seat
from .server import Server
from .web import Web

class Failed(AssertionError):
    pass


async def open_all(seats: list[Seat]):
    results = await asyncio.gather(*(seat.open() for seat in seats), return_exceptions=True)
    wrong = [result for result in results if isinstance(result, BaseException)]
    if wrong:
        raise Failed(f"{len(wrong)} of {len(seats)} did not get in: {wrong[0]!r}")
    for seat in seats:
        seat.start_reading()


async def settle(seats: list[Seat], seconds: float = 60):
    deadline = time.monotonic() + seconds
    while not all(seat.is_settled for seat in seats):
        if time.monotonic() > deadline:
            raise Failed(f"{sum(not seat.is_settled for seat in seats)} seats wait for acknowledgements after {seconds} s")
        await asyncio.sleep(0.02)


async def keep_typing(seats: list[Seat], rate: float, seconds: float):
    """Edits a second from all seats in turn, by an open clock: what is late does not slow the rest down."""
    began = time.perf_counter()
    for count in range(int(rate * seconds)):
        delay = began + count / rate - time.perf_counter()
        if delay > 0:
            await asyncio.sleep(delay)
        elif count % 32 == 0:
            await asyncio.sleep(0)
        seats[count % len(seats)].type()


async def storm(server: Server, options) -> str:
    documents, logins = make_documents(server, options.documents), cookies(server)
    seats = [Seat(server.port, logins[index % len(logins)], documents[index % len(documents)])
             for index in range(options.seats)]
    began = time.perf_counter()
    await open_all(seats)
    first = time.perf_counter() - began
    await keep_typing(seats, 500, 4)
    await settle(seats)
    server.kill()
    for seat in seats:
        seat.close()
    server.start()
    idle = server.resident_bytes
    began = time.perf_counter()
    peak = asyncio.create_task(watch_peak(server))
    back = [Seat(seat.port, seat.cookie, seat.document) for seat in seats]
    await open_all(back)
    seconds = time.perf_counter() - began
    peak.cancel()
    highest = max(server.resident_bytes, *peak_bytes) if peak_bytes else server.resident_bytes
    texts = Web(server.url).log_in("sek1")
    by_document = {document: texts.document(document)["places"] for document in documents}
    lost = [seat for seat in seats if len(by_document[seat.document].get(f"knude/{seat.session}", "")) != seat.typed]
    if lost:
        raise Failed(f"{len(lost)} seats lost acknowledged letters")
    for seat in back:
        seat.close()
    return (f"{len(seats)} seats in {len(documents)} rooms: all in {first:.2f} s; after a kill -9 all back and "
            f"synchronised in {seconds:.2f} s; RSS {idle / 1e6:.0f} MB at the start, {highest / 1e6:.0f} MB at most; "
            f"{sum(seat.typed for seat in seats)} letters acknowledged, none lost")


peak_bytes: list[int] = []


async def watch_peak(server: Server):
    while True:
        peak_bytes.append(server.resident_bytes)
        await asyncio.sleep(0.05)


def examine(web: Web, seats: list[Seat], *, everything: bool):
    """Every seat's letters are on the server: those that were acknowledged, or all; and none twice."""
    places = {document: web.document(document)["places"] for document in {seat.document for seat in seats}}
    for seat in seats:
        text = places[seat.document].get(f"knude/{seat.session}", "")
        least = seat.typed if everything else seat.acknowledged
        if set(text) - {"x"} or not least <= len(text) <= seat.typed:
            raise Failed(f"{len(text)} letters, of {seat.typed} typed and {seat.acknowledged} acknowledged")


async def kill(server: Server, options) -> str:
    chance = random.Random(options.seed)
    web = Web(server.url).log_in("sek1")
    documents, logins = make_documents(server, options.documents), cookies(server)
    seats = [Seat(server.port, logins[index % len(logins)], documents[index % len(documents)])
             for index in range(options.seats)]
    await open_all(seats)
    unacknowledged = 0
    for number in range(1, options.rounds + 1):
        typing = asyncio.create_task(keep_typing(seats, options.rate or 400, 60))
        await asyncio.sleep(chance.uniform(0.05, 0.8))
        server.kill()
        typing.cancel()
        # What the kernel still had for us was acknowledged too.
        await asyncio.sleep(0.05)
        for seat in seats:
            seat.close()
        unacknowledged += sum(seat.typed - seat.acknowledged for seat in seats)
        server.start()
        examine(web, seats, everything=False)
        await asyncio.gather(*(seat.come_back() for seat in seats))
        await settle(seats)
        examine(web, seats, everything=True)
        if number % 20 == 0:
            print(f"round {number}: {sum(seat.acknowledged for seat in seats)} letters acknowledged", flush=True)
    for seat in seats:
        seat.close()
    status = server.stop()
    verified = subprocess.run([PROGRAM, "verify", "--data", server.data], capture_output=True, text=True)
    if status or verified.returncode:
        raise Failed(f"exit {status}; verify: {verified.stderr}")
    return (f"{options.rounds} rounds of kill -9 (seed {options.seed}), {len(seats)} seats in {len(documents)} rooms: "
            f"{sum(seat.acknowledged for seat in seats)} letters acknowledged, 0 lost, 0 doubled; {unacknowledged} were "
            f"under way at a kill and came in afterwards")


def fill(disk: Path):
    filler = os.open(disk / "filler", os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(filler, bytes(4096))
    except OSError:
        os.close(filler)


async def full(server: Server, options) -> str:
    web = Web(server.url).log_in("sek1")  # before: a full disk takes no login
    documents, logins = make_documents(server, 5), cookies(server)
    seats = [Seat(server.port, logins[index % len(logins)], documents[index % 5]) for index in range(50)]
    await open_all(seats)
    recoveries = []
    for number in range(options.rounds):
        await keep_typing(seats, 200, 0.5)
        fill(server.data.parent)
        # Until nothing is acknowledged any more: everybody has been told and sent away.
        deadline = time.monotonic() + 30
        while not all(seat.is_over for seat in seats):
            for seat in seats:
                if not seat.is_over:
                    seat.type()
            if time.monotonic() > deadline:
                raise Failed(f"round {number}: {sum(not seat.is_over for seat in seats)} seats were not told")
            await asyncio.sleep(0.05)
        if {seat.close_code for seat in seats} != {1013}:
            raise Failed(f"round {number}: closed with {sorted({seat.close_code for seat in seats}, key=str)}")
        examine(web, seats, everything=False)  # reads go on
        os.unlink(server.data.parent / "filler")
        began = time.perf_counter()
        for seat in seats:
            seat.close()
        await asyncio.gather(*(seat.come_back() for seat in seats))
        await settle(seats)
        recoveries.append(time.perf_counter() - began)
        examine(web, seats, everything=True)
    for seat in seats:
        seat.close()
    return (f"{options.rounds} times a full disk under 50 seats, one server throughout: "
            f"{sum(seat.acknowledged for seat in seats)} letters acknowledged, 0 lost; all stored again at most "
            f"{max(recoveries):.2f} s after there was room")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="Scripts/fuzz crowd", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["storm", "kill", "full"])
    parser.add_argument("--seats", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=50)
    parser.add_argument("--rate", type=float, help="edits a second")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    scratch = Path(tempfile.mkdtemp(prefix="udkast-crowd-"))
    kinds = {"storm": storm, "kill": kill, "full": full}
    try:
        if options.kind == "full":
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", scratch], check=True)
        with Server(scratch / "data", "--sockets-per-member", "5000") as server:
            print(asyncio.run(kinds[options.kind](server, options)))
        return 0
    except Failed as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    finally:
        if options.kind == "full":
            subprocess.run(["umount", "-l", scratch])
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
