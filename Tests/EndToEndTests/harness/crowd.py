"""Scripts/fuzz crowd: a thousand members at once. Each kind prints one line of figures, or what went wrong.

storm   everybody loses the connection when the server is killed, and all come back in the same instant
slow    some never read while the others type
pace    edits at a given rate, from the keystroke until it is on disk and acknowledged
"""

import argparse
import asyncio
import re
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .seat import Seat
from .server import Server
from .web import Web

MEMBERS = ["koeb1", "koeb2", "koeb3", "miljoe1", "formand", "sek1"]
GROUP = "ag-moebler"


class Failed(AssertionError):
    pass


def make_documents(server: Server, count: int) -> list[str]:
    web = Web(server.url).log_in("sek1")
    documents = []
    for number in range(count):
        answer = web.post(f"/groups/{GROUP}/targets", title=f"Møde {number}", number=str(100 + number))
        documents.append(re.search(r"/documents/([^/?]+)", answer.url)[1])
    return documents


def cookies(server: Server) -> list[str]:
    return [Web(server.url).log_in(member).cookie for member in MEMBERS]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def milliseconds(values: list[float]) -> str:
    return f"p50 {percentile(values, 0.5) * 1e3:.1f} ms, p99 {percentile(values, 0.99) * 1e3:.1f} ms"


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


async def slow(server: Server, options) -> str:
    logins = cookies(server)
    document = make_documents(server, 1)[0]
    typists = [Seat(server.port, logins[index % len(logins)], document) for index in range(100)]
    await open_all(typists)
    rate = options.rate or 200
    await keep_typing(typists, rate, options.seconds / 4)
    await settle(typists)
    alone = [latency for seat in typists for latency in seat.latencies]
    for seat in typists:
        seat.latencies.clear()
    sleepers = [await Seat(server.port, logins[index % len(logins)], document).open(receive_bytes=4096)
                for index in range(20)]
    before = server.resident_bytes
    peak_bytes.clear()
    watching = asyncio.create_task(watch_peak(server))
    await keep_typing(typists, rate, options.seconds)
    await settle(typists)
    watching.cancel()
    beside = [latency for seat in typists for latency in seat.latencies]
    if any(seat.is_over for seat in typists):
        raise Failed("a seat that reads was closed")
    figures = Web(server.url).get("/metrics").text
    closed = int(re.search(r'udkast_refusals_total\{reason="slow_reader"\} (\d+)', figures)[1])
    for seat in typists + sleepers:
        seat.close()
    growth = max(peak_bytes) - before
    ratio = percentile(beside, 0.99) / percentile(alone, 0.99)
    if growth > 64e6:
        raise Failed(f"20 readers that do not read made the server grow by {growth / 1e6:.0f} MB")
    return (f"100 typists at {rate:g} edits/s for {options.seconds:g} s, 20 readers that never read: alone "
            f"{milliseconds(alone)}; beside them {milliseconds(beside)} (p99 × {ratio:.2f}); RSS grew by at most "
            f"{growth / 1e6:.1f} MB; {closed} readers closed for slowness")


async def pace(server: Server, options) -> str:
    documents, logins = make_documents(server, options.documents), cookies(server)
    seats = [Seat(server.port, logins[index % len(logins)], documents[index % len(documents)])
             for index in range(options.seats)]
    await open_all(seats)
    await keep_typing(seats, 200, 1)
    await settle(seats)
    for seat in seats:
        seat.latencies.clear()
        seat.edits_seen = 0
    rate = options.rate or 500
    ticks, began = cpu_seconds(server), time.perf_counter()
    await keep_typing(seats, rate, options.seconds)
    await settle(seats)
    seconds, used = time.perf_counter() - began, cpu_seconds(server) - ticks
    latencies = [latency for seat in seats for latency in seat.latencies]
    bytes_held = server.resident_bytes
    ticks, began = cpu_seconds(server), time.perf_counter()
    await asyncio.sleep(5)
    idle = (cpu_seconds(server) - ticks) / (time.perf_counter() - began)
    for seat in seats:
        seat.close()
    return (f"{len(seats)} seats in {len(documents)} rooms, {len(latencies) / seconds:.0f} edits/s acknowledged after "
            f"fsync: {milliseconds(latencies)}; server CPU {used / len(latencies) * 1e6:.0f} µs an edit; RSS "
            f"{bytes_held / 1e6:.0f} MB; idle CPU {idle * 100:.2f} %")


def cpu_seconds(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="Scripts/fuzz crowd", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["storm", "slow", "pace"])
    parser.add_argument("--seats", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=50)
    parser.add_argument("--rate", type=float, help="edits a second")
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    scratch = Path(tempfile.mkdtemp(prefix="udkast-crowd-"))
    try:
        with Server(scratch / "data", "--sockets-per-member", "5000") as server:
            print(asyncio.run({"storm": storm, "slow": slow, "pace": pace}[options.kind](server, options)))
        return 0
    except Failed as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
