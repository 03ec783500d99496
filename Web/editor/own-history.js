import { positionAfter, replacement, transformed } from "./text-change.js"

const SAME_BURST = 1000

/**
 * What I have done, so that undo takes back mine and nobody else's. Each entry holds what would
 * undo it, said of the text as it was just after; what others did since is kept beside the topmost
 * entry and carried down when that is taken off, so a colleague's keystroke costs the same however
 * long the history is.
 *
 *     undo:  [ entry 1 | others' after it ] [ entry 2 | others' after it ]  <- top
 */
export class OwnHistory {
  #undo = []
  #redo = []
  #lastAt = -Infinity
  #lastSpot = null

  /**
   * Records a replacement I made.
   * @param {string} place
   * @param {{at: number, removed: string, inserted: string, spans?}} change In UTF-16 units of the text before
   *   it; `spans` are the attributes of what was removed.
   */
  recordText(place, { at, removed, inserted, spans = [] }, now = performance.now()) {
    const step = { place, change: replacement({ at, deleted: inserted.length, inserted: removed }), spans }
    const isKeystroke = removed.length <= 2 && inserted.length <= 2 // a character may take two units
    const isSameBurst = isKeystroke && now - this.#lastAt < SAME_BURST && this.#lastSpot?.place === place
      && (this.#lastSpot.at === at || this.#lastSpot.at === at + removed.length) && !inserted.includes("\n")
    this.#lastAt = now
    this.#lastSpot = { place, at: at + inserted.length }
    this.#record(step, isSameBurst)
  }

  /**
   * Records that I changed attributes.
   * @param {Array<{from, to, key, value}>} formats What was there before, in UTF-16 units.
   */
  recordFormat(place, formats) {
    this.#lastSpot = null
    this.#record({ place, formats }, false)
  }

  /** Records that I set a small field. */
  recordRegister(node, key, before, after) {
    this.#lastSpot = null
    this.#record({ node, key, value: before, expected: after }, false)
  }

  /** Runs `work`; all that it records is one thing to undo. */
  grouping(work) {
    const depth = this.#undo.length
    work()
    const entries = this.#undo.splice(depth)
    if (entries.length > 0) this.#undo.push({ steps: entries.flatMap(entry => entry.steps), others: [] })
  }

  /** Someone else changed a text. */
  observe(place, change) {
    const other = { place, change: replacement(change) }
    this.#undo.at(-1)?.others.push(other)
    this.#redo.at(-1)?.others.push(other)
  }

  /** Takes the newest entry off: the steps to carry out, in order. Null when there is none. */
  takeUndo() {
    return this.#take(this.#undo)
  }

  takeRedo() {
    return this.#take(this.#redo)
  }

  /**
   * Runs the work that carries out what `takeUndo` or `takeRedo` gave; what it records goes to the
   * other side.
   */
  carryingOut(isUndo, work) {
    const [target, other] = isUndo ? [this.#redo, this.#undo] : [this.#undo, this.#redo]
    const kept = [...other]
    const mine = this.#undo
    this.#undo = []
    work()
    const steps = this.#undo.flatMap(entry => entry.steps)
    this.#undo = mine
    this.#redo = isUndo ? target : kept
    if (steps.length > 0) target.push({ steps, others: [] })
    this.#lastSpot = null
  }

  // Private

  #record(step, joins) {
    this.#redo = []
    const top = this.#undo.at(-1)
    if (joins && top && top.others.length === 0) top.steps.push(step)
    else this.#undo.push({ steps: [step], others: [] })
  }

  #take(stack) {
    const entry = stack.pop()
    if (!entry) return null
    let others = entry.others
    const steps = []
    for (const step of entry.steps.toReversed()) {
      let { change } = step
      others = others.map(other => {
        if (step.change === undefined || other.place !== step.place) return other
        const carried = { place: other.place, change: transformed(other.change, change, true) }
        change = transformed(change, other.change)
        return carried
      })
      const carry = (position, isEnd) => entry.others.reduce(
        (at, other) => other.place === step.place ? positionAfter(other.change, at, isEnd) : at, position)
      const formats = step.formats?.map(format => ({ ...format, from: carry(format.from, false), to: carry(format.to, true) }))
      steps.push({ ...step, change, formats })
    }
    stack.at(-1)?.others.push(...others)
    return steps
  }
}
