import { countScalars, toScalars } from "./scalars.js"
import { isEmpty, NONE, slice, spansOf } from "./spans.js"
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
   * @param spans The attributes of what is inserted; nothing means none.
   */
  replace(place, text, { at, deleted, inserted }, spans = []) {
    const start = toScalars(text, at)
    const removed = text.slice(at, at + deleted)
    const removedSpans = deleted > 0 ? slice(this.spans(place), at, at + deleted) : []
    this.#edit(() => {
      const events = []
      if (deleted > 0) events.push(...this.session.delete(place, start, countScalars(removed)))
      let offset = 0
      for (const { length, attributes } of inserted === "" ? [] : covering(spans, inserted.length)) {
        const part = inserted.slice(offset, offset + length)
        const position = start + countScalars(inserted.slice(0, offset))
        events.push(...this.session.insert(place, position, part, isEmpty(attributes) ? undefined : attributes))
        offset += length
      }
      return events
    })
    this.#history.recordText(place, { at, removed, inserted, spans: removedSpans })
    this.#ownPlaces.add(place)
  }

  /**
   * Gives part of a text an attribute.
   * @param {string} text The place's whole text.
   * @param {{from: number, to: number, key: string, value: *}} format In UTF-16 units; null takes it away.
   */
  format(place, text, { from, to, key, value }) {
    const before = []
    let offset = from
    for (const { length, attributes } of slice(this.spans(place), from, to)) {
      before.push({ from: offset, to: offset + length, key, value: attributes[key] ?? null })
      offset += length
    }
    if (!this.hasAttributes || before.every(part => part.value === value)) return
    const start = toScalars(text, from)
    this.#edit(() => this.session.format(place, start, toScalars(text, to) - start, key, value))
    this.#history.recordFormat(place, before)
    this.#ownPlaces.add(place)
  }

  /** Whether this release's engine keeps attributes of text. */
  get hasAttributes() {
    return this.session.runs !== undefined
  }

  /** The attributes of a text. */
  spans(place) {
    return this.hasAttributes ? spansOf(this.session.runs(place)) : []
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
        spot = (step.formats ? this.#redoFormats(step) : step.change ? this.#redoText(step) : this.#redoRegister(step)) ?? spot
      }
    })
    return spot ?? {}
  }

  #redoFormats({ place, formats }) {
    const text = this.session.text(place)
    for (const format of formats) if (format.from < format.to) this.format(place, text, format)
    return { place, at: formats.at(-1)?.to ?? 0 }
  }

  #redoText({ place, change, spans }) {
    let spot = null
    let used = 0
    for (const part of replacementsOf(change)) {
      this.replace(place, this.session.text(place), part, slice(spans, used, used + part.inserted.length))
      used += part.inserted.length
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

/** Spans that reach over a text of that length, without attributes where nothing is said. */
function covering(spans, length) {
  const rest = length - spans.reduce((sum, span) => sum + span.length, 0)
  return rest > 0 ? [...spans, { length: rest, attributes: NONE }] : spans
}
