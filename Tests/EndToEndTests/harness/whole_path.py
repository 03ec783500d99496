"""Scripts/bench path: from a keystroke to the other nineteen screens, stored on the way.

Prints what the product sustains, how long an edit takes at a steady rate, what it costs, and what a thousand people hold
of the machine when they only read; beside it pycrdt-websocket with its SQLite store, where --peer names a Python that
has it. A delivery's time runs from the moment the edit was due until it has come to somebody else.
"""

import argparse
import resource
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from . import ROOT
from .gathering import make_documents
from .native_crowd import NativeCrowd, members
from .plan import write_plan
from .server import Server


class Product:
    name = "udkast"

    def __init__(self, folder: Path, options):
        self._server = Server(folder / "data", "--sockets-per-member", "5000").start()
        self.port, self.process = self._server.port, self._server.process.pid
        self._rooms = [seat % options.rooms for seat in range(options.seats)]
        self._documents = make_documents(self._server, options.rooms)

    def plan(self, file: Path, count: int):
        write_plan(file, members(self._server, self._documents, self._rooms, count))

    def close(self):
        self._server.stop()


class Peer:
    name = "pycrdt-websocket"

    def __init__(self, folder: Path, options):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._options = options
        self._child = self._run("serve", self.port, folder)
        self.process = self._child.pid
        deadline = time.monotonic() + 30
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            if self._child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the peer does not start")
            time.sleep(0.1)

    def plan(self, file: Path, count: int):
        made = self._run("plan", self.port, file, self._options.rooms, self._options.seats, count)
        if made.wait():
            raise RuntimeError("the peer's plan was not made")

    def close(self):
        self._child.kill()
        self._child.wait()

    def _run(self, *arguments) -> subprocess.Popen:
        command = [self._options.peer, "-m", "harness.path_peer", *map(str, arguments)]
        return subprocess.Popen(command, cwd=ROOT / "Tests/EndToEndTests")


def measure(side, crowd: NativeCrowd, options) -> dict:
    """With nobody typing, at each rate, and at full speed with one letter of everybody on the way: that is returned."""
    def run(what: str, letters: int, **how) -> dict:
        side.plan(crowd.plan, letters)
        figures = crowd.run(side.port, side.process, seconds=options.seconds, **how)
        if figures["closed"]:
            raise RuntimeError(f"{side.name} closed {figures['closed']} connections")
        print(f"{side.name:16} {what:12} {figures['seen_per_second']:8.0f} {figures['p50']:9.2f} {figures['p99']:9.2f} "
              f"{figures['max']:9.1f} {figures['cpu_micros']:9.0f} {figures['cpu_share'] * 100:8.2f} "
              f"{figures['resident_megabytes']:8.0f}" + (f"  {figures['missing']} never came" if figures["missing"] else ""),
              flush=True)
        return figures

    run("nobody types", 0, window=0)
    for rate in options.rates:
        run(f"{rate:g}/s", int(rate * (options.seconds + 2) / options.seats) + 1, rate=rate)
    return run("full speed", options.letters)


def main():
    parser = argparse.ArgumentParser(
        prog="Scripts/bench path", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", help="the Python of an environment with pycrdt-websocket")
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--seats", type=int, default=1000, help="clients in all rooms together")
    parser.add_argument("--rates", type=float, nargs="*", default=[500], help="edits a second")
    parser.add_argument("--letters", type=int, default=1500, help="what each client has to say at full speed")
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    scratch = Path(tempfile.mkdtemp(prefix="udkast-path-"))
    try:
        crowd = NativeCrowd(scratch)
        print(f"{options.seats} clients in {options.rooms} rooms, {options.seconds:g} s each; milliseconds from due to there")
        print(f"{'':29} {'edits/s':>8} {'p50':>9} {'p99':>9} {'most':>9} {'µs/edit':>9} {'CPU %':>8} {'RSS MB':>8}")
        sides = []
        for kind in [Product, *([Peer] if options.peer else [])]:
            side = kind(scratch, options)
            try:
                sides.append(measure(side, crowd, options))
            finally:
                side.close()
        if len(sides) == 2:
            ours, theirs = sides
            print(f"full speed: {ours['seen_per_second'] / theirs['seen_per_second']:.1f} times the peer's edits a second, "
                  f"{ours['p99'] / theirs['p99']:.2f} times its p99")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
