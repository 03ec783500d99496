import { chip } from "../editor/people.js"
import { strings } from "../shared/strings.js"
import { makeSortable } from "./outline-drag.js"

/**
 * The outline at the left (`ol[data-outline]`): every section and criterion in the order of the
 * paper, with number and title as they are now, who is in it, and where I am reading. What has a
 * number can be dragged to another place among its like.
 *
 * @fires outline:moved on the list with `{ node, before }`, the node that it was dropped before, or null for the end
 */
export class Outline {
  #list
  #listeners = new AbortController()
  #frame = null

  constructor(list) {
    this.#list = list
    document.addEventListener("scroll", () => this.#scrolled(), { passive: true, signal: this.#listeners.signal })
    this.#scrolled()
    makeSortable(list, this.#listeners.signal)
  }

  stop() {
    this.#listeners.abort()
    cancelAnimationFrame(this.#frame)
  }

  /**
   * Makes the numbered entries follow the paper.
   * @param {string[]} nodes Criteria or agenda items, in order.
   * @param {HTMLElement} list Where they stand in the paper.
   * @param {(node: string) => { number: string | undefined, title: string }} lookUp
   */
  refresh(nodes, list, lookUp) {
    const items = new Map([...this.#list.children].map(item => [item.dataset.outlineNode, item]))
    const isNumbered = item => item.querySelector("[data-outline-number]") !== null
    const old = [...this.#list.children].filter(isNumbered)
    const after = old.at(-1)?.nextElementSibling ?? this.#firstAfter(list)
    const wanted = nodes.map(node => items.get(node) ?? this.#make(node))
    for (const item of old) if (!wanted.includes(item)) item.remove()
    let next = after
    for (const item of wanted.toReversed()) {
      if (item.nextElementSibling !== next || !item.isConnected) this.#list.insertBefore(item, next)
      next = item
    }
    for (const node of nodes) this.showTitle(node, lookUp(node))
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

  /** Where they belong while there are none: before the first section that follows their list. */
  #firstAfter(list) {
    return [...this.#list.children].find(item => {
      const target = document.getElementById(item.dataset.outlineNode)
      return target && list.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING
    }) ?? null
  }

  #make(node) {
    const item = document.createElement("li")
    item.dataset.outlineNode = node
    const link = document.createElement("a")
    link.href = `#${node}`
    const number = document.createElement("span")
    number.dataset.outlineNumber = ""
    const title = document.createElement("span")
    title.dataset.outlineTitle = ""
    link.append(number, " ", title)
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
