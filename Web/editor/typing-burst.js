const PAUSE = 1000

/**
 * Tells which keystrokes are one thing to undo: those that follow each other without a pause, each where
 * the last one ended, up to a new line.
 */
export class TypingBurst {
  #lastAt = -Infinity
  #spot = null

  /**
   * Whether this replacement belongs to the one before.
   * @param {{at: number, removed: string, inserted: string}} change In UTF-16 units of the text before it.
   */
  goesOn(place, { at, removed, inserted }, now = performance.now()) {
    const isKeystroke = removed.length <= 2 && inserted.length <= 2 // a character may take two units
    const goesOn = isKeystroke && now - this.#lastAt < PAUSE && this.#spot?.place === place
      && (this.#spot.at === at || this.#spot.at === at + removed.length) && !inserted.includes("\n")
    this.#lastAt = now
    this.#spot = { place, at: at + inserted.length }
    return goesOn
  }

  /** Something else was done in between. */
  end() {
    this.#spot = null
  }
}
