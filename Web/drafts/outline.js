import { chip } from "../editor/people.js"
import { strings } from "../shared/strings.js"
import { makeSortable } from "../editor/sortable.js"

/**
 * The outline at the left (`ol[data-outline]`): every section and criterion in the order of the
 * paper, with number and title as they are now, who is in it, and where I am reading. What has a
 * number can be dragged to another place among its like.
 *
 * @fires sortable:moved on the list; see editor/sortable.js
 */
export class Outline {
  #list
  #listeners = new AbortController()
  #frame = null

  constructor(list) {
    this.#list = list
    document.addEventListener("scroll", () => this.#scrolled(), { passive: true, signal: this.#listeners.signal })
    this.#scrolled()
    makeSortable(list, {
      item: "li:has([data-outline-number])", handle: "a", nodeOf: item => item.dataset.outlineNode, signal: this.#listeners.signal,
    })
  }

  stop() {
    this.#listeners.abort()
    cancelAnimationFrame(this.#frame)
  }

  /**
   * Makes the entries follow the paper: one for each section and article, in their order.
   * @param {HTMLElement} paper
   * @param {(node: string) => { number: string | undefined, title: string }} lookUp
   */
  refresh(paper, lookUp) {
    const items = new Map([...this.#list.children].map(item => [item.dataset.outlineNode, item]))
    const parts = [...paper.querySelectorAll(":is(section, article)[data-node]")]
      .filter(({ dataset: { node } }) => node !== "dokument" || items.has(node)) // where the page leaves it out, so do we
    const wanted = parts.map(part => items.get(part.dataset.node) ?? this.#make(part.dataset.node, part.matches("article")))
    for (const item of items.values()) if (!wanted.includes(item)) item.remove()
    wanted.forEach((item, index) => {
      if (this.#list.children[index] !== item) this.#list.insertBefore(item, this.#list.children[index] ?? null)
    })
    for (const { dataset: { node } } of parts) if (node !== "dokument") this.showTitle(node, lookUp(node))
  }

  showTitle(node, { number, title }) {
    const item = this.#item(node)
    if (!item) return
    write(item.querySelector("[data-outline-number]"), number ?? "")
    write(item.querySelector("[data-outline-title]"), title || strings.untitled)
  }

  /** @param people `{ place, name, initials, colour }`, others only. */
  showPeople(people) {
    for (const item of this.#list.children) {
      const here = item.querySelector("[data-here]")
      if (!here) continue
      const node = item.dataset.outlineNode
      const inside = people.filter(person => person.place?.startsWith(`${node}/`))
      if (inside.length === 0 && here.childElementCount === 0) continue
      here.replaceChildren(...inside.map(person => chip(person, true)))
    }
  }

  // Private

  #item(node) {
    return this.#list.querySelector(`[data-outline-node="${CSS.escape(node)}"]`)
  }

  #make(node, isNumbered) {
    const item = document.createElement("li")
    item.dataset.outlineNode = node
    const link = document.createElement("a")
    link.href = `#${node}`
    const title = document.createElement("span")
    title.dataset.outlineTitle = ""
    if (isNumbered) {
      const number = document.createElement("span")
      number.dataset.outlineNumber = ""
      link.append(number, " ")
    }
    link.append(title)
    const here = document.createElement("span")
    here.dataset.here = ""
    item.append(link, " ", here)
    return item
  }

  #scrolled() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.#showReading()
    })
  }

  /** One reads what stands a quarter down the window. */
  #showReading() {
    const current = document.elementsFromPoint(innerWidth / 2, innerHeight / 4)
      .map(element => element.closest("[data-node]")).find(node => node && this.#item(node.id))
    const link = current && this.#item(current.id).querySelector("a")
    if (!link || link.hasAttribute("aria-current")) return
    for (const other of this.#list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current")
    link.setAttribute("aria-current", "location")
  }
}

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text
}
