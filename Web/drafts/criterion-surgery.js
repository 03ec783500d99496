import { NONE } from "../editor/spans.js"
import { strings } from "../shared/strings.js"

/**
 * One criterion becomes two, or two become one. Each is a single thing to undo, and what it leaves
 * says where it comes from (`udspringerAf:NODE`), so that comments and the yearly follow-up can be
 * traced. What the outcomes mean is told in editor/ordered-nodes.js.
 */

/** Registers that belong to one node alone. */
const ITS_OWN = new Set(["kind", "order", "deleted"])
const ORIGIN = "udspringerAf:"

/**
 * The text behind the caret becomes a criterion of its own behind this one, with the same title and
 * small fields.
 * @param {number | null} caret UTF-16 units in the requirement; null makes a new one without text.
 */
export function split(openDocument, nodes, node, caret) {
  const place = `${node}/kravtekst`
  const text = openDocument.text(place)
  const at = caret ?? text.length
  let fresh
  openDocument.together(() => {
    fresh = nodes.addAfter(node)
    for (const key of openDocument.keys(node, "")) {
      if (!ITS_OWN.has(key) && !key.startsWith(ORIGIN)) openDocument.set(fresh, key, openDocument.register(node, key))
    }
    openDocument.set(fresh, `${ORIGIN}${node}`, true)
    append(openDocument, `${fresh}/titel`, `${node}/titel`)
    append(openDocument, `${fresh}/kravtekst`, place, at)
    if (at < text.length) openDocument.replace(place, text, { at, deleted: text.length - at, inserted: "" })
  })
  return { node: fresh, focus: "title", say: strings.criterion.split }
}

/**
 * The next criterion's texts are put behind this one's, its sets and parameters added, and what it
 * alone says is taken over; it is then deleted, and can be restored as it was.
 * @param {string[]} places All of the page.
 */
export function merge(openDocument, nodes, node, places) {
  const ids = nodes.nodes
  const other = ids[ids.indexOf(node) + 1]
  if (!other) return null
  openDocument.together(() => {
    for (const place of places.filter(place => place.startsWith(`${other}/`))) {
      const field = place.slice(other.length + 1)
      const target = `${node}/${field}`
      if (field !== "titel" || openDocument.text(target) === "") append(openDocument, target, place)
    }
    for (const key of openDocument.keys(other, "")) {
      if (ITS_OWN.has(key) || openDocument.register(node, key) !== null) continue
      openDocument.set(node, key, openDocument.register(other, key))
    }
    for (const parameter of openDocument.nodes("parameter")) {
      if (openDocument.register(parameter, "parent") === other) openDocument.set(parameter, "parent", node)
    }
    openDocument.set(node, `${ORIGIN}${other}`, true)
    openDocument.set(other, "deleted", true)
  })
  return { node, focus: "title", say: strings.criterion.merged }
}

// Private

/** Puts what a text says from a position on behind what another says, on a line of its own. */
function append(openDocument, place, source, from = 0) {
  const whole = openDocument.text(source)
  const addition = whole.slice(from).trim()
  if (addition === "") return
  const start = whole.length - whole.slice(from).trimStart().length
  const spans = openDocument.spansToMove(source, start, start + addition.length)
  const text = openDocument.text(place)
  const [inserted, attributes] = text === "" ? [addition, spans] : [`\n${addition}`, [{ length: 1, attributes: NONE }, ...spans]]
  openDocument.replace(place, text, { at: text.length, deleted: 0, inserted }, attributes)
}
