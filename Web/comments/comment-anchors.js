import { joined } from "../editor/spans.js"

/**
 * Where a thread hangs in the text. The anchor is two ids of characters, the first and the last of
 * what was commented on, which stay with their characters through every edit. Text that is cut and
 * put in elsewhere, moved by a split or a merge, or deleted and brought back by undo is new
 * characters; so before a whole passage goes, it is given an attribute that says whose it is
 * (`c:THREAD`), and the thread is found by that where its own characters are gone.
 */
const ATTRIBUTE = "c:"

/** The attribute's key for a thread's card. */
export function anchorKey(thread) {
  return ATTRIBUTE + thread.id
}

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
 * @param {(place: string) => TextField | undefined} fields
 * @param {() => Iterable<TextField>} all Every text of the page.
 * @returns {{ field: TextField, from: number, to: number } | "removed" | null} UTF-16 units; "removed" when
 *   nothing is left of the text, null when the thread hangs on a whole criterion or document.
 */
export function locate(session, thread, fields, all) {
  const { anchorPlace, anchorFrom, anchorTo } = thread.dataset
  if (!anchorPlace || !anchorFrom || !anchorTo) return null
  return locateByCharacters(session, thread.dataset, fields(anchorPlace)) ?? locateByAttribute(anchorKey(thread), all()) ?? "removed"
}

function locateByCharacters(session, { anchorPlace, anchorFrom, anchorTo }, field) {
  const first = session.position(anchorPlace, anchorFrom)
  const last = session.position(anchorPlace, anchorTo)
  if (!field || first === null || last === null) return null
  const end = last.deleted ? last.position : last.position + 1
  if (end <= first.position) return null
  return { field, from: field.units(first.position), to: field.units(end) }
}

function locateByAttribute(key, fields) {
  for (const field of fields) {
    let [offset, from, to] = [0, null, null]
    for (const { length, attributes } of field.spans) {
      if (attributes[key] !== undefined) [from, to] = [from ?? offset, offset + length]
      offset += length
    }
    if (from !== null) return { field, from, to }
  }
  return null
}

/** Attributes of a copy: the passages that threads hang on stay with the original. */
export function withoutPassages(spans) {
  return joined(spans.map(({ length, attributes }) => ({
    length, attributes: Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.startsWith(ATTRIBUTE))),
  })))
}
