/**
 * The marks under commented text, with the CSS Custom Highlight API: nothing is put into the text.
 * A range of the DOM moves along with its characters by itself; it is set anew only where a field has
 * changed, so a keystroke costs the same however many threads there are.
 */
export class CommentMarks {
  #ranges = new Map()                                  // by thread's id
  #current = null
  #highlights = null

  constructor() {
    if (!globalThis.CSS?.highlights) return            // an older browser shows threads without marks
    this.#highlights = { plain: new Highlight(), current: new Highlight() }
    this.#highlights.current.priority = 1
    CSS.highlights.set("commented", this.#highlights.plain)
    CSS.highlights.set("commented-current", this.#highlights.current)
  }

  /** @param {Range | null} range Null where there is nothing to mark. */
  set(id, range) {
    this.delete(id)
    if (!range || !this.#highlights) return
    this.#ranges.set(id, range)
    this.#highlightOf(id).add(range)
  }

  delete(id) {
    const range = this.#ranges.get(id)
    if (!range) return
    this.#highlightOf(id).delete(range)
    this.#ranges.delete(id)
  }

  /** The thread that is at the fore, or null. */
  choose(id) {
    const before = this.#current
    if (before === id) return
    this.#move(before, () => { this.#current = null })
    this.#move(id, () => { this.#current = id })
    this.#current = id
  }

  stop() {
    globalThis.CSS?.highlights?.delete("commented")
    globalThis.CSS?.highlights?.delete("commented-current")
  }

  // Private

  #highlightOf(id) {
    return id === this.#current ? this.#highlights.current : this.#highlights.plain
  }

  #move(id, change) {
    const range = this.#ranges.get(id)
    if (range) this.#highlightOf(id).delete(range)
    change()
    if (range) this.#highlightOf(id).add(range)
  }
}
