import { Numbering } from "./numbering.js"
import { strings } from "../shared/strings.js"

/**
 * The line under a field that is being written in, which says in today's numbers what its `[[krt-…]]`
 * lead to, with links: "Henviser til 13.5 Lav afgivelse af formaldehyd". In the text itself stands
 * the number alone (field-text.js).
 *
 * @param {TextField} field
 * @param {(node: string) => { number: string | undefined, title: string }} lookUp
 */
export function showReferences(field, lookUp) {
  const nodes = field.isEditable ? Numbering.referencesIn(field.text) : []
  const known = field.element.nextElementSibling
  const line = known?.matches(".references") ? known : null
  if (nodes.length === 0) {
    line?.remove()
    return
  }
  const target = line ?? document.createElement("p")
  target.className = "references"
  target.replaceChildren(`${strings.refersTo} `, ...nodes.flatMap((node, index) => {
    const { number, title } = lookUp(node)
    const link = document.createElement(number ? "a" : "span")
    if (number) link.href = `#${node}`
    link.textContent = number ? `${number} ${title}` : strings.missingReference
    return index > 0 ? [", ", link] : [link]
  }))
  if (!line) field.element.after(target)
}
