"""A browser whose process can be killed in the middle of its work and started again with what is on its disk."""

import subprocess
import time
from pathlib import Path

from playwright.sync_api import Page, Playwright

from . import CHROMIUM


class MortalBrowser:
    """One Chromium with a profile folder of its own. The windows it opens know the server's address."""

    START_SECONDS = 20

    def __init__(self, playwright: Playwright, url: str, profile: Path):
        self.playwright = playwright
        self.url = url
        self.profile = profile
        self.process: subprocess.Popen | None = None

    def open(self) -> Page:
        """Starts the browser and opens a window."""
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0",
             f"--user-data-dir={self.profile}", "--lang=da-DK", "--accept-lang=da-DK", "--disable-background-networking",
             "--hide-crash-restore-bubble", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + self.START_SECONDS
        while not port_file.exists() or not port_file.read_text().strip():
            assert time.monotonic() < deadline, "the browser did not start"
            time.sleep(0.05)
        port = port_file.read_text().split()[0]
        page = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].new_page()
        page.set_default_timeout(20_000)
        visit = page.goto
        page.goto = lambda path, **options: visit(self.url + path, **options)
        return page

    def kill(self):
        """Ends it at once (SIGKILL), in whatever it is doing."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
