const REFERENCE = /\[\[([A-Za-z0-9-]{1,128})\]\]/g

/**
 * The printed numbers of criteria (13.4) or agenda items (3), which follow from their order,
 * and everything on the page that shows them: headings, outline and references in texts.
 */
export class Numbering {
  #numbers = new Map()

  /**
   * @param {string[]} nodes In order.
   * @param {(position: number) => string} number What the node at a position, counted from 1, is called.
   */
  update(nodes, number) {
    this.#numbers = new Map(nodes.map((node, index) => [node, number(index + 1)]))
  }

  of(node) {
    return this.#numbers.get(node)
  }

  /** Writes the numbers into the headings of the articles under `root`. */
  showIn(root) {
    for (const element of root.querySelectorAll("[data-number]")) {
      const number = this.of(element.closest("[data-node]")?.dataset.node)
      if (number !== undefined && element.textContent !== number) element.textContent = number
    }
    for (const token of root.querySelectorAll("[data-reference]")) this.showReference(token)
  }

  /** A reference to a criterion that is deleted or was never there shows its id, struck out. */
  showReference(token) {
    const number = this.of(token.dataset.reference)
    token.dataset.shown = number ?? token.dataset.reference
    token.toggleAttribute("data-missing", number === undefined)
  }

  /** Ids of the criteria that a text refers to, each once, in order. */
  static referencesIn(text) {
    return [...new Set([...text.matchAll(REFERENCE)].map(match => match[1]))]
  }
}
