const TYPE = "application/x-udkast-node"

/**
 * Lets the numbered entries of the outline be dragged among each other. A line shows where one would
 * be put. Who has no mouse moves them by the buttons in the text or by Alt+Shift and the arrows.
 *
 * @param {HTMLOListElement} list
 * @param {AbortSignal} signal
 */
export function makeSortable(list, signal) {
  let dragged = null
  const on = (type, handler) => list.addEventListener(type, handler, { signal })
  const clear = () => {
    for (const item of list.querySelectorAll("[data-drop]")) delete item.dataset.drop
  }

  on("dragstart", event => {
    dragged = numbered(event.target)
    if (!dragged) return
    event.dataTransfer.clearData()                     // dropped elsewhere, the link would become text
    event.dataTransfer.setData(TYPE, dragged.dataset.outlineNode)
    event.dataTransfer.effectAllowed = "move"
  })
  on("dragover", event => {
    const item = dragged && numbered(event.target)
    if (!item) return
    event.preventDefault()
    clear()
    item.dataset.drop = isInUpperHalf(event, item) ? "before" : "after"
  })
  on("dragleave", clear)
  on("drop", event => {
    const item = dragged && numbered(event.target)
    if (!item) return
    event.preventDefault()
    const next = isInUpperHalf(event, item) ? item : item.nextElementSibling
    const before = next && numbered(next) ? next.dataset.outlineNode : null
    const node = dragged.dataset.outlineNode
    if (before !== node) list.dispatchEvent(new CustomEvent("outline:moved", { detail: { node, before } }))
  })
  on("dragend", () => {
    dragged = null
    clear()
  })
}

function numbered(element) {
  const item = element.closest("[data-outline-node]")
  return item?.querySelector("[data-outline-number]") ? item : null
}

function isInUpperHalf(event, item) {
  const { top, height } = item.getBoundingClientRect()
  return event.clientY < top + height / 2
}
