import { keepingPlace } from "./scroll-keeper.js"
import { whenIdle } from "../shared/idle.js"

const AT_ONCE = 2
const SETTLE = 300
const REST = 1000                                      // milliseconds without a key or a press

/**
 * Criteria out of view are not laid out (criterion.css). Until they have been once, their heights are a guess, and
 * everything that jumps would miss. So each is laid out once while the page is at rest: when it has opened, and when the
 * paper has another width. Not while somebody types, nor between the press of a button and its release, for it might move.
 */
export class FarParts {
  #paper
  #fields
  #due = []
  #isWaiting = false
  #width = 0
  #timer = null
  #usedAt = -REST
  #observer

  /**
   * @param {HTMLElement} paper
   * @param {TextFields} fields
   */
  constructor(paper, fields) {
    this.#paper = paper
    this.#fields = fields
    this.#observer = new ResizeObserver(() => this.#resized())
    for (const type of ["keydown", "pointerdown"]) {
      paper.addEventListener(type, () => { this.#usedAt = performance.now() }, { capture: true })
    }
  }

  /** Whether all heights are known. */
  get areLaidOut() {
    return this.#width > 0 && this.#timer === null && !this.#isWaiting
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
      this.#timer = null
      this.#due = [...this.#paper.querySelectorAll(".criterion, .agenda-item")]
      if (!this.#isWaiting) this.#goOn()
    }, SETTLE)
  }

  #goOn() {
    this.#isWaiting = this.#due.length > 0
    if (!this.#isWaiting) return
    whenIdle(() => {
      const wait = this.#usedAt + REST - performance.now()
      if (wait > 0) setTimeout(() => this.#goOn(), wait)
      else this.#layOut(this.#due.splice(0, AT_ONCE))
    })
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
