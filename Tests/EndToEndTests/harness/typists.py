"""People who type at random: some in a browser, some through `udkast client`. Each has a thread of its own."""

import queue
import random
import threading
import time
from concurrent.futures import Future

from playwright.sync_api import Browser, Page, sync_playwright

from . import CRITERION, TARGET
from .client import Client, Refused
from .ledger import Ledger
from .pages import Draft, log_in, open_browser, open_window
from .proxy import Proxy

PLACES = [f"{CRITERION}/kravtekst", "formaal/tekst"]


class Typist(threading.Thread):
    """Types until `finish`; can be told to pause and to go on, and loses the network at random if it is `restless`.

    Subclasses type one thing in `act`, and say in `settled` whether all that they typed is acknowledged. Once paused they
    say the hash of their document and the texts that their person sees. An exception in the thread is kept in `failure`.
    """

    SECONDS_BETWEEN_ACTS = 0.15

    def __init__(self, name: str, ledger: Ledger, seed: int, restless: bool):
        super().__init__(name=name, daemon=True)
        self.ledger = ledger
        self.random = random.Random(f"{seed}/{name}")
        self.restless = restless
        self.acts = 0
        self.cuts = 0
        self.failure: BaseException | None = None
        self.ready = threading.Event()
        self._running = threading.Event()
        self._finished = threading.Event()
        self._paused = threading.Event()
        self._online_again = 0.0

    def pause(self):
        """Tells it to stop typing and to get back on the network."""
        self._paused.clear()
        self._running.clear()

    def wait_until_paused(self, timeout: float = 60) -> bool:
        return self._paused.wait(timeout)

    def resume(self):
        self._running.set()

    def finish(self):
        self._finished.set()
        self._running.set()

    def run(self):
        try:
            self.enter()
            self.ready.set()
            while not self._finished.is_set():
                if self._running.is_set():
                    self._one_turn()
                else:
                    self._reconnect()
                    self._paused.set()
                    self.idle()
                time.sleep(self.random.uniform(0, 2 * self.SECONDS_BETWEEN_ACTS))
        except BaseException as error:
            self.failure = error
            self._paused.set()
        finally:
            self.ready.set()
            self.leave()

    def _one_turn(self):
        now = time.monotonic()
        if self._online_again and now >= self._online_again:
            self._reconnect()
        elif self.restless and not self._online_again and self.random.random() < 0.02:
            self._online_again = now + self.random.uniform(0.3, 6)
            self.cuts += 1
            self.disconnect()
        self.act()
        self.acts += 1

    def _reconnect(self):
        if self._online_again:
            self._online_again = 0.0
            self.connect()

    # What a kind of typist has to know.

    def enter(self): ...
    def act(self): ...
    def idle(self): ...
    def disconnect(self): ...
    def connect(self): ...
    def leave(self): ...

    @property
    def settled(self) -> bool: raise NotImplementedError
    def document_hash(self) -> str: raise NotImplementedError
    def shown(self) -> dict[str, str]: raise NotImplementedError


class ClientTypist(Typist):
    """Types through `udkast client`, several commands between one acknowledgement and the next."""

    def __init__(self, member: str, url: str, ledger: Ledger, seed: int, restless: bool = False):
        super().__init__(f"client {member}", ledger, seed, restless)
        self.member = member
        self.url = url
        self._unacknowledged = {"typed": "", "deleted": ""}
        self._syncs: list[tuple[Future, dict]] = []

    def enter(self):
        self.client = Client(self.url, self.member, on_event=self._heard)
        self.client.wait_until_open()

    def leave(self):
        self.client.close()

    def act(self):
        place = self.random.choice(PLACES)
        if self.random.random() < 0.8:
            self._insert_text(place)
        else:
            self._delete_text(place)
        if self.random.random() < 0.5:
            self._ask_for_acknowledgement()
        self._collect()

    def idle(self):
        if any(self._unacknowledged.values()):
            self._ask_for_acknowledgement()
        self._collect()

    def disconnect(self):
        self.client.ask(disconnect=True)

    def connect(self):
        self.client.send(connect=True)

    @property
    def settled(self) -> bool:
        return not self._syncs and not any(self._unacknowledged.values())

    def document_hash(self) -> str:
        return self.client.hash()

    def shown(self) -> dict[str, str]:
        return {place: self.client.read(place) for place in PLACES}

    def _insert_text(self, place: str):
        length = len(self.client.read(place))
        text = self.ledger.draw(self.random.randint(1, 8), self.random)
        self.client.insert(place, self.random.randint(0, length), text)
        self._unacknowledged["typed"] += text

    def _delete_text(self, place: str):
        before = self.client.read(place)
        if not before:
            return
        at = self.random.randrange(len(before))
        count = min(self.random.randint(1, 5), len(before) - at)
        # Others' edits may arrive between the reading above and the deletion. Read before and after it in one breath.
        read, _, reread = self.client.send_together(
            {"read": place}, {"delete": {"place": place, "at": at, "count": count}}, {"read": place})
        gone = set(read.result(20)["text"]) - set(reread.result(20)["text"])
        self.ledger.delete("".join(gone))
        self._unacknowledged["deleted"] += "".join(gone)

    def _ask_for_acknowledgement(self):
        self._syncs.append((self.client.send(sync=True), self._unacknowledged))
        self._unacknowledged = {"typed": "", "deleted": ""}

    def _collect(self):
        """Enters what has been acknowledged meanwhile in the ledger."""
        while self._syncs and self._syncs[0][0].done():
            answer, covered = self._syncs.pop(0)
            answer.result()
            self.ledger.acknowledge(covered["typed"])
            self.ledger.acknowledge_deletion(covered["deleted"])

    def _heard(self, event: dict):
        if event["event"] == "refused":
            self.failure = Refused(f"{self.name}: {event}")


class BrowserTypist(Typist):
    """Types in Chromium with the keyboard, over a network of its own that can be cut."""

    def __init__(self, member: str, port: int, ledger: Ledger, seed: int, restless: bool = False):
        super().__init__(f"browser {member}", ledger, seed, restless)
        self.member = member
        self.proxy = Proxy(port)
        self._unacknowledged = {"typed": "", "deleted": ""}
        self._errands: queue.Queue = queue.Queue()  # for its own thread, where its browser lives

    def enter(self):
        self._playwright = sync_playwright().start()
        self._browser: Browser = open_browser(self._playwright)
        page: Page = open_window(self._browser, self.proxy.url)
        log_in(page, self.member)
        self.draft = Draft(page, TARGET)
        self.draft.open()

    def leave(self):
        self._browser.close()
        self._playwright.stop()
        self.proxy.close()

    def act(self):
        field = self.draft.field(self.random.choice(PLACES))
        if self.random.random() < 0.85:
            text = self.ledger.draw(self.random.randint(1, 5), self.random)
            field.put_caret(self.random.random())
            self.draft.page.keyboard.type(text)
            self._unacknowledged["typed"] += text
        else:
            field.select(self.random.random(), self.random.randint(1, 4))
            deleted = field.press_and_report_deleted("Delete")
            self.ledger.delete(deleted)
            self._unacknowledged["deleted"] += deleted
        self._collect()

    def idle(self):
        self._collect()
        while not self._errands.empty():
            errand, answer = self._errands.get()
            answer.set_result(errand())

    def disconnect(self):
        self.proxy.cut()

    def connect(self):
        self.proxy.mend()

    @property
    def settled(self) -> bool:
        return not any(self._unacknowledged.values())

    def document_hash(self) -> str:
        return self._when_idle(self.draft.hash)

    def shown(self) -> dict[str, str]:
        return self._when_idle(lambda: {place: self.draft.field(place).text for place in PLACES})

    def _when_idle(self, errand):
        answer = Future()
        self._errands.put((errand, answer))
        return answer.result(20)

    def _collect(self):
        if any(self._unacknowledged.values()) and self.draft.save_state == "saved":
            self.ledger.acknowledge(self._unacknowledged["typed"])
            self.ledger.acknowledge_deletion(self._unacknowledged["deleted"])
            self._unacknowledged = {"typed": "", "deleted": ""}
