import { keepingPlace } from "./scroll-keeper.js"
import { whenIdle } from "../shared/idle.js"

const AT_ONCE = 2
const SETTLE = 300
const REST = 1000                                      // milliseconds without a key

/**
 * Criteria out of view are not laid out (criterion.css). Until they have been once, their heights are a guess, and
 * everything that jumps would miss. So each is laid out once while the page is at rest and nobody types: when it has
 * opened, and when the paper has another width.
 */
export class FarParts {
  #paper
  #fields
  #due = []
  #isWaiting = false
  #width = 0
  #timer = null
  #typedAt = -REST
  #observer

  /**
   * @param {HTMLElement} paper
   * @param {TextFields} fields
   */
  constructor(paper, fields) {
    this.#paper = paper
    this.#fields = fields
    this.#observer = new ResizeObserver(() => this.#resized())
    paper.addEventListener("keydown", () => { this.#typedAt = performance.now() })
  }

  start() {
    this.#observer.observe(this.#paper)
  }

  stop() {
    this.#observer.disconnect()
    clearTimeout(this.#timer)
    this.#due = []
  }

  // Private

  #resized() {
    if (this.#paper.clientWidth === this.#width) return
    this.#width = this.#paper.clientWidth
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#due = [...this.#paper.querySelectorAll(".criterion, .agenda-item")]
      if (!this.#isWaiting) this.#goOn()
    }, SETTLE)
  }

  #goOn() {
    this.#isWaiting = this.#due.length > 0
    if (!this.#isWaiting) return
    const wait = this.#typedAt + REST - performance.now()
    if (wait > 0) setTimeout(() => this.#goOn(), wait)
    else whenIdle(() => this.#layOut(this.#due.splice(0, AT_ONCE)))
  }

  /** The browser notes a height when a picture has been drawn with it. */
  #layOut(parts) {
    keepingPlace(this.#fields.focused(), () => {
      for (const part of parts) part.style.contentVisibility = "visible"
    })
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const part of parts) part.style.contentVisibility = ""
      this.#goOn()
    }))
  }
}
