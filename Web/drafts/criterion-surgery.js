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
    append(openDocument, `${fresh}/titel`, openDocument.text(`${node}/titel`))
    append(openDocument, `${fresh}/kravtekst`, text.slice(at).trim())
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
      if (field !== "titel" || openDocument.text(target) === "") append(openDocument, target, openDocument.text(place))
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

function append(openDocument, place, addition) {
  if (addition === "") return
  const text = openDocument.text(place)
  const inserted = text === "" ? addition : `\n${addition}`
  openDocument.replace(place, text, { at: text.length, deleted: 0, inserted })
}
