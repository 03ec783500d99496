"""What holds for every page in every look: wide and on a phone, light and dark."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# Every width and every scheme once.
FEW = [(1280, "light"), (390, "dark")]


def in_every_look(page: Page, looks: list[tuple[int, str]] = LOOKS) -> Iterator[str]:
    """Brings the page into each look in turn, and gives its name."""
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if page.locator("draft-editor").count():
            wait_until_at_rest(page)
        yield f"{width}-{scheme}"


def wait_until_at_rest(page: Page):
    """Waits until the editor has laid out what is out of view: until then things move while axe measures them."""
    page.wait_for_timeout(100)                         # for the editor to notice a new width
    for _ in range(200):
        if page.locator("draft-editor").evaluate("editor => editor.isAtRest"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page does not come to rest")


def expect_accessible(page: Page, look: str):
    """WCAG 2.2 AA as far as axe sees it, and nothing wider than the window."""
    # Without `preload` axe leaves style sheets alone; fetching them again breaks the page's own policy. What passes is
    # checked all the same, but need not be described, which takes most of the time.
    options = {"runOnly": RULES, "preload": False, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    found = [f"{look}: {rule['id']} {[node['target'] for node in rule['nodes']][:3]}" for rule in violations]
    assert found == [], found
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
