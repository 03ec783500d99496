"""What a keystroke costs in the page: `Scripts/bench keys [--large] [--typists N]`.

Starts the server with the demo data, or with a draft larger than any there is (harness/large_draft.py), opens it, lets
others type at human speed, and types 300 characters into one field. Opening is timed from the address to the moment
when everything can be written in, at a server that has the document open: for the first time in a browser, and again
when it has opened it before. For each key: `script` is the time spent in the page's own handlers, `paint` the time from
the key's arrival to the first frame after it. Milliseconds, median and 95th percentile. A screen of 60 Hz adds up to
16.7 ms of waiting for its next picture, whatever a page does; `--with-screen` measures that too, otherwise the browser
draws as soon as it can.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "EndToEndTests"))

from playwright.sync_api import Playwright, sync_playwright  # noqa: E402

from harness import CRITERION, TARGET, large_draft  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.native_crowd import NativeCrowd, members  # noqa: E402
from harness.pages import Draft, log_in, open_browser, open_window  # noqa: E402
from harness.plan import write_plan  # noqa: E402
from harness.server import Server  # noqa: E402

PLACE = f"{CRITERION}/kravtekst"
FIELDS = ["dokumentation", "begrundelse", "vejledning", "pointmodel", "kontraktopfoelgning", "markedsnote"]
PAUSE = 40                                             # milliseconds between keys

_WATCH = """() => {
    window.keystrokes = []
    addEventListener("keydown", () => {
        const start = performance.now()
        const entry = {}
        keystrokes.push(entry)
        const channel = new MessageChannel()
        channel.port1.onmessage = () => { entry.script = performance.now() - start }
        channel.port2.postMessage(null)
        requestAnimationFrame(() => {
            const after = new MessageChannel()
            after.port1.onmessage = () => { entry.paint = performance.now() - start }
            after.port2.postMessage(null)
        })
    }, { capture: true })
}"""


class Typists:
    """People who type four letters a second each into fields beside the measured one. All of them are one small program,
    for they would sit at machines of their own."""

    RATE = 4

    def __init__(self, server: Server, folder: Path, count: int, seconds: float):
        self.server = server
        self.count = count
        self.seconds = seconds
        self.crowd = NativeCrowd(folder)
        write_plan(self.crowd.plan, members(
            server, [TARGET], [0] * count, int(self.RATE * (seconds + 2)),
            place_of=lambda seat, _: f"{CRITERION}/{FIELDS[seat % len(FIELDS)]}"))

    def start(self):
        threading.Thread(daemon=True, target=lambda: self.crowd.run(
            self.server.port, self.server.process.pid, rate=self.RATE * self.count, seconds=self.seconds)).start()
        time.sleep(1)


_OPEN = """new Promise(done => {
    const look = () => document.querySelector("[data-place][contenteditable]")
        ? requestAnimationFrame(() => done(performance.now() / 1000)) : setTimeout(look, 5)
    look()
})"""


def time_of_opening(page, path: str) -> float:
    """Seconds from the start of the navigation until the texts can be written in."""
    page.goto(path, wait_until="commit")
    return page.evaluate(_OPEN)


def measure(page, count: int) -> list[dict]:
    page.evaluate(_WATCH)
    text = "Og så skriver vi en sætning til. "
    for number in range(count):
        page.keyboard.type(text[number % len(text)])
        page.wait_for_timeout(PAUSE)
    page.wait_for_timeout(300)
    return page.evaluate("keystrokes")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--typists", type=int, default=0)
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--offline", type=int, default=0, help="type so many characters offline before measuring")
    parser.add_argument("--with-screen", action="store_true", help="draw at 60 Hz")
    parser.add_argument("--profile", action="store_true", help="list the functions that took the most time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder) / "data", *large_draft.OPTIONS) as server:
        if options.large:
            large_draft.fill(server, Path(folder))
        typists = options.typists and Typists(server, Path(folder), options.typists, options.keys * 2 * PAUSE / 1000)
        # Somebody else has the document open, or the server might have to read it from the disk first.
        with Client(server.url, "koeb2") as reader, sync_playwright() as playwright:
            reader.sync()
            measure_in_browser(playwright, server, typists, options)


def measure_in_browser(playwright: Playwright, server: Server, typists: Typists | None, options: argparse.Namespace):
    browser = open_browser(playwright, *[] if options.with_screen else ["--disable-frame-rate-limit", "--disable-gpu-vsync"])
    page = open_window(browser, server.url, viewport={"width": 1280, "height": 900})
    log_in(page, "koeb1")
    draft = Draft(page)
    for when in ("for the first time", "again", "again"):
        page.goto("/")
        page.wait_for_timeout(3000)
        print(f"opened {when} in {time_of_opening(page, draft.path):.2f} s")
    page.wait_for_timeout(5000)                        # until the page is at rest
    if typists:
        typists.start()
    draft.field(PLACE).put_caret(0.5)
    if options.offline:
        page.context.set_offline(True)
        page.keyboard.insert_text("x" * 1)
        for _ in range(options.offline):
            page.keyboard.press("x")
    devtools = page.context.new_cdp_session(page)
    if options.profile:
        devtools.send("Profiler.enable")
        devtools.send("Profiler.start")
        browser.start_tracing(page=page, categories=["devtools.timeline"])
    keys = measure(page, options.keys)
    if options.profile:
        report_rendering(browser.stop_tracing(), options.keys)
        report(devtools.send("Profiler.stop")["profile"])
    for name in ("script", "paint"):
        values = sorted(key[name] for key in keys if name in key)
        p95 = values[int(len(values) * 0.95)]
        print(f"{name}: median {statistics.median(values):.1f} ms, p95 {p95:.1f} ms ({len(values)} keys)")
    browser.close()


def report_rendering(trace: bytes, keys: int):
    """The browser's own work, by kind, for each key."""
    spent: dict[str, list[float]] = {}
    for event in json.loads(trace)["traceEvents"]:
        if event.get("ph") == "X":
            spent.setdefault(event["name"], []).append(event.get("dur", 0) / 1000)
    for name, times in sorted(spent.items(), key=lambda item: -sum(item[1]))[:20]:
        print(f"{sum(times) / keys:9.2f} ms a key, {len(times) / keys:6.2f} times  {name}")


def report(profile: dict):
    step = {node["id"]: node for node in profile["nodes"]}
    spent: dict[str, float] = {}
    for node, delta in zip(profile["samples"], profile["timeDeltas"]):
        frame = step[node]["callFrame"]
        name = f"{frame['functionName'] or '(anonymous)'} {frame['url'].rsplit('/', 1)[-1]}:{frame['lineNumber'] + 1}"
        spent[name] = spent.get(name, 0) + delta / 1000
    for name, milliseconds in sorted(spent.items(), key=lambda item: -item[1])[:25]:
        print(f"{milliseconds:9.1f} ms  {name}")


if __name__ == "__main__":
    main()
