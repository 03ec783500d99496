"""The real server as a child process."""

import queue
import re
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from . import PROGRAM, ROOT

LISTENING = re.compile(r"listening on (https?://\S+)")


class ServerDied(Exception):
    """The server ended before it listened. `status` and `said` tell how."""

    def __init__(self, status: int, said: str):
        super().__init__(f"exit {status}: {said}")
        self.status = status
        self.said = said


class Server:
    """One `udkast serve` on a data directory. It may be stopped or killed and started again, on the same port.

    `with Server(directory) as server:` starts it and kills it at the end, whatever happened in between.
    """

    START_SECONDS = 60

    def __init__(self, data: Path, *options: str, demo: bool = True, port: int = 0):
        self.data = Path(data)
        self.options = [*options, *(["--demo"] if demo else [])]
        self.port = port
        self.url = ""
        self.process: subprocess.Popen | None = None
        self.lines: list[str] = []
        self._errors = tempfile.NamedTemporaryFile(prefix="udkast-stderr-", suffix=".log")

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    def start(self) -> "Server":
        command = [PROGRAM, "serve", "--port", str(self.port), "--data", str(self.data), *self.options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=self._errors, stdin=subprocess.DEVNULL, text=True)
        arriving: queue.Queue[str | None] = queue.Queue()
        self.lines = []
        threading.Thread(target=self._read, args=(self.process, self.lines, arriving), daemon=True).start()
        try:
            first = arriving.get(timeout=self.START_SECONDS)
        except queue.Empty:
            self.kill()
            raise ServerDied(-1, f"did not listen within {self.START_SECONDS} s; {self.errors}") from None
        if first is None:
            raise ServerDied(self.process.wait(10), self.errors)
        match = LISTENING.fullmatch(first)
        if match is None:
            self.kill()
            raise ServerDied(-1, f"its first line was {first!r}")
        self.url = match[1]
        self.port = int(self.url.rsplit(":", 1)[1])
        return self

    @property
    def errors(self) -> str:
        """All that it has written to stderr, over all its starts."""
        return Path(self._errors.name).read_text(errors="replace")

    @property
    def resident_bytes(self) -> int:
        """Memory that it holds now (VmRSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def stop(self, within: float = 5) -> int:
        """Asks it to end (SIGTERM) and returns its exit status. Raises `TimeoutExpired` when it takes longer."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)

    def kill(self):
        """Ends it at once (SIGKILL), in whatever it is doing."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    @staticmethod
    def _read(process, lines, arriving):
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            arriving.put(lines[-1])
        arriving.put(None)


def run_refused(data: Path, *options: str, user: str | None = None, timeout: float = 20) -> tuple[int, str, str]:
    """Starts a server that ought to refuse; returns exit status, stdout and stderr."""
    done = subprocess.run(
        [PROGRAM, "serve", "--data", str(data), *options], cwd=ROOT, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=timeout, user=user)
    return done.returncode, done.stdout, done.stderr
