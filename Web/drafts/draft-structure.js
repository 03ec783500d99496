import { CriteriaList } from "./criteria-list.js"
import { Numbering } from "./numbering.js"
import { Outline } from "./outline.js"
import { showReferences } from "./reference-line.js"

const STRUCTURAL = new Set(["kind", "order", "deleted", "nummer"])

/**
 * What follows from the document as a whole, derived here at each change and never stored: the list
 * of criteria, their numbers, the outline, and what references in texts show.
 */
export class DraftStructure {
  #document
  #root
  #paper
  #fields
  #smallFields
  #announcer
  #numbering = new Numbering()
  #criteria
  #outline
  #isDue = false
  #changedTexts = new Set()

  constructor(openDocument, root, { fields, smallFields, announcer }) {
    this.#document = openDocument
    this.#root = root
    this.#paper = root.querySelector(".paper")
    this.#fields = fields
    this.#smallFields = smallFields
    this.#announcer = announcer
    this.#criteria = new CriteriaList(openDocument, this.#paper, article => this.#adopt(article))
    const list = root.querySelector("[data-outline]")
    this.#outline = list && new Outline(list, this.#paper)
  }

  stop() {
    this.#outline?.stop()
  }

  textChanged({ place }) {
    this.#changedTexts.add(place)
  }

  registerChanged({ key }) {
    if (STRUCTURAL.has(key)) this.#isDue = true
  }

  /** Brings the page up to date after a group of changes. */
  settle() {
    if (this.#isDue) this.refresh()
    for (const place of this.#changedTexts) this.#textSettled(place)
    this.#changedTexts.clear()
  }

  /** Derives everything anew. */
  refresh() {
    this.#isDue = false
    const nodes = this.#criteria.exists ? this.#criteria.nodes : []
    this.#numbering.update(this.#document.register("dokument", "nummer"), nodes)
    this.#criteria.refresh()
    this.#fields.forgetMissing()
    this.#numbering.showIn(this.#paper)
    this.#outline?.refresh(nodes, this.#lookUp)
    for (const field of this.#fields) showReferences(field, this.#lookUp)
    for (const button of this.#root.querySelectorAll("[data-action=add-criterion], [data-node] [data-action=delete]")) {
      button.disabled = !this.#document.isWritable
    }
    const { access } = this.#document.session
    for (const button of this.#root.querySelectorAll("[data-action=comment]")) button.disabled = access === "read"
  }

  showPeople(people) {
    this.#outline?.showPeople(people)
  }

  /**
   * Carries out what a button says, then puts the focus where one goes on.
   * @param {HTMLElement} button
   * @param {string | undefined} node The criterion it belongs to.
   */
  act(button, node) {
    if (!this.#document.isWritable) return
    const outcome = this.#criteria.act(button.dataset.action, node)
    if (!outcome) return
    this.#announcer.answer(outcome.say(this.#numbering.of(outcome.node) ?? ""))
    const article = outcome.node && document.getElementById(outcome.node)
    if (outcome.focus === "title") {
      article?.querySelector("[data-place]")?.focus()
    } else if (outcome.focus === "button") {
      const usable = button.disabled ? article.querySelector("[data-action^=move-]:not(:disabled)") : button
      usable?.focus({ preventScroll: true })
      article.scrollIntoView({ block: "nearest" })
      article.dataset.justMoved = ""
      article.addEventListener("animationend", () => { delete article.dataset.justMoved }, { once: true })
    } else {
      this.#root.querySelector("[data-action=add-criterion]")?.focus()
    }
  }

  /** What a node is called in a sentence: "13.4 Miljømærke". */
  nameOf(node) {
    return [this.#numbering.of(node), this.#titleOf(node)].filter(Boolean).join(" ")
  }

  /** What a field is called in a sentence: "13.4 Kravtekst". */
  labelOf(field) {
    const node = field.place.split("/")[0]
    const ids = field.element.getAttribute("aria-labelledby")?.split(" ") ?? []
    const label = document.getElementById(ids[0] ?? "")?.textContent ?? ""
    return [this.#numbering.of(node), label.trim()].filter(Boolean).join(" ")
  }

  // Private

  #lookUp = node => ({ number: this.#numbering.of(node), title: this.#titleOf(node) })

  #titleOf(node) {
    return this.#document.text(`${node}/titel`)
  }

  #adopt(article) {
    this.#fields.adopt(article)
    this.#fields.showIn(article)
    this.#smallFields.showAll(this.#document.isWritable, article)
  }

  #textSettled(place) {
    const field = this.#fields.at(place)
    if (field) showReferences(field, this.#lookUp)
    const [node, name] = place.split("/")
    if (name !== "titel") return
    this.#outline?.showTitle(node, this.#lookUp(node))
    for (const other of this.#fields) {
      if (other.text.includes(`[[${node}]]`)) showReferences(other, this.#lookUp)
    }
  }
}
