"""Firefox, driven by WebDriver BiDi (W3C), which it speaks by itself: for what Chromium alone cannot show."""

import base64
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import time

from websockets.sync.client import connect

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")

# Keys that have no letter, as WebDriver names them (section 17.4.2).
KEYS = {"Control": "\ue009", "Shift": "\ue008", "Enter": "\ue006", "Backspace": "\ue003", "Tab": "\ue004",
        "End": "\ue010", "Home": "\ue011", "ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Escape": "\ue00c"}


class Firefox:
    """One window of a browser with an empty profile. `with Firefox() as browser:` ends it whatever happens."""

    def __init__(self):
        self._profile = tempfile.mkdtemp(prefix="udkast-firefox-")
        self._process = subprocess.Popen(
            [PROGRAM, "--headless", "--no-remote", "--profile", self._profile, "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self._numbers = itertools.count(1)
        self.complaints: list[str] = []

    def __enter__(self) -> "Firefox":
        for line in self._process.stderr:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                break
        else:
            raise RuntimeError("Firefox ended before it could be driven")
        self._line = connect(f"{found[1]}/session", max_size=None, proxy=None)
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def goto(self, url: str):
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, expression: str):
        """The value of an expression of the page, a promise's too: a text, a number, whether, or None."""
        answer = self._ask("script.evaluate", expression=expression, awaitPromise=True,
                           target={"context": self._context})
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 20):
        deadline = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < deadline, f"not true after {seconds} s: {expression}"
            time.sleep(0.05)
        return value

    def type(self, text: str):
        self._keys([step for letter in text for step in (("keyDown", letter), ("keyUp", letter))])

    def press(self, combination: str):
        """Keys joined by `+`, such as `Control+b`."""
        keys = [KEYS.get(key, key) for key in combination.split("+")]
        self._keys([("keyDown", key) for key in keys] + [("keyUp", key) for key in reversed(keys)])

    def click(self, selector: str):
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{ block: 'center' }})")
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = (self.evaluate(f"Math.round({box}.{side} + 12)") for side in ("left", "top"))
        self._ask("input.performActions", context=self._context, actions=[{
            "type": "pointer", "id": "mouse", "actions": [
                {"type": "pointerMove", "x": int(x), "y": int(y)}, {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0}]}])

    def screenshot(self) -> bytes:
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self._context)["data"])

    def _keys(self, steps: list[tuple[str, str]]):
        self._ask("input.performActions", context=self._context, actions=[{
            "type": "key", "id": "keyboard", "actions": [{"type": kind, "value": key} for kind, key in steps]}])

    def _ask(self, method: str, **params) -> dict:
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._line.recv(60))
            if message.get("id") == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]
            if message.get("method") == "log.entryAdded" and message["params"]["level"] in ("error", "warn"):
                self.complaints.append(str(message["params"]["text"]))
