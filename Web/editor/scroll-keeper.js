import { caretRect } from "./caret-geometry.js"

const MARGIN = 24

/**
 * Runs work that changes the page at the hand of others, and leaves my caret where it stood on the
 * screen. Without a caret in a field the browser's own scroll anchoring does the same; with one it
 * is switched off (draft-editor.css), because it does not know what I am looking at.
 *
 * @param {TextField | null} field The field that has the focus.
 */
export function keepingPlace(field, work) {
  const before = topOf(field)
  work()
  const after = topOf(field)
  if (before === null || after === null || before === after) return
  scrollBy({ top: after - before, behavior: "instant" })
}

/**
 * Scrolls as little as needed for a position to be seen below the bar and above the window's edge.
 * @param {number | null} position UTF-16 units; by default where my caret is in the field.
 */
export function showCaret(field, bar, position = caretOf(field)) {
  const rect = position === null ? null : caretRect(field, position)
  if (!rect) return
  const above = bar.getBoundingClientRect().bottom + MARGIN - rect.top
  const below = rect.top + rect.height + MARGIN - (visualViewport?.height ?? innerHeight)
  if (above > 0) scrollBy({ top: -above, behavior: "instant" })
  else if (below > 0) scrollBy({ top: below, behavior: "instant" })
}

// Private

function caretOf(field) {
  const selection = field.selection()
  return selection && (selection.isBackward ? selection.from : selection.to)
}

function topOf(field) {
  const selection = field?.selection()
  return selection ? caretRect(field, selection.to)?.top ?? null : null
}
