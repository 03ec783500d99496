import { strings, timeOfDay } from "../shared/strings.js"

const PATIENCE = 700

/**
 * Says in one place, in a word, how safe the text is: saved, waiting, offline, or not possible to
 * save and why. The element is `[role=status][data-save-state]`; that attribute changes at once, its
 * words and look (`data-said`) only when a state lasts, so that nobody hears or sees "saving, saved"
 * at every key.
 * Beside it stands a button to copy one's text, while it cannot be saved.
 */
export class SaveState {
  #element
  #copy = document.createElement("button")
  #words = document.createElement("span")
  #timer = null
  #said = null

  constructor(element) {
    this.#element = element
    element.replaceChildren(this.#words)
    this.#copy.type = "button"
    this.#copy.dataset.action = "copy-my-text"
    this.#copy.textContent = strings.copyMyText
    this.#copy.hidden = true
    element.after(this.#copy)
  }

  /**
   * @param {object} now
   * @param {boolean} now.isOnline Whether the line to the server holds.
   * @param {boolean} now.isOpen Whether the server has given us the document.
   * @param {number|null} now.offlineSince Milliseconds since 1970.
   * @param {number} now.waiting Changes that the server has not acknowledged.
   * @param {string|null} now.failure Why the server cannot save, or null.
   */
  show(now) {
    const { state, words } = describe(now)
    this.#element.dataset.saveState = state
    if (this.#copy.hidden !== (state !== "failed")) this.#copy.hidden = state !== "failed"
    if (words === this.#said) {
      clearTimeout(this.#timer)
      this.#timer = null
      return
    }
    if (state === "pending" && this.#said !== null) {
      this.#timer ??= setTimeout(() => this.#say(state, words), PATIENCE)
    } else {
      this.#say(state, words)
    }
  }

  // Private

  #say(state, words) {
    clearTimeout(this.#timer)
    this.#timer = null
    this.#said = words
    this.#element.dataset.said = state
    this.#words.textContent = words
  }
}

function describe({ isOnline, isOpen, offlineSince, waiting, failure }) {
  if (failure !== null) return { state: "failed", words: strings.cannotSave(failure) }
  if (!isOnline && offlineSince !== null) {
    return { state: "offline", words: strings.offlineSince(timeOfDay(offlineSince), waiting) }
  }
  if (!isOnline || !isOpen) return { state: "pending", words: strings.connecting }
  if (waiting === 0) return { state: "saved", words: strings.saved }
  return { state: "pending", words: waiting > 20 ? strings.changesWaiting(waiting) : strings.saving }
}
