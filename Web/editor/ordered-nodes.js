import { copyOf } from "../shared/elements.js"
import { strings } from "../shared/strings.js"

/**
 * A list of nodes that people add to, move about in, delete from and restore to: the criteria of a
 * target, the items of an agenda. What stands in it follows from the registers `kind`, `order` and
 * `deleted`; a new article is a copy of the page's template with the node's id in place of "NODE".
 */
export class OrderedNodes {
  #document
  #root
  #form
  #list
  #template
  #deleted
  #onArticle

  /**
   * @param {OpenDocument} openDocument
   * @param {HTMLElement} root The paper.
   * @param {object} form
   * @param {string} form.kind Value of the register `kind`.
   * @param {string} form.prefix Of new ids.
   * @param {string} form.list Selector of the list, whose children hold one `[data-node]` each.
   * @param {string} form.template Selector of the template.
   * @param {string} form.deleted Selector of the `details` with the deleted ones.
   * @param {string} form.add The `data-action` that adds one.
   * @param {object} [form.registers] What nodes of this list have besides, and no others of the kind.
   * @param {object} form.words Sentences: added, moved, deleted, restored.
   * @param {string} [form.title] The text that names a node, "titel" unless another is.
   * @param {(article: HTMLElement) => void} onArticle Makes a new article's fields live.
   */
  constructor(openDocument, root, form, onArticle) {
    this.#document = openDocument
    this.#root = root
    this.#form = form
    this.#list = root.querySelector(form.list)
    this.#template = root.querySelector(form.template)
    this.#deleted = root.querySelector(form.deleted)
    this.#onArticle = onArticle
  }

  get list() {
    return this.#list
  }

  /** The `data-action` that adds one. */
  get adds() {
    return this.#form.add
  }

  /** Whether the node, deleted or not, belongs in this list. */
  has(node) {
    return this.#all().includes(node)
  }

  /** Ids in order, without deleted ones. */
  get nodes() {
    return this.#all().filter(node => !this.#isDeleted(node)).sort(this.#byOrder)
  }

  /** Makes the page's list equal to the engine's. Keeps focus and caret. */
  refresh() {
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
      const merge = item.querySelector("[data-action=merge]")
      if (merge) merge.disabled = !this.#document.isWritable || index === items.length - 1
    }
    this.#refreshDeleted()
  }

  /**
   * Carries out a button's action on a node.
   * @returns {{ node: string, focus: "title" | "button" | "list", say: (number: string) => string } | null}
   *   Null when it is no action of this list.
   */
  act(action, node) {
    switch (action) {
      case this.#form.add: return this.#add()
      case "move-up": return this.#moveBy(node, -1)
      case "move-down": return this.#moveBy(node, 1)
      case "delete": return this.#delete(node)
      case "restore": return this.#restore(node)
      default: return null
    }
  }

  /**
   * Puts a node before another, or at the end (null).
   * @returns As `act`; null when it stands there already.
   */
  moveBefore(node, next) {
    const others = this.nodes.filter(other => other !== node)
    const index = next === null ? others.length : others.indexOf(next)
    if (index < 0 || this.nodes.indexOf(node) === index) return null
    this.#document.set(node, "order", this.#orderBetween(others[index - 1], others[index]))
    return { node, focus: "button", say: this.#form.words.moved }
  }

  /** Makes a node behind another. Call within `OpenDocument.together`. @returns Its id. */
  addAfter(previous) {
    const nodes = this.nodes
    const node = this.#freshID()
    const order = this.#orderBetween(previous, nodes[nodes.indexOf(previous) + 1])
    this.#document.set(node, "kind", this.#form.kind)
    this.#document.set(node, "order", order)
    for (const [key, value] of Object.entries(this.#form.registers ?? {})) this.#document.set(node, key, value)
    return node
  }

  // Private

  #add() {
    let node
    this.#document.together(() => { node = this.addAfter(this.nodes.at(-1)) })
    return { node, focus: "title", say: this.#form.words.added }
  }

  #moveBy(node, direction) {
    const nodes = this.nodes
    const index = nodes.indexOf(node)
    const neighbour = index + direction
    if (index < 0 || neighbour < 0 || neighbour >= nodes.length) return null
    return this.moveBefore(node, nodes[direction < 0 ? neighbour : neighbour + 1] ?? null)
  }

  /** @param {string | undefined} before Undefined stands for the start, or the end. */
  #orderBetween(before, after) {
    return this.#document.session.orderKeyBetween(
      before ? this.#orderOf(before) : null, after ? this.#orderOf(after) : null)
  }

  #delete(node) {
    const nodes = this.nodes
    const index = nodes.indexOf(node)
    if (index < 0) return null
    const title = this.#titleOf(node)
    this.#document.set(node, "deleted", true)
    const next = nodes[index + 1] ?? nodes[index - 1]
    return { node: next ?? null, focus: next ? "title" : "list", say: () => this.#form.words.deleted(title) }
  }

  #restore(node) {
    this.#document.set(node, "deleted", null)
    return { node, focus: "title", say: this.#form.words.restored }
  }

  #freshID() {
    const start = `${this.#form.prefix}-${this.#document.session.sessionId}`
    const known = new Set(this.#document.nodes(this.#form.kind))
    let number = 1
    while (known.has(`${start}-${number}`)) number += 1
    return `${start}-${number}`
  }

  #all() {
    const registers = Object.entries(this.#form.registers ?? {})
    return this.#document.nodes(this.#form.kind)
      .filter(node => registers.every(([key, value]) => this.#document.register(node, key) === value))
  }

  #orderOf(node) {
    return this.#document.register(node, "order") ?? ""
  }

  #isDeleted(node) {
    return this.#document.register(node, "deleted") === true
  }

  #titleOf(node) {
    return this.#document.text(`${node}/${this.#form.title ?? "titel"}`) || strings.untitled
  }

  #byOrder = (a, b) => {
    const [first, second] = [this.#orderOf(a), this.#orderOf(b)]
    if (first !== second) return first < second ? -1 : 1
    return a < b ? -1 : 1
  }

  #item(node) {
    return this.#list.querySelector(`:scope > * > [data-node="${CSS.escape(node)}"]`)?.parentElement
  }

  #make(node) {
    const item = copyOf(this.#template, { NODE: node }).firstElementChild
    this.#list.append(item)
    this.#onArticle(item)
    return item
  }

  #refreshDeleted() {
    if (!this.#deleted) return
    const nodes = this.#all().filter(node => this.#isDeleted(node)).sort(this.#byOrder)
    this.#deleted.hidden = nodes.length === 0
    this.#deleted.querySelector("[data-deleted-count]").textContent = String(nodes.length)
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
