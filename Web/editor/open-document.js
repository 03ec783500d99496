import { countScalars, toScalars, toUnits } from "./scalars.js"
import { covering, formatted, isEmpty, slice, spansOf } from "./spans.js"
import { TypingBurst } from "./typing-burst.js"

/**
 * The document that this tab has open: every edit of mine goes through here into the engine and on
 * to the server, and every change, mine or another's, comes out of here as an event of the engine's
 * own name (`text`, `register`, `presence`, `notice`, …) with the engine's event as its detail.
 * `settled` follows once after each group of them.
 */
export class OpenDocument extends EventTarget {
  /** Runs the showing of what came from the server, given it and its events; the editor keeps my caret's place. */
  around = work => work()

  /** The passages that a deletion takes away whole, `{ from, to, key }`: they keep an attribute of that key. */
  passagesIn = (place, from, to) => []

  /** Whether the document's content has been told here once. */
  isOpen = false

  #connection
  #burst = new TypingBurst()
  #group = null                                        // events of edits that are made as one
  #ownPlaces = new Set()
  #registers = new Map()                               // by node: values by key

  constructor(session, connection) {
    super()
    this.session = session
    this.#connection = connection
    connection.addEventListener("events", ({ detail }) => this.around(() => this.#tell(detail.events), detail.events))
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
    const goesOn = this.#burst.goesOn(place, { at, removed, inserted })
    this.#edit(() => {
      const events = []
      for (const passage of deleted > 0 ? this.passagesIn(place, at, at + deleted) : []) {
        const from = toScalars(text, passage.from)
        events.push(...this.session.format(place, from, toScalars(text, passage.to) - from, passage.key, true))
      }
      if (deleted > 0) events.push(...this.session.delete(place, start, countScalars(removed)))
      let offset = 0
      for (const { length, attributes } of inserted === "" ? [] : covering(spans, inserted.length)) {
        const part = inserted.slice(offset, offset + length)
        const position = start + countScalars(inserted.slice(0, offset))
        events.push(...this.session.insert(place, position, part, isEmpty(attributes) ? undefined : attributes))
        offset += length
      }
      return events
    }, goesOn)
    this.#ownPlaces.add(place)
  }

  /**
   * Gives part of a text an attribute.
   * @param {string} text The place's whole text.
   * @param {{from: number, to: number, key: string, value: *}} format In UTF-16 units; null takes it away.
   */
  format(place, text, { from, to, key, value }) {
    const before = slice(this.spans(place), from, to)
    if (!this.hasAttributes || before.every(({ attributes }) => (attributes[key] ?? null) === value)) return
    this.#burst.end()
    const start = toScalars(text, from)
    this.#edit(() => this.session.format(place, start, toScalars(text, to) - start, key, value))
    this.#ownPlaces.add(place)
  }

  /** The attributes of a part of a text that is about to be moved, with whose passages lie in it. UTF-16 units. */
  spansToMove(place, from, to) {
    const marked = this.passagesIn(place, from, to)
      .reduce((spans, passage) => formatted(spans, passage.from, passage.to - passage.from, passage.key, true),
        covering(this.spans(place), this.text(place).length))
    return slice(marked, from, to)
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
    if (this.register(node, key) === value) return
    this.#burst.end()
    this.#edit(() => this.session.set(node, key, value))
  }

  /** Sends what is no edit: where I am. */
  send() {
    this.#connection.flush()
  }

  /** Makes several edits that travel, and are undone, as one. */
  together(work) {
    this.#group = []
    this.#burst.end()
    try {
      this.session.transaction(work)
    } finally {
      this.#burst.end()
      const events = this.#group
      this.#group = null
      this.#settle(events)
      this.#connection.flush(placesOf(events))
    }
  }

  /**
   * Takes back, or makes again, the newest of my own doings.
   * @returns {{place: string, at: number} | {node: string} | null} Where it happened; null when there is nothing.
   */
  undo() {
    return this.#carryOut(this.session.undo())
  }

  redo() {
    return this.#carryOut(this.session.redo())
  }

  // Private

  /** @param goesOn Whether undo takes the edit back together with the one before. */
  #edit(work, goesOn = false) {
    if (this.#group) {
      const events = work()
      this.#group.push(...events)
      return this.#tellEach(events)
    }
    let events
    this.session.transaction(() => { events = work() }, goesOn)
    this.#tell(events)
    this.#connection.flush(placesOf(events))
  }

  #carryOut(events) {
    this.#burst.end()
    if (!events) return null
    this.#tell(events)
    this.#connection.flush(placesOf(events))
    for (const place of placesOf(events)) this.#ownPlaces.add(place)
    return this.#spotOf(events.at(-1))
  }

  #spotOf(event) {
    if (!event) return {}
    if (event.type === "register") return { node: event.node }
    const end = event.at + (event.type === "format" ? event.count : countScalars(event.inserted))
    return { place: event.place, at: toUnits(this.session.text(event.place), end) }
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

function placesOf(events) {
  return [...new Set(events.map(event => event.place).filter(Boolean))]
}
