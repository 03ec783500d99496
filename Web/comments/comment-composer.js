import { makeButton } from "../shared/elements.js"
import { strings } from "../shared/strings.js"
import { anchorOf } from "./comment-anchors.js"

const SETTLE = 250

/**
 * Starts a comment: on the selected text, by a button beside the selection or Ctrl+Alt+M, or on a
 * whole criterion. Sending is the margin's work; leaving the form brings the person back to the text.
 */
export class CommentComposer {
  #paper
  #session
  #margin
  #focusedField
  #tools = document.createElement("div")
  #timer = null

  /**
   * @param {HTMLElement} paper
   * @param {object} parts
   * @param {() => TextField | null} parts.selectedField The field in which the selection lies.
   * @param {() => void} parts.onBegin Opens the drawer with the comments where they are in one.
   */
  constructor(paper, { session, margin, selectedField, onBegin, signal }) {
    this.#paper = paper
    this.#session = session
    this.#margin = margin
    this.#focusedField = selectedField
    this.onBegin = onBegin
    this.#tools.className = "selection-tools"
    this.#tools.hidden = true
    const button = makeButton(strings.comment, () => this.beginOnSelection())
    button.title = "Ctrl+Alt+M"
    button.addEventListener("pointerdown", event => event.preventDefault())
    this.#tools.append(button)
    paper.append(this.#tools)
    document.addEventListener("selectionchange", () => this.#selectionChanged(), { signal })
    document.addEventListener("keydown", event => this.#keyPressed(event), { signal })
  }

  get mayComment() {
    return this.#session.isOpen && this.#session.access !== "read" && this.#margin.newForm() !== null
  }

  /** @returns {boolean} Whether there was something to comment on. */
  beginOnSelection() {
    const field = this.#focusedField()
    const selection = field?.selection()
    if (!this.mayComment || !selection || selection.from === selection.to) return false
    const { from, to, quotation } = anchorOf(this.#session, field, selection)
    const rect = field.range(selection.from, selection.to).getBoundingClientRect()
    this.#begin({
      place: field.place, node: field.place.split("/")[0], "from-anchor": from, "to-anchor": to, quotation,
    }, rect.top, () => {
      field.element.focus({ preventScroll: true })
      field.select(selection.from, selection.to)
    })
    return true
  }

  beginOnNode(node, title, opener) {
    if (!this.mayComment) return
    const top = document.getElementById(node)?.getBoundingClientRect().top ?? 0
    this.#begin({ node, quotation: title }, top, () => opener.focus())
  }

  // Private

  #begin(values, top, goBack) {
    this.#tools.hidden = true
    const form = this.#margin.newForm()
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value
    form.querySelector(".quotation").textContent = values.quotation
    const leave = () => {
      form.closest("li").remove()
      this.#margin.redraw()
      goBack()
    }
    form.querySelector("[data-action=cancel]").addEventListener("click", leave)
    form.addEventListener("keydown", event => {
      if (event.key !== "Escape" || form.elements.text.value !== "") return
      event.stopPropagation()
      leave()
    })
    this.onBegin()
    this.#margin.begin(form, top + scrollY)
  }

  #keyPressed(event) {
    if (event.code !== "KeyM" || !event.altKey || !(event.ctrlKey || event.metaKey)) return
    if (this.beginOnSelection()) event.preventDefault()
  }

  #selectionChanged() {
    clearTimeout(this.#timer)
    if (!this.#tools.hidden) this.#tools.hidden = true
    this.#timer = setTimeout(() => this.#offer(), SETTLE)
  }

  #offer() {
    const field = this.#focusedField()
    const selection = field?.selection()
    if (!this.mayComment || !selection || selection.from === selection.to) return
    const rects = field.range(selection.from, selection.to)?.getClientRects()
    const last = rects?.[rects.length - 1]
    if (!last) return
    const paper = this.#paper.getBoundingClientRect()
    this.#tools.hidden = false
    const left = Math.min(last.right - paper.left + 4, paper.width - this.#tools.offsetWidth - 8)
    this.#tools.style.transform = `translate(${Math.max(8, left)}px, ${last.bottom - paper.top + 6}px)`
  }
}
