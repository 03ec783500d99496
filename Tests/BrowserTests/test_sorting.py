"""What has an order is moved by mouse and by finger: product groups, and criteria in the outline."""

import re

from playwright.sync_api import expect

from harness import CRITERION
from harness.pages import Draft, wait_until_same


def names(draft: Draft) -> list[str]:
    return draft.page.locator("[data-product-groups] [data-place]").all_text_contents()


def touch_and_drag(draft: Draft, start: tuple[float, float], end: tuple[float, float], hold: int):
    """One finger rests for so many milliseconds, goes in a few steps to the end and lets go."""
    devtools = draft.page.context.new_cdp_session(draft.page)

    def point(at):
        return [{"x": at[0], "y": at[1]}]

    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": point(start)})
    draft.page.wait_for_timeout(hold)
    for step in range(1, 6):
        at = tuple(a + (b - a) * step / 5 for a, b in zip(start, end))
        devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": point(at)})
        draft.page.wait_for_timeout(30)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def middle(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_product_group_is_added_named_dragged_deleted_and_restored(window, server):
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    before = names(mine)
    mine.page.get_by_role("button", name="Tilføj produktgruppe").click()
    mine.page.keyboard.type("Akustikmøbler")
    expect(yours.page.locator("[data-product-groups]")).to_contain_text("Akustikmøbler")
    # Every criterion can be about it, at everybody's, and new ones too.
    yours.criterion(CRITERION).locator("details.more-fields summary").click()
    tick = yours.criterion(CRITERION).get_by_label("Akustikmøbler")
    tick.check()
    mine.criterion(CRITERION).locator("details.more-fields summary").click()
    expect(mine.criterion(CRITERION).get_by_label("Akustikmøbler")).to_be_checked()

    handles = mine.page.locator("[data-product-groups] [data-drag-handle]")
    handles.last.drag_to(handles.first, target_position={"x": 5, "y": 2})
    expect(yours.page.locator("[data-product-groups] [data-place]").first).to_have_text("Akustikmøbler")
    assert names(mine) == ["Akustikmøbler", *before]
    group = mine.page.locator("[data-product-groups] .product-group").first
    group.get_by_role("button", name="Flyt ned").click()
    assert names(mine) == [before[0], "Akustikmøbler", *before[1:]]

    mine.page.locator("[data-product-groups] .product-group").nth(1).get_by_role("button", name="Slet").click()
    expect(yours.criterion(CRITERION).get_by_label("Akustikmøbler")).to_have_count(0)
    yours.page.get_by_text("Slettede produktgrupper").click()
    deleted = yours.page.locator("[data-deleted-product-groups]")
    expect(deleted).to_contain_text("Akustikmøbler")
    deleted.get_by_role("button", name=re.compile("Gendan")).click()
    expect(mine.criterion(CRITERION).get_by_label("Akustikmøbler")).to_be_checked()
    mine.wait_until("saved"), yours.wait_until("saved")
    wait_until_same(mine, yours, server=server)


def test_a_finger_moves_a_product_group_by_its_handle(window):
    draft = Draft(window("koeb1", has_touch=True, viewport={"width": 390, "height": 844})).open()
    before = names(draft)
    handles = draft.page.locator("[data-product-groups] [data-drag-handle]")
    handles.first.evaluate("handle => handle.scrollIntoView({ block: 'center', behavior: 'instant' })")  # from under what sticks to the edges
    _, y = middle(draft.page.locator("[data-product-groups] .product-group").nth(1))
    start = middle(handles.nth(0))

    touch_and_drag(draft, start, (start[0], y + 15), 60)

    expect(draft.page.locator("[data-product-groups] [data-place]").first).to_have_text(before[1])
    assert names(draft) == [before[1], before[0], *before[2:]]


def test_a_finger_that_rests_moves_an_entry_and_one_that_does_not_scrolls(window):
    draft = Draft(window("koeb1", has_touch=True, viewport={"width": 1280, "height": 700})).open()
    entries = draft.page.locator("[data-outline] li:has([data-outline-number])")
    before = entries.all_inner_texts()
    third, first = middle(entries.nth(2)), middle(entries.nth(0))

    touch_and_drag(draft, third, (first[0], first[1] - 10), 0)
    draft.page.wait_for_timeout(500)
    assert entries.all_inner_texts() == before

    third, first = middle(entries.nth(2)), middle(entries.nth(0))
    touch_and_drag(draft, third, (first[0], first[1] - 10), 600)
    expect(entries.nth(0)).to_contain_text(before[2].split("\n")[-1])
    draft.wait_until("saved")


def test_escape_gives_up_dragging(window):
    draft = Draft(window("koeb1", viewport={"width": 1280, "height": 900})).open()
    entries = draft.page.locator("[data-outline] li:has([data-outline-number])")
    before = entries.all_inner_texts()
    entries.nth(3).hover()
    draft.page.mouse.down()
    x, y = middle(entries.nth(0))
    draft.page.mouse.move(x, y, steps=5)
    expect(draft.page.locator("[data-drop]")).to_have_count(1)
    draft.page.keyboard.press("Escape")
    expect(draft.page.locator("[data-drop]")).to_have_count(0)
    draft.page.mouse.up()
    assert entries.all_inner_texts() == before
