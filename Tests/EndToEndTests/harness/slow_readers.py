"""Scripts/fuzz slow: twenty readers that never read, in a room where a hundred others type.

Prints how long edits took to come to the others without them and beside them, and how the server grew; it fails when
that is more than readers may cost, or when somebody who does read was sent away.
"""

import argparse
import re
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from .gathering import make_documents
from .native_crowd import NativeCrowd, members
from .plan import write_plan
from .server import Server
from .web import Web

TYPISTS, SLEEPERS = 100, 20
MOST_GROWTH = 64e6


class Peak:
    """The most memory that a server held while the block ran, in bytes."""

    def __init__(self, server: Server):
        self._server = server
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.bytes = 0

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._is_over.set()
        self._thread.join()

    def _watch(self):
        while not self._is_over.wait(0.05):
            self.bytes = max(self.bytes, self._server.resident_bytes)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="Scripts/fuzz slow", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=200, help="edits a second, of all typists together")
    parser.add_argument("--seconds", type=float, default=300, help="for each of the two")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="udkast-slow-"))
    try:
        crowd = NativeCrowd(scratch)
        with Server(scratch / "data", "--sockets-per-member", "5000") as server:
            documents = make_documents(server, 2)

            def run(room: int, sleepers: int = 0) -> dict:
                count = int(options.rate * (options.seconds + 2) / TYPISTS) + 2
                write_plan(crowd.plan, members(server, documents, [room] * (TYPISTS + sleepers), count))
                resident = server.resident_bytes
                with Peak(server) as peak:
                    figures = crowd.run(
                        server.port, server.process.pid, rate=options.rate, seconds=options.seconds,
                        sleepers=sleepers)
                growth = peak.bytes - resident
                print(f"{sleepers} readers that never read: {figures['seen_per_second']:.0f} edits/s, p50 {figures['p50']:.2f} ms, "
                      f"p99 {figures['p99']:.2f} ms, at most {figures['max']:.1f} ms, {figures['missing']} never came, "
                      f"{figures['closed']} closed; RSS grew by {growth / 1e6:.1f} MB", flush=True)
                return figures | {"growth": growth}

            # Each in a room of its own, so that both begin with an empty document.
            alone = run(0)
            beside = run(1, SLEEPERS)
            closed = re.search(r'udkast_refusals_total\{reason="slow_reader"\} (\d+)', Web(server.url).get("/metrics").text)[1]
        print(f"beside them p99 x {beside['p99'] / alone['p99']:.2f}; {closed} of {SLEEPERS} sent away")
        both = [alone, beside]
        return int(beside["growth"] > MOST_GROWTH or any(figures["closed"] or figures["missing"] for figures in both))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
