"""Three browsers do whatever comes to mind, for a while; at the end all show the same.

`UDKAST_MONKEY_SECONDS=600 UDKAST_SEED=7 … -k monkey` runs longer or replays the choices of a seed.
"""

import os
import random
import time
from contextlib import ExitStack

from harness import CRITERION
from harness.pages import Draft, wait_until_same
from harness.web import Web

SECONDS = float(os.environ.get("UDKAST_MONKEY_SECONDS", "20"))
SEED = int(os.environ.get("UDKAST_SEED", "0")) or 20_260_601
PLACES = [f"{CRITERION}/kravtekst", f"{CRITERION}/markedsnote", f"{CRITERION}/titel", "formaal/tekst"]
WORDS = ["og ", "grøn ", "🪑", "ændring ", "a\N{COMBINING RING ABOVE}", "[", "- ", "1. ", "é", " "]
KEYS = ["Enter", "Backspace", "Delete", "ArrowLeft", "ArrowRight", "Home", "End", "Shift+ArrowLeft", "Shift+End", "Control+Backspace"]
FORMATS = ["Control+b", "Control+i", "Control+,", "Control+.", "Control+Shift+8", "Control+Shift+7"]
PASTE = """(box, html) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""
HTML = ["<ul><li>et</li><li><b>to</b></li></ul>", "<p>en <i>kursiv</i></p><p>to</p>", "<table><tr><td>a</td><td>b</td></tr></table>"]


class Monkey:
    def __init__(self, draft: Draft, random: random.Random):
        self.draft = draft
        self.page = draft.page
        self.random = random
        self.log: list[str] = []
        self.is_offline = False

    def act(self):
        action = self.random.choices(
            [self.type, self.press, self.format, self.go, self.undo, self.paste, self.cut_off, self.move, self.split, self.reload],
            [30, 20, 12, 12, 8, 5, 2, 2, 1, 1])[0]
        self.log.append(action.__name__)
        action()

    def type(self):
        self.page.keyboard.insert_text(self.random.choice(WORDS))

    def press(self):
        for _ in range(self.random.randint(1, 3)):
            self.page.keyboard.press(self.random.choice(KEYS))

    def format(self):
        self.page.keyboard.press(self.random.choice(FORMATS))

    def go(self):
        self.draft.field(self.random.choice(PLACES)).put_caret(self.random.random())

    def undo(self):
        self.page.keyboard.press(self.random.choice(["Control+z", "Control+z", "Control+y"]))

    def paste(self):
        field = self.draft.field(self.random.choice(PLACES))
        field.put_caret(self.random.random())
        field.box.evaluate(PASTE, self.random.choice(HTML))

    def cut_off(self):
        self.is_offline = not self.is_offline
        self.page.context.set_offline(self.is_offline)

    def move(self):
        self.page.keyboard.press(self.random.choice(["Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown"]))

    def split(self):
        button = self.draft.criterion(CRITERION).locator("[data-action=split]")
        button.evaluate("button => button.click()")

    def reload(self):
        if self.is_offline:
            return
        self.page.reload()
        self.draft.wait_until_open()
        self.go()


def texts(draft: Draft) -> dict[str, str]:
    return draft.page.locator("[data-place]").evaluate_all(
        "all => Object.fromEntries(all.map(box => [box.dataset.place, box.textContent]))")


def test_a_monkey_with_three_browsers_leaves_one_document(window, server):
    choices = random.Random(SEED)
    members = ("koeb1", "formand", "sek1")
    monkeys = [Monkey(Draft(window(member)).open(), random.Random(choices.random())) for member in members]
    with ExitStack() as stack:
        for monkey in monkeys:
            # A request on a line that was cut meanwhile is answered with 400, and the page opens another line.
            stack.enter_context(monkey.page.console.expecting("ERR_|WebSocket|Failed to fetch|400 "))
            monkey.go()
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for monkey in monkeys:
                monkey.act()
        for monkey in monkeys:
            monkey.page.context.set_offline(False)
        for monkey in monkeys:
            monkey.draft.wait_until("saved", timeout=60)
    wait_until_same(*(monkey.draft for monkey in monkeys), server=server)
    stored = Web(server.url).log_in("sek1").document()
    for monkey in monkeys:
        shown = texts(monkey.draft)
        different = [place for place, text in shown.items() if text != stored["places"].get(place, "")]
        assert different == [], f"seed {SEED}, after {monkey.log[-20:]}"
