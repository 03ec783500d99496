/**
 * Where a thread hangs in the text. The anchor is two ids of characters, the first and the last of
 * what was commented on, which stay with their characters through every edit.
 */

/**
 * The anchor of a selection, for a form that starts a thread.
 * @param session The engine's session.
 * @param {TextField} field
 * @param {{from: number, to: number}} selection UTF-16 units, not empty.
 */
export function anchorOf(session, field, { from, to }) {
  return {
    from: session.anchor(field.place, field.scalars(from)),
    to: session.anchor(field.place, field.scalars(to) - 1),
    quotation: field.text.slice(from, to),
  }
}

/**
 * Finds a thread's place in today's text.
 * @param {HTMLElement} thread `data-anchor-place`, `data-anchor-from`, `data-anchor-to`.
 * @returns {{ field: TextField, from: number, to: number } | "removed" | null} UTF-16 units; "removed" when
 *   nothing is left of the text, null when the thread hangs on a whole criterion or document.
 */
export function locate(session, thread, fields) {
  const { anchorPlace, anchorFrom, anchorTo } = thread.dataset
  if (!anchorPlace || !anchorFrom || !anchorTo) return null
  const field = fields(anchorPlace)
  const first = session.position(anchorPlace, anchorFrom)
  const last = session.position(anchorPlace, anchorTo)
  if (!field || first === null || last === null) return "removed"
  const end = last.deleted ? last.position : last.position + 1
  if (end <= first.position) return "removed"
  return { field, from: field.units(first.position), to: field.units(end) }
}
