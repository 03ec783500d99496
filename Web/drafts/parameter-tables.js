import { copyOf } from "../shared/elements.js"

/**
 * The tables of numbers that age (`[data-parameters="krt-…"]`): each row a node of the kind
 * `parameter` whose `parent` is the criterion. Its cells are small fields; here rows come and go.
 */
export class ParameterTables {
  #document
  #paper
  #onRow

  /** @param {(row: HTMLElement) => void} onRow Makes a new row's fields live. */
  constructor(openDocument, paper, onRow) {
    this.#document = openDocument
    this.#paper = paper
    this.#onRow = onRow
  }

  /** Makes all tables equal to the engine's, or those in a part of the page. */
  refresh(scope = this.#paper) {
    const byCriterion = new Map()
    for (const node of this.#document.nodes("parameter")) {
      if (this.#document.register(node, "deleted") === true) continue
      const criterion = this.#document.register(node, "parent")
      byCriterion.set(criterion, [...byCriterion.get(criterion) ?? [], node])
    }
    for (const table of scope.querySelectorAll("[data-parameters]")) {
      const nodes = byCriterion.get(table.dataset.parameters) ?? []
      this.#show(table, nodes.sort(this.#byOrder))
    }
  }

  /** @param {HTMLElement} button `data-action` add-parameter or delete-parameter. */
  act(button, node) {
    const table = button.closest("[data-parameters]")
    if (button.dataset.action === "delete-parameter") {
      const row = button.closest("tr")
      const next = row.nextElementSibling ?? row.previousElementSibling
      this.#document.set(node, "deleted", true)
      const goOn = next?.querySelector("input") ?? table.querySelector("[data-action=add-parameter]")
      goOn.focus()
      return
    }
    const last = [...table.querySelectorAll("tbody tr")].at(-1)?.dataset.node
    const fresh = this.#freshID()
    this.#document.together(() => {
      this.#document.set(fresh, "kind", "parameter")
      this.#document.set(fresh, "parent", table.dataset.parameters)
      this.#document.set(fresh, "order", this.#document.session.orderKeyBetween(last ? this.#orderOf(last) : null, null))
    })
    table.querySelector(`tr[data-node="${CSS.escape(fresh)}"] input`)?.focus()
  }

  // Private

  #show(table, nodes) {
    const body = table.querySelector("tbody")
    const rows = new Map([...body.children].map(row => [row.dataset.node, row]))
    for (const [node, row] of rows) if (!nodes.includes(node)) row.remove()
    nodes.forEach((node, index) => {
      const row = rows.get(node) ?? this.#make(table, node)
      if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null)
      if (!rows.has(node)) this.#onRow(row)
    })
    table.querySelector(".table-scroll").hidden = nodes.length === 0
  }

  #make(table, node) {
    return copyOf(table.querySelector("template"), { NODE: node }).querySelector("tr")
  }

  #freshID() {
    const start = `par-${this.#document.session.sessionId}`
    const known = new Set(this.#document.nodes("parameter"))
    let number = 1
    while (known.has(`${start}-${number}`)) number += 1
    return `${start}-${number}`
  }

  #orderOf(node) {
    return this.#document.register(node, "order") ?? ""
  }

  #byOrder = (a, b) => {
    const [first, second] = [this.#orderOf(a), this.#orderOf(b)]
    if (first !== second) return first < second ? -1 : 1
    return a < b ? -1 : 1
  }
}
