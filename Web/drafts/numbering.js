const REFERENCE = /\[\[([A-Za-z0-9-]{1,128})\]\]/g

/**
 * The printed numbers of the criteria (13.4), which follow from the target's number and the order,
 * and everything on the page that shows them: headings, outline and references in texts.
 */
export class Numbering {
  #numbers = new Map()

  /**
   * @param {string|number|null} target The target's own number.
   * @param {string[]} nodes Criteria in order.
   * @returns {boolean} Whether any number has changed.
   */
  update(target, nodes) {
    const numbers = new Map(nodes.map((node, index) => [node, `${target ?? "?"}.${index + 1}`]))
    const isSame = numbers.size === this.#numbers.size
      && [...numbers].every(([node, number]) => this.#numbers.get(node) === number)
    this.#numbers = numbers
    return !isSame
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
    for (const element of root.querySelectorAll("[data-reference]")) {
      const number = this.of(element.dataset.reference)
      element.dataset.shown = number ?? element.dataset.reference
      element.toggleAttribute("data-missing", number === undefined)
    }
  }

  /** Ids of the criteria that a text refers to, each once, in order. */
  static referencesIn(text) {
    return [...new Set([...text.matchAll(REFERENCE)].map(match => match[1]))]
  }
}
