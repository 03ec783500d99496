"""A draft larger than any the partnership has: 120 criteria, some sixty pages, 400 threads, 50,000 events one by one."""

import threading
from pathlib import Path

from . import TARGET
from .client import Client
from .native_crowd import NativeCrowd, members
from .plan import write_plan
from .server import Server
from .web import Web

CRITERIA, THREADS, TYPISTS, LETTERS = 120, 400, 100, 500
FIELDS = ["kravtekst", "dokumentation", "begrundelse", "vejledning", "pointmodel", "kontraktopfoelgning"]
PARAGRAPH = "Leverandøren skal dokumentere, at produktet overholder grænseværdien, ved hjælp af en prøvningsrapport. "
WRITERS = ["koeb2", "formand", "sek1", "koeb3", "koeb4"]
EXISTING = 14

# Starts a server so that a crowd may type on it.
OPTIONS = ("--sockets-per-member", "5000")


def node(number: int) -> str:
    return f"krt-stor-{number}"


def add_criteria(url: str, count: int = CRITERIA):
    """Brings the demo target to so many criteria with texts, by several members: each may send some fifty edits a second."""
    def write(member: str, numbers: list[int]):
        with Client(url, member) as client:
            for number in numbers:
                one = node(number)
                futures = [client.send(set={"node": one, "key": "kind", "value": "kriterium"}),
                           client.send(set={"node": one, "key": "order", "value": f"z{number:04}"}),
                           client.send(insert={"place": f"{one}/titel", "at": 0, "text": f"Kriterium nummer {number}"})]
                futures += [client.send(insert={"place": f"{one}/{field}", "at": 0, "text": PARAGRAPH * 2}) for field in FIELDS]
                for future in futures:
                    future.result(60)
            client.sync()

    numbers = list(range(max(0, count - EXISTING)))
    threads = [threading.Thread(target=write, args=(member, numbers[start::len(WRITERS)])) for start, member in enumerate(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def fill(server: Server, folder: Path):
    """Makes the demo target of a server, which was started with `OPTIONS`, such a draft."""
    add_criteria(server.url)
    crowd = NativeCrowd(folder)
    write_plan(crowd.plan, members(
        server, [TARGET], [0] * TYPISTS, LETTERS, place_of=lambda seat, _: f"{node(seat)}/markedsnote"))
    rate = 5000
    figures = crowd.run(server.port, server.process.pid, rate=rate, seconds=TYPISTS * LETTERS / rate - 1)
    if figures["closed"] or figures["missing"]:
        raise RuntimeError(f"the crowd did not get through: {figures}")
    web = Web(server.url).log_in("formand")
    for number in range(THREADS):
        web.post(f"/documents/{TARGET}/threads", node=node(number % (CRITERIA - EXISTING)),
                 text=f"Kommentar nummer {number}: er grænsen realistisk for små leverandører?")
