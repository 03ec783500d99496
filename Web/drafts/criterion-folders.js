import { copyOf } from "../shared/elements.js"

/**
 * The fields that a criterion has folded away (`details[data-unfilled]`). They are made when they are unfolded: those of
 * a long draft would be half of its page.
 */
export class CriterionFolders {
  #template
  #onFilled

  /**
   * @param {HTMLElement} paper
   * @param {(folder: HTMLDetailsElement) => void} onFilled Makes its fields live.
   */
  constructor(paper, onFilled) {
    this.#template = paper.querySelector("template[data-folder-template]")
    this.#onFilled = onFilled
    paper.addEventListener("toggle", ({ target }) => this.#unfolded(target), { capture: true }) // it does not bubble
  }

  // Private

  #unfolded(folder) {
    if (!folder.open || !folder.matches("[data-unfilled]")) return
    folder.removeAttribute("data-unfilled")
    folder.append(copyOf(this.#template, { NODE: folder.closest("[data-node]").dataset.node }))
    this.#onFilled(folder)
  }
}
