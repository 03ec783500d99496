"""`udkast client`: a member without a browser, driven by JSON lines."""

import itertools
import json
import queue
import subprocess
import threading
from concurrent.futures import Future
from typing import Callable

from . import DEMO_PASSWORD, PROGRAM, ROOT, TARGET, email


class Refused(Exception):
    """The client answered a command with an error."""


class Client:
    """One headless member on one document.

    `ask` waits for the answer; `send` returns a future, for what may take as long as the server is away. Lines that
    nobody asked for are passed to `on_event`, or kept for `next_event`.
    """

    ANSWER_SECONDS = 20

    def __init__(self, url: str, member: str, document: str = TARGET, *,
                 password: str = DEMO_PASSWORD, on_event: Callable[[dict], None] | None = None):
        self.member = member
        self.on_event = on_event
        self.process = subprocess.Popen(
            [PROGRAM, "client", "--server", url, "--login", f"{email(member)}:{password}", "--document", document],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._ids = itertools.count(1)
        self._waiting: dict[int, Future] = {}
        self._events: queue.Queue[dict] = queue.Queue()
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Client":
        self.wait_until_open()
        return self

    def __exit__(self, *_):
        self.close()

    def wait_until_open(self):
        """Waits for the document; what is asked before that waits for it too, even when the line is cut meanwhile."""
        self.ask(hash=True)

    def close(self):
        """Ends the process; what it has not sent yet is gone with it."""
        self.process.kill()
        self.process.wait()

    def send(self, **command) -> Future:
        """Hands over one command; the future has the answer, or `Refused` when the answer is an error."""
        return self.send_together(command)[0]

    def send_together(self, *commands: dict) -> list[Future]:
        """Hands over commands in one write, so that little can happen in between."""
        futures, lines = [], []
        with self._lock:
            for command in commands:
                number = next(self._ids)
                self._waiting[number] = Future()
                futures.append(self._waiting[number])
                lines.append(json.dumps({**command, "id": number}, ensure_ascii=False) + "\n")
            self.process.stdin.write("".join(lines))
            self.process.stdin.flush()
        return futures

    def ask(self, **command) -> dict:
        return self.send(**command).result(self.ANSWER_SECONDS)

    def read(self, place: str) -> str:
        return self.ask(read=place)["text"]

    def insert(self, place: str, at: int, text: str) -> dict:
        return self.ask(insert={"place": place, "at": at, "text": text})

    def delete(self, place: str, at: int, count: int) -> dict:
        return self.ask(delete={"place": place, "at": at, "count": count})

    def set(self, node: str, key: str, value) -> dict:
        return self.ask(set={"node": node, "key": key, "value": value})

    def sync(self) -> dict:
        """Returns once everything sent so far is acknowledged."""
        return self.ask(sync=True)

    def hash(self) -> str:
        return self.ask(hash=True)["hash"]

    def next_event(self, name: str, timeout: float = 10) -> dict:
        """Waits for an event of that name and forgets those before it."""
        while True:
            event = self._events.get(timeout=timeout)
            if event["event"] == name:
                return event

    def _read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            if "event" in message:
                (self.on_event or self._events.put)(message)
                continue
            with self._lock:
                future = self._waiting.pop(message.get("id"), None)
            if future is None:
                continue
            if "error" in message:
                future.set_exception(Refused(message["error"]))
            else:
                future.set_result(message)
        gone = Refused(f"the client ended: {self.process.stderr.read()}")
        with self._lock:
            for future in self._waiting.values():
                future.set_exception(gone)
            self._waiting.clear()
