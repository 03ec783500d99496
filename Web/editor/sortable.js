const NEAR = 5                                         // how far a pointer moves before it drags, in pixels
const HOLD = 350                                       // how long a finger rests before it does: until then it scrolls
const EDGE = 40                                        // where the list scrolls along

/**
 * Lets the items of a list be dragged among each other, by mouse, pen or finger. A line shows where one would be put.
 * Who has none of these moves them by the buttons in the text or by Alt+Shift and the arrows.
 *
 * @param {HTMLElement} list
 * @param {object} form
 * @param {string} form.item Selector of what can be dragged, a child of the list.
 * @param {string} form.handle Selector of what one takes hold of in it.
 * @param {(item: HTMLElement) => string} form.nodeOf
 * @param {AbortSignal} [form.signal]
 *
 * @fires sortable:moved on the list with `{ node, before }`, the node that it was dropped before, or null for the end
 */
export function makeSortable(list, { item: isItem, handle, nodeOf, signal }) {
  let held = null                                      // { item, x, y, timer, pointer }: not yet dragged
  let dragged = null
  const on = (target, type, handler, options = {}) => target.addEventListener(type, handler, { signal, ...options })
  const items = () => [...list.children].filter(item => item.matches(isItem))

  const begin = () => {
    dragged = held.item
    dragged.dataset.dragged = ""
    list.setPointerCapture(held.pointer)
  }
  const end = () => {
    clearTimeout(held?.timer)
    if (dragged) {
      delete dragged.dataset.dragged
      // The click that follows at once, if one does, is no visit to what was dragged.
      addEventListener("click", refuse, { capture: true })
      setTimeout(() => removeEventListener("click", refuse, { capture: true }))
    }
    held = dragged = null
    for (const item of list.querySelectorAll("[data-drop]")) delete item.dataset.drop
  }
  const spotAt = y => {
    const all = items()
    const next = all.find(item => y < middleOf(item)) ?? null
    return { next, mark: next ?? all.at(-1), side: next ? "before" : "after" }
  }

  on(list, "pointerdown", event => {
    const item = event.target.closest(handle)?.closest(isItem)
    if (!item || event.button !== 0 || item.parentElement !== list) return
    held = { item, x: event.clientX, y: event.clientY, pointer: event.pointerId, isTouch: event.pointerType === "touch" }
    if (!held.isTouch) return
    if (event.target.closest("[data-drag-handle]")) begin()
    else held.timer = setTimeout(begin, HOLD)
  })
  on(list, "pointermove", event => {
    if (!held || event.pointerId !== held.pointer) return
    const isFar = Math.hypot(event.clientX - held.x, event.clientY - held.y) > NEAR
    if (!dragged && isFar) held.isTouch ? end() : begin()
    if (!dragged) return
    for (const item of list.querySelectorAll("[data-drop]")) delete item.dataset.drop
    const { mark, side } = spotAt(event.clientY)
    mark.dataset.drop = side
    scrollAlong(list, event.clientY)
  })
  on(list, "pointerup", event => {
    if (dragged && event.pointerId === held.pointer) {
      const { next } = spotAt(event.clientY)
      const [node, before] = [nodeOf(dragged), next && nodeOf(next)]
      end()
      if (before !== node) list.dispatchEvent(new CustomEvent("sortable:moved", { bubbles: true, detail: { node, before } }))
    } else {
      end()
    }
  })
  on(list, "pointercancel", end)
  on(document, "keydown", event => {
    if (event.key === "Escape" && dragged) end()
  })
  // What is dragged is neither scrolled, nor a link taken elsewhere, nor something to ask a menu for.
  on(list, "touchmove", event => dragged && event.preventDefault(), { passive: false })
  on(list, "dragstart", event => event.target.closest?.(handle) && event.preventDefault())
  on(list, "contextmenu", event => held?.isTouch && event.preventDefault())
}

function refuse(event) {
  event.preventDefault()
}

function middleOf(item) {
  const { top, height } = item.getBoundingClientRect()
  return top + height / 2
}

function scrollAlong(list, y) {
  const scroller = list.closest(".outline") ?? document.scrollingElement
  const { top, bottom } = scroller === document.scrollingElement ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect()
  if (y < top + EDGE) scroller.scrollBy(0, -EDGE / 2)
  else if (y > bottom - EDGE) scroller.scrollBy(0, EDGE / 2)
}
