"""Two browsers and three clients who type into the same criterion and the same section, and the checks on what comes of it."""

import shutil
import time
from pathlib import Path

from .ledger import Findings, Ledger
from .server import Server
from .typists import BrowserTypist, ClientTypist, Typist
from .web import Web


class Diverged(AssertionError):
    """Replicas that know the same edits show different documents, or do not come to rest."""


class Load:
    """The load on one running server.

    `with Load(server, seed=7) as load:` opens everything; `load.resume()` lets them type; `load.settle()` lets them
    finish and holds all replicas against each other and the ledger.
    """

    SETTLE_SECONDS = 60

    def __init__(self, server: Server, seed: int, *, restless: bool):
        self.server = server
        self.ledger = Ledger()
        self.typists: list[Typist] = [
            BrowserTypist("koeb1", server.port, self.ledger, seed, restless),
            BrowserTypist("miljoe1", server.port, self.ledger, seed),
            ClientTypist("koeb2", server.url, self.ledger, seed, restless),
            ClientTypist("koeb3", server.url, self.ledger, seed),
            ClientTypist("formand", server.url, self.ledger, seed),
        ]

    def __enter__(self) -> "Load":
        for typist in self.typists:
            typist.start()
        for typist in self.typists:
            typist.ready.wait(60)
        self._raise_failures()
        return self

    def __exit__(self, *_):
        for typist in self.typists:
            typist.finish()
        for typist in self.typists:
            typist.join(20)

    def resume(self):
        for typist in self.typists:
            typist.resume()

    def settle(self) -> float:
        """Stops the typing, waits until everything is acknowledged and all replicas agree; returns the seconds it took.

        Raises `Diverged` when they do not, or when a character was lost, doubled or came back.
        """
        for typist in self.typists:
            typist.pause()
        for typist in self.typists:
            if not typist.wait_until_paused():
                raise Diverged(f"{typist.name} does not stop typing")
        self._raise_failures()

        started = time.monotonic()
        deadline = started + self.SETTLE_SECONDS
        while not all(typist.settled for typist in self.typists):
            self._raise_failures()
            if time.monotonic() > deadline:
                waiting = [typist.name for typist in self.typists if not typist.settled]
                raise Diverged(f"not acknowledged within {self.SETTLE_SECONDS} s: {', '.join(waiting)}")
            time.sleep(0.05)

        web = Web(self.server.url).log_in("sek1")
        while True:
            document = web.document()
            hashes = {"server": document["hash"]} | {typist.name: typist.document_hash() for typist in self.typists}
            if len(set(hashes.values())) == 1:
                break
            if time.monotonic() > deadline:
                raise Diverged(f"hashes differ {self.SETTLE_SECONDS} s after the typing: {hashes}")
            time.sleep(0.1)
        seconds = time.monotonic() - started

        for typist in self.typists:
            for place, text in typist.shown().items():
                if text != document["places"][place]:
                    raise Diverged(f"{typist.name} shows another text at {place} than it holds: {text!r}")
        findings = self.ledger.examine(list(document["places"].values()), everything=True)
        if findings:
            raise Diverged(f"all replicas agree, but {findings}")
        return seconds

    def examine_disk(self, copy: Path) -> Findings:
        """What the data directory holds right now, asked of a second server on a copy of it: nobody has sent it anything
        again yet. The load's own server must be down."""
        # The socket by which backups are asked for is no file.
        shutil.copytree(self.server.data, copy, ignore=shutil.ignore_patterns("control"))
        try:
            with Server(copy) as second:
                document = Web(second.url).log_in("sek1").document()
                return self.ledger.examine(list(document["places"].values()), everything=False)
        finally:
            shutil.rmtree(copy)

    @property
    def figures(self) -> str:
        ledger = self.ledger
        return (
            f"{sum(typist.acts for typist in self.typists)} acts, {sum(typist.cuts for typist in self.typists)} cuts, "
            f"{len(ledger.typed)} characters typed, {len(ledger.acknowledged)} acknowledged, {len(ledger.deleted)} deleted")

    def _raise_failures(self):
        for typist in self.typists:
            if typist.failure:
                raise typist.failure
