import { makeActions, makeSubmit } from "../shared/elements.js"
import { strings } from "../shared/strings.js"
import { attributesAt, slice } from "./spans.js"

/** Asks for a link's address, for the selected text or the link that the caret stands in. */
export class LinkDialog {
  #root
  #fields

  constructor(root, fields) {
    this.#root = root
    this.#fields = fields
  }

  ask(field) {
    const selection = field.selection() ?? { from: 0, to: 0 }
    const range = selection.from < selection.to ? selection : linkAround(field, selection.to)
    const before = range ? slice(field.spans, range.from, range.to)[0]?.attributes.link : undefined
    const dialog = document.createElement("dialog")
    dialog.className = "dialog"
    dialog.setAttribute("aria-label", strings.link)
    const form = document.createElement("form")
    form.method = "dialog"
    const label = document.createElement("label")
    const words = document.createElement("span")
    words.textContent = strings.linkAddress
    const input = document.createElement("input")
    input.type = "text"
    input.inputMode = "url"
    input.autocomplete = "off"
    input.value = before ?? "https://"
    label.append(words, input)
    form.append(label, makeActions(
      makeSubmit(strings.insert, "insert", "primary"),
      ...before ? [makeSubmit(strings.removeLink, "remove")] : [],
      makeSubmit(strings.cancel, "cancel", "quiet")))
    dialog.append(form)
    this.#root.append(dialog)
    let answer = "cancel"
    form.addEventListener("submit", event => { answer = event.submitter?.value || "insert" })
    dialog.addEventListener("close", () => {
      dialog.remove()
      this.#fields.goBackTo(field, selection)
      this.#finish(answer, field, range, input.value.trim())
    })
    dialog.showModal()
    input.select()
  }

  // Private

  #finish(answer, field, range, typed) {
    if (answer === "remove" && range) return field.setAttribute(range, "link", null)
    const address = withScheme(typed)
    if (answer !== "insert" || address === null) return
    if (range) field.setAttribute(range, "link", address)
    else field.insert(typed, [{ length: typed.length, attributes: { link: address } }])
  }
}

/** "example.dk" means a web page. Null for what is no address, or one that is not followed. */
export function withScheme(typed) {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : /^[^\s@]+@[^\s@]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`
  return /^(https?:\/\/[^\s/]+|mailto:\S+@\S)/i.test(address) && URL.canParse(address) ? address : null
}

function linkAround(field, at) {
  const link = attributesAt(field.spans, at).link ?? (at > 0 ? attributesAt(field.spans, at - 1).link : undefined)
  if (link === undefined) return null
  let from = 0
  for (const { length, attributes } of field.spans) {
    if (attributes.link === link && from <= at && at <= from + length) return { from, to: from + length }
    from += length
  }
  return null
}
