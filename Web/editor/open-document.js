import { countScalars, toScalars } from "./scalars.js"
import { replacementsOf } from "./text-change.js"
import { OwnHistory } from "./own-history.js"

/**
 * The document that this tab has open: every edit of mine goes through here into the engine and on
 * to the server, and every change, mine or another's, comes out of here as an event of the engine's
 * own name (`text`, `register`, `presence`, `notice`, …) with the engine's event as its detail.
 * `settled` follows once after each group of them.
 */
export class OpenDocument extends EventTarget {
  /** Runs the showing of what came from the server; the editor keeps my caret's place around it. */
  around = work => work()

  /** Whether the document's content has been told here once. */
  isOpen = false

  #connection
  #history = new OwnHistory()
  #group = null                                        // events of edits that are made as one
  #ownPlaces = new Set()
  #registers = new Map()                               // by node: values by key

  constructor(session, connection) {
    super()
    this.session = session
    this.#connection = connection
    connection.addEventListener("events", ({ detail }) => this.around(() => this.#tell(detail.events)))
    connection.addEventListener("change", () => this.dispatchEvent(new Event("line")))
  }

  get isOnline() {
    return this.#connection.isOnline
  }

  get offlineSince() {
    return this.#connection.offlineSince
  }

  /** Whether I may write now; also when the line is down, as long as there is a session to write under. */
  get isWritable() {
    return this.isOpen && this.access === "edit" && this.session.sessionId !== null
  }

  /** What I may do: "read" (also when I have been shut out since), "comment", "suggest" or "edit". */
  get access() {
    return this.isShutOut ? "read" : this.session.access
  }

  /** Whether the document is no longer for me at all. */
  get isShutOut() {
    return this.rejection === "access" || this.rejection === "missing"
  }

  /** Why my edits can no longer be sent on this page, or null. */
  get rejection() {
    return this.#connection.rejection
  }

  register(node, key) {
    return this.#registers.get(node)?.get(key) ?? null
  }

  /** Ids of the nodes of a kind, deleted ones too, in no order. */
  nodes(kind) {
    return [...this.#registers].filter(([, keys]) => keys.get("kind") === kind).map(([node]) => node)
  }

  /** Keys under which a node has values, such as those of a set: `keys("krt-…", "maerker:")`. */
  keys(node, prefix) {
    return [...this.#registers.get(node)?.keys() ?? []].filter(key => key.startsWith(prefix))
  }

  /** The places in which this tab has changed something. */
  get ownPlaces() {
    return [...this.#ownPlaces]
  }

  text(place) {
    return this.session.text(place)
  }

  /**
   * Replaces part of a text.
   * @param {string} place
   * @param {string} text The place's whole text before.
   * @param {{at: number, deleted: number, inserted: string}} change In UTF-16 units.
   */
  replace(place, text, { at, deleted, inserted }) {
    const start = toScalars(text, at)
    const removed = text.slice(at, at + deleted)
    this.#edit(() => {
      const events = []
      if (deleted > 0) events.push(...this.session.delete(place, start, countScalars(removed)))
      if (inserted !== "") events.push(...this.session.insert(place, start, inserted))
      return events
    })
    this.#history.recordText(place, { at, removed, inserted })
    this.#ownPlaces.add(place)
  }

  /** Sets a small field, or takes its value away with null. */
  set(node, key, value) {
    const before = this.register(node, key)
    if (before === value) return
    this.#edit(() => this.session.set(node, key, value))
    this.#history.recordRegister(node, key, before, value)
  }

  /** Sends what is no edit: where I am. */
  send() {
    this.#connection.flush()
  }

  /** Makes several edits that travel, and are undone, as one. */
  together(work) {
    this.#group = []
    try {
      this.#history.grouping(() => this.session.transaction(work))
    } finally {
      const events = this.#group
      this.#group = null
      this.#settle(events)
    }
    this.#connection.flush()
  }

  /** Someone else changed a text: what I can undo has moved. In UTF-16 units of the text before. */
  observe(place, change) {
    this.#history.observe(place, change)
  }

  /**
   * Takes back, or makes again, the newest of my own doings.
   * @returns {{place: string, at: number} | {node: string} | null} Where it happened; null when there is nothing.
   */
  undo() {
    return this.#carryOut(this.#history.takeUndo(), true)
  }

  redo() {
    return this.#carryOut(this.#history.takeRedo(), false)
  }

  // Private

  #edit(work) {
    if (this.#group) {
      const events = work()
      this.#group.push(...events)
      return this.#tellEach(events)
    }
    let events
    this.session.transaction(() => { events = work() })
    this.#tell(events)
    this.#connection.flush()
  }

  #carryOut(steps, isUndo) {
    if (!steps) return null
    let spot = null
    this.#history.carryingOut(isUndo, () => {
      for (const step of steps) {
        spot = step.change ? this.#redoText(step) ?? spot : this.#redoRegister(step) ?? spot
      }
    })
    return spot ?? {}
  }

  #redoText({ place, change }) {
    let spot = null
    for (const part of replacementsOf(change)) {
      this.replace(place, this.session.text(place), part)
      spot = { place, at: part.at + part.inserted.length }
    }
    return spot
  }

  /** A small field that someone else has set since stays as they set it. */
  #redoRegister({ node, key, value, expected }) {
    if (this.register(node, key) !== expected) return null
    this.set(node, key, value)
    return { node }
  }

  #tell(events) {
    this.#tellEach(events)
    this.#settle(events)
  }

  #settle(events) {
    this.dispatchEvent(new CustomEvent("settled", { detail: { events } }))
  }

  #tellEach(events) {
    for (const event of events) {
      if (event.type === "opened") this.isOpen = true
      if (event.type === "opened" || event.type === "refused") this.#readRegisters()
      if (event.type === "register") this.#write(event)
      this.dispatchEvent(new CustomEvent(event.type, { detail: event }))
    }
  }

  #readRegisters() {
    const { registers } = this.session.content()
    this.#registers = new Map(Object.entries(registers).map(([node, keys]) => [node, new Map(Object.entries(keys))]))
  }

  #write({ node, key, value }) {
    const keys = this.#registers.get(node) ?? new Map()
    this.#registers.set(node, keys)
    if (value === null) keys.delete(key)
    else keys.set(key, value)
  }
}
