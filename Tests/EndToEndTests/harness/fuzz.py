"""Scripts/fuzz: the load of several people at once, by itself or with a server that is killed under it.

Ends with exit status 0 and one line of figures, or with what was lost and the command that runs the same seed again.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from .load import Diverged, Load
from .server import Server


def together(server: Server, seed: int, seconds: float):
    with Load(server, seed, restless=True) as load:
        idle = server.resident_bytes
        load.resume()
        time.sleep(seconds)
        busy = server.resident_bytes
        settling = load.settle()
        print(f"one hash everywhere {settling:.1f} s after the typing; {load.figures}; "
              f"server {idle / 1e6:.0f} MB before, {busy / 1e6:.0f} MB under load")


def kill(server: Server, seed: int, rounds: int, scratch: Path):
    chance = random.Random(seed)
    with Load(server, seed, restless=True) as load:
        for number in range(1, rounds + 1):
            load.resume()
            time.sleep(chance.uniform(0.5, 5))
            server.kill()
            findings = load.examine_disk(scratch / "copy")
            if findings:
                raise Diverged(f"round {number}: after kill -9 the disk has {findings}")
            server.start()
            settling = load.settle()
            print(f"round {number}: nothing lost, one hash {settling:.1f} s after the typing; {load.figures}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="Scripts/fuzz", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    kind = kinds.add_parser("together", help="two browsers and three clients type, two of them cut off and back")
    kind.add_argument("--seconds", type=float, default=120)
    kind = kinds.add_parser("kill", help="kill -9 and restart at a random moment under the same load")
    kind.add_argument("--rounds", type=int, default=25)
    for kind in kinds.choices.values():
        kind.add_argument("--seed", type=int, default=random.randrange(10**6))
        kind.add_argument("--keep", type=Path, help="leave the data directory and the server's log here when it fails")
    options = parser.parse_args()

    scratch = Path(tempfile.mkdtemp(prefix="udkast-fuzz-"))
    server = Server(scratch / "data")
    try:
        with server:
            if options.kind == "together":
                together(server, options.seed, options.seconds)
            else:
                kill(server, options.seed, options.rounds, scratch)
        return 0
    except Exception as error:
        traceback.print_exc()
        server.kill()
        if options.keep:
            shutil.copytree(scratch, options.keep, dirs_exist_ok=True)
            (options.keep / "server.log").write_text(server.errors)
        size = f"--seconds {options.seconds:g}" if options.kind == "together" else f"--rounds {options.rounds}"
        print(f"FAILED: {error}\nagain: Scripts/fuzz {options.kind} {size} --seed {options.seed}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
