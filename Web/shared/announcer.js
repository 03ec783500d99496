import { makeButton } from "./elements.js"
import { strings } from "./strings.js"

const SILENCE_BETWEEN = 6000
const SHOWN_FOR = 8000
const KEY = "udkast.announcements"

/**
 * Says to a screen reader what happens elsewhere on the page: politely, at most one sentence every
 * six seconds, the newest of each kind, and not at all when the reader has switched it off. What
 * the person did oneself (`answer`) is always said, at once.
 */
export class Announcer {
  #region = document.createElement("p")
  #waiting = new Map()
  #timer = null
  #lastSpoken = 0
  #note = document.createElement("p")
  #noteTimer = null

  constructor(parent) {
    this.#region.className = "visually-hidden"
    this.#region.setAttribute("role", "status")
    this.#note.className = "passing-note"
    this.#note.setAttribute("aria-hidden", "true")     // the region has said it
    parent.append(this.#region, this.#note)
  }

  /** A switch for these sentences, seen only by those who come by keyboard. */
  makeSwitch() {
    const button = makeButton(strings.announcements, () => {
      this.isMuted = !this.isMuted
      button.setAttribute("aria-pressed", String(!this.isMuted))
    }, "shown-on-focus")
    button.setAttribute("aria-pressed", String(!this.isMuted))
    return button
  }

  get isMuted() {
    return localStorage.getItem(KEY) === "off"
  }

  set isMuted(muted) {
    localStorage.setItem(KEY, muted ? "off" : "on")
    this.answer(muted ? strings.announcementsOff : strings.announcementsOn)
  }

  /** Says at once what came of the person's own action. */
  answer(sentence) {
    this.#region.textContent = sentence
  }

  /** Says it, and shows it for a while to those who see. */
  show(sentence) {
    this.answer(sentence)
    this.#note.textContent = sentence
    clearTimeout(this.#noteTimer)
    this.#noteTimer = setTimeout(() => { this.#note.textContent = "" }, SHOWN_FOR)
  }

  /**
   * Says what others did, when there is room for it.
   * @param {string} kind A later sentence of the same kind replaces one that still waits.
   */
  tell(kind, sentence) {
    if (this.isMuted) return
    this.#waiting.set(kind, sentence)
    if (this.#timer !== null) return
    const wait = Math.max(0, this.#lastSpoken + SILENCE_BETWEEN - performance.now())
    this.#timer = setTimeout(() => this.#speak(), wait)
  }

  stop() {
    clearTimeout(this.#timer)
    clearTimeout(this.#noteTimer)
    this.#region.remove()
    this.#note.remove()
  }

  // Private

  #speak() {
    this.#timer = null
    this.#lastSpoken = performance.now()
    this.#region.textContent = [...this.#waiting.values()].join(". ")
    this.#waiting.clear()
  }
}
