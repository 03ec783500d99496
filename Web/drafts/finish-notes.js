import { listed, strings } from "../shared/strings.js"

const NEAR = 0.8

/**
 * What a criterion still lacks, said beside it and never in the way: fields that must be filled in
 * (`aria-required`, `data-required`), characters left of a text with a limit (`data-limit`), and what
 * the criterion was split off from or merged with.
 */
export class FinishNotes {
  #document
  #paper
  #fields

  constructor(openDocument, paper, fields) {
    this.#document = openDocument
    this.#paper = paper
    this.#fields = fields
  }

  textChanged(place) {
    const field = this.#fields.at(place)
    if (!field) return
    if (field.element.dataset.limit) this.#showLength(field)
    if (field.element.ariaRequired === "true") this.#showMissing(field.element.closest("[data-node]"))
  }

  registerChanged(node) {
    const article = document.getElementById(node)
    if (article) this.#showMissing(article)
  }

  /** Shows all of them anew. */
  refresh(numbering) {
    for (const article of this.#paper.querySelectorAll("article[data-node]")) {
      this.#showMissing(article)
      this.#showOrigin(article, numbering)
    }
    for (const field of this.#fields) if (field.element.dataset.limit) this.#showLength(field)
  }

  // Private

  #showMissing(article) {
    const line = article.querySelector("[data-missing-fields]")
    if (!line) return
    const missing = this.#document.isWritable ? this.#missingIn(article) : []
    if (line.hidden !== (missing.length === 0)) line.hidden = missing.length === 0
    const words = missing.length === 0 ? "" : strings.missingFields(listed(missing))
    if (line.textContent !== words) line.textContent = words
  }

  #missingIn(article) {
    const names = []
    for (const element of article.querySelectorAll("[aria-required=true], [data-required]")) {
      if (element.dataset.place) {
        if (this.#fields.at(element.dataset.place)?.text.trim()) continue
        names.push(document.getElementById(element.getAttribute("aria-labelledby").split(" ")[0]).textContent.trim())
      } else if (element.dataset.required) {
        const [node, set] = element.dataset.required.split("/")
        if (this.#document.keys(node, `${set}:`).length > 0) continue
        names.push(element.querySelector("legend").textContent.trim())
      } else {
        const [node, key] = element.dataset.register.split("/")
        if (this.#document.register(node, key) !== null) continue
        names.push(element.closest("label").querySelector("span").textContent.trim())
      }
    }
    return names
  }

  #showOrigin(article, numbering) {
    const line = article.querySelector("[data-origin]")
    if (!line) return
    const prefix = "udspringerAf:"
    const origins = this.#document.keys(article.dataset.node, prefix).map(key => key.slice(prefix.length))
    line.hidden = origins.length === 0
    line.textContent = strings.originatesFrom(listed(origins.map(node => this.#nameOf(node, numbering))))
  }

  #nameOf(node, numbering) {
    return numbering.of(node) ?? (this.#document.text(`${node}/titel`) || node)
  }

  #showLength(field) {
    const { element } = field
    const limit = Number(element.dataset.limit)
    const known = document.getElementById(`${element.id}-length`)
    const isNear = this.#document.isWritable && field.text.length > limit * NEAR
    if (!isNear) {
      known?.remove()
      element.removeAttribute("aria-describedby")
      return
    }
    const left = limit - [...field.text].length
    const note = known ?? document.createElement("p")
    note.id = `${element.id}-length`
    note.className = "characters-left note"
    note.toggleAttribute("data-over", left < 0)
    note.textContent = left < 0 ? strings.charactersOver(-left) : strings.charactersLeft(left)
    if (known) return
    element.closest(".field, .criterion-head").append(note)
    element.setAttribute("aria-describedby", note.id)
  }
}
