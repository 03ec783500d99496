import { strings } from "../shared/strings.js"

/**
 * The list of criteria (`ol[data-criteria]`): adding, moving, deleting and restoring them, and the
 * list as it follows from the registers `kind`, `order` and `deleted`. A new article is a copy of
 * the page's `template[data-criterion-template]` with the node's id in place of "NODE".
 *
 * Actions come from buttons with `data-action` inside the list and around it; whoever holds the list
 * passes them on with `act`.
 */
export class CriteriaList {
  #document
  #root
  #list
  #template
  #deleted
  #onArticle

  /**
   * @param {OpenDocument} openDocument
   * @param {HTMLElement} root The paper.
   * @param {(article: HTMLElement) => void} onArticle Makes a new article's fields live.
   */
  constructor(openDocument, root, onArticle) {
    this.#document = openDocument
    this.#root = root
    this.#list = root.querySelector("[data-criteria]")
    this.#template = root.querySelector("template[data-criterion-template]")
    this.#deleted = root.querySelector("[data-deleted-criteria]")
    this.#onArticle = onArticle
  }

  get exists() {
    return this.#list !== null
  }

  /** Ids of the criteria in order, without deleted ones. */
  get nodes() {
    return this.#all().filter(node => !this.#isDeleted(node)).sort(this.#byOrder)
  }

  /** Makes the page's list equal to the engine's. Keeps focus and caret. */
  refresh() {
    if (!this.exists) return
    const nodes = this.nodes
    const items = nodes.map(node => this.#item(node) ?? this.#make(node))
    const wanted = new Set(items)
    for (const item of [...this.#list.children]) {
      if (!wanted.has(item)) item.remove()
    }
    items.forEach((item, index) => {
      if (this.#list.children[index] !== item) place(this.#list, item, this.#list.children[index] ?? null)
    })
    for (const [index, item] of items.entries()) {
      const up = item.querySelector("[data-action=move-up]")
      const down = item.querySelector("[data-action=move-down]")
      if (up) up.disabled = !this.#document.isWritable || index === 0
      if (down) down.disabled = !this.#document.isWritable || index === items.length - 1
    }
    this.#refreshDeleted()
  }

  /**
   * Carries out a button's action on a criterion.
   * @returns {{ node: string, focus: "title" | "button" | "list", say: (number: string) => string } | null}
   *   Null when it is no action of this list.
   */
  act(action, node) {
    switch (action) {
      case "add-criterion": return this.#add()
      case "move-up": return this.#move(node, -1)
      case "move-down": return this.#move(node, 1)
      case "delete": return this.#delete(node)
      case "restore": return this.#restore(node)
      default: return null
    }
  }

  // Private

  #add() {
    const node = this.#freshID()
    const last = this.nodes.at(-1)
    const order = this.#document.session.orderKeyBetween(last ? this.#orderOf(last) : null, null)
    this.#document.together(() => {
      this.#document.set(node, "kind", "kriterium")
      this.#document.set(node, "order", order)
    })
    return { node, focus: "title", say: strings.criterionAdded }
  }

  #move(node, direction) {
    const nodes = this.nodes
    const index = nodes.indexOf(node)
    const neighbour = index + direction
    if (index < 0 || neighbour < 0 || neighbour >= nodes.length) return null
    const [before, after] = direction < 0
      ? [nodes[neighbour - 1], nodes[neighbour]]
      : [nodes[neighbour], nodes[neighbour + 1]]
    const order = this.#document.session.orderKeyBetween(
      before ? this.#orderOf(before) : null, after ? this.#orderOf(after) : null)
    this.#document.set(node, "order", order)
    return { node, focus: "button", say: strings.criterionMoved }
  }

  #delete(node) {
    const nodes = this.nodes
    const index = nodes.indexOf(node)
    if (index < 0) return null
    const title = this.#titleOf(node)
    this.#document.set(node, "deleted", true)
    const next = nodes[index + 1] ?? nodes[index - 1]
    return { node: next ?? null, focus: next ? "title" : "list", say: () => strings.criterionDeleted(title) }
  }

  #restore(node) {
    this.#document.set(node, "deleted", null)
    return { node, focus: "title", say: strings.criterionRestored }
  }

  #freshID() {
    const known = new Set(this.#all())
    let number = 1
    while (known.has(`krt-${this.#document.session.sessionId}-${number}`)) number += 1
    return `krt-${this.#document.session.sessionId}-${number}`
  }

  #all() {
    return this.#document.nodes("kriterium")
  }

  #orderOf(node) {
    return this.#document.register(node, "order") ?? ""
  }

  #isDeleted(node) {
    return this.#document.register(node, "deleted") === true
  }

  #titleOf(node) {
    return this.#document.text(`${node}/titel`) || strings.untitled
  }

  #byOrder = (a, b) => {
    const [first, second] = [this.#orderOf(a), this.#orderOf(b)]
    if (first !== second) return first < second ? -1 : 1
    return a < b ? -1 : 1
  }

  #item(node) {
    const article = this.#root.querySelector(`[data-criteria] > * > [data-node="${CSS.escape(node)}"], [data-criteria] > [data-node="${CSS.escape(node)}"]`)
    return article && (article.parentElement === this.#list ? article : article.parentElement)
  }

  #make(node) {
    const fragment = document.importNode(this.#template.content, true)
    for (const element of fragment.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("NODE")) element.setAttribute(name, value.replaceAll("NODE", node))
      }
    }
    const item = fragment.firstElementChild
    this.#list.append(item)
    this.#onArticle(item)
    return item
  }

  #refreshDeleted() {
    if (!this.#deleted) return
    const nodes = this.#all().filter(node => this.#isDeleted(node)).sort(this.#byOrder)
    this.#deleted.hidden = nodes.length === 0
    const count = this.#deleted.querySelector("[data-deleted-count]")
    if (count) count.textContent = String(nodes.length)
    const list = this.#deleted.querySelector("[data-deleted-list]")
    list.replaceChildren(...nodes.map(node => {
      const item = document.createElement("li")
      item.dataset.deleted = node
      const title = document.createElement("span")
      title.textContent = this.#titleOf(node)
      const button = document.createElement("button")
      button.type = "button"
      button.dataset.action = "restore"
      button.textContent = strings.restore
      button.setAttribute("aria-label", `${strings.restore}: ${this.#titleOf(node)}`)
      button.disabled = !this.#document.isWritable
      item.append(title, button)
      return item
    }))
  }
}

/** Moves an element without taking the focus from what is in it, where the browser can. */
function place(list, item, before) {
  if (item.isConnected && list.moveBefore) list.moveBefore(item, before)
  else list.insertBefore(item, before)
}
