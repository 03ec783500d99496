/**
 * The merge engine, as the page uses it: the WebAssembly of Sources/Engine behind objects and events.
 *
 * Positions count Unicode scalars, here and in every event; only editor/positions.js knows UTF-16.
 *
 *     const engine = await loadEngine()
 *     const session = engine.createSession()
 *     session.connected()
 *     for (const message of session.takeOutgoing()) socket.send(message)
 *     for (const event of session.receive(bytes)) show(event)
 *
 * Events, in the order in which they took effect:
 *
 *     { type: "opened" }                                        the whole document is here: show it anew
 *     { type: "text", place, at, deleted, inserted, attributes, author, remote }    attributes only where there are any
 *     { type: "format", place, at, count, key, value, author, remote }
 *     { type: "register", node, key, value, author, remote }
 *     { type: "acknowledged" }                                  something of pendingBatches() is on the server's disk
 *     { type: "refused", code, lost: [{ place, text }] }        edits are gone from the document: show it anew
 *     { type: "presence", people: [{ session, member, name, place, from, to, self }] }
 *     { type: "access", access }                                "read", "comment", "suggest" or "edit"
 *     { type: "saving", ok }                                    whether the server can store edits
 *     { type: "notice", topic, payload }                        "comments", "versions" or "meeting" have changed
 *     { type: "diverged" }                                      keep the text aside and reload
 *     { type: "pong", number }                                  the server has answered ping(number)
 */

import { Memory } from "./engine-memory.js"

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

/** What the engine answers when an edit cannot be made; `code` is one of the words below. */
export class EditError extends Error {
  constructor(code) {
    super(`the edit cannot be made: ${code}`)
    this.code = code
  }
}

/** The server broke the conversation's form: close the connection and greet anew. */
export class ProtocolViolation extends Error {}

const failures = new Map([
  [-1, "notOpen"], [-2, "readOnly"], [-3, "positionPastEnd"], [-4, "tooLarge"], [-5, "documentFull"],
  [-6, "badName"], [-7, "badValue"],
])

const violation = -8
const nothing = -9

/**
 * @param {BufferSource | Promise<Response> | Response} [source] the module; by default engine.wasm beside this file
 */
export async function loadEngine(source = fetch(new URL("engine.wasm", import.meta.url))) {
  const loaded = await source
  const { instance } = loaded instanceof ArrayBuffer || ArrayBuffer.isView(loaded)
    ? await WebAssembly.instantiate(loaded, {})
    : await WebAssembly.instantiateStreaming(loaded, {})
  return new Engine(instance.exports)
}

class Engine {
  #exports
  #memory

  constructor(exports) {
    this.#exports = exports
    this.#memory = new Memory(exports)
  }

  /** How much memory the engine has of the browser, in bytes: it is never given back, but used again. */
  get memoryBytes() {
    return this.#memory.bytes.length
  }

  createSession() {
    return new Session(this.#exports, this.#memory, this.#exports.engine_create())
  }
}

class Session {
  #exports
  #memory
  #handle
  #author = null                                       // the member, once it is known
  #taken = 0                                           // how many pending batches `takeNewBatches` has given
  #last = null                                         // and which one last

  constructor(exports, memory, handle) {
    this.#exports = exports
    this.#memory = memory
    this.#handle = handle
  }

  /** Gives the session's memory back; it must not be used any more. */
  destroy() {
    this.#exports.engine_destroy(this.#handle)
  }

  // The conversation

  connected() {
    this.#exports.engine_connected(this.#handle)
  }

  disconnected() {
    return this.#events(this.#exports.engine_disconnected(this.#handle))
  }

  receive(bytes) {
    const before = this.pendingCount
    this.#giveBytes(bytes)
    const events = this.#events(this.#exports.engine_receive(this.#handle, bytes.length))
    this.#taken = Math.max(0, this.#taken - Math.max(0, before - this.pendingCount))
    return events
  }

  takeOutgoing() {
    const output = this.#take(this.#exports.engine_take_outgoing(this.#handle))
    const messages = []
    for (let offset = 0; offset < output.length;) {
      const [message, end] = frame(output, offset)
      messages.push(message)
      offset = end
    }
    return messages
  }

  ping(number) {
    this.#exports.engine_ping(this.#handle, number)
  }

  setPresence(place, from = 0, to = from) {
    if (place === null) this.#exports.engine_leave(this.#handle)
    else this.#exports.engine_set_presence(this.#handle, this.#givePlace(place), from, to)
  }

  // Unacknowledged edits

  /** `[{ id, bytes }]`, in order; the id says which batch it is in every tab and after every restart. */
  pendingBatches(start = 0, limit = 0x7FFF_FFFF) {
    const output = this.#take(this.#exports.engine_pending(this.#handle, start, limit))
    const view = new DataView(output.buffer, output.byteOffset)
    const batches = []
    for (let offset = 0; offset < output.length;) {
      const id = `${view.getBigUint64(offset, true)}.${view.getBigUint64(offset + 8, true)}`
      const [bytes, end] = frame(output, offset + 16)
      batches.push({ id, bytes })
      offset = end
    }
    return batches
  }

  /**
   * Those that this has not given before or that have grown since: what a keystroke adds, however many wait. Without a
   * connection the last one grows.
   */
  takeNewBatches() {
    const given = Math.max(0, this.#taken - 1)
    const batches = this.pendingBatches(given)
    this.#taken = given + batches.length
    const [first] = batches
    if (first && first.id === this.#last?.id && first.bytes.length === this.#last.bytes.length) batches.shift()
    this.#last = batches.at(-1) ?? this.#last
    return batches
  }

  /** Brings back a batch that an earlier tab kept; before connected(). */
  adopt(bytes) {
    this.#giveBytes(bytes)
    this.#check(this.#exports.engine_adopt(this.#handle, bytes.length))
  }

  // Editing

  /** @param {Object} [attributes] what the text carries, by key: `{ b: true }` */
  insert(place, at, text, attributes) {
    const inserted = text.toWellFormed()
    if (inserted === "") return []
    const json = attributes ? JSON.stringify(attributes) : ""
    const placeLength = this.#givePlace(place, inserted.length + json.length)
    const textLength = this.#memory.giveText(inserted)
    const result = this.#exports.engine_insert(
      this.#handle, placeLength, at, textLength, this.#memory.giveText(json))
    if (result !== 0) return this.#events(result)
    const event = { type: "text", place, at, deleted: 0, inserted, author: this.#member, remote: false }
    if (attributes) event.attributes = attributes
    return [event]
  }

  /** @param {null | boolean | number | string} value null takes the attribute away */
  format(place, at, count, key, value) {
    const json = JSON.stringify(value)
    const placeLength = this.#givePlace(place, key.length + json.length)
    const keyLength = this.#memory.giveText(key)
    return this.#events(this.#exports.engine_format(
      this.#handle, placeLength, at, count, keyLength, this.#memory.giveText(json)))
  }

  delete(place, at, count) {
    if (count === 0) return []
    const result = this.#exports.engine_delete(this.#handle, this.#givePlace(place), at, count)
    if (result !== 0) return this.#events(result)
    return [{ type: "text", place, at, deleted: count, inserted: "", author: this.#member, remote: false }]
  }

  /** @param {null | boolean | number | string} value a number must be an integer; null takes the value away */
  set(node, key, value) {
    const lengths = this.#giveTexts(node, key, JSON.stringify(value))
    return this.#events(this.#exports.engine_set(this.#handle, ...lengths))
  }

  /**
   * Edits made by `edit` travel, are stored and are undone together.
   * @param {boolean} [joinsLast] whether undo takes them back together with those before
   */
  transaction(edit, joinsLast = false) {
    this.#exports.engine_begin_transaction(this.#handle)
    try {
      return edit()
    } finally {
      this.#exports.engine_end_transaction(this.#handle, joinsLast ? 1 : 0)
    }
  }

  /** Takes back the newest of this tab's own doings. @returns its events, or null where there is nothing to take back */
  undo() {
    return this.#eventsOrNull(this.#exports.engine_undo(this.#handle))
  }

  /** Makes again what the last undo took back. @returns its events, or null where there is nothing */
  redo() {
    return this.#eventsOrNull(this.#exports.engine_redo(this.#handle))
  }

  // Reading

  text(place) {
    return this.#string(this.#exports.engine_text(this.#handle, this.#givePlace(place)))
  }

  /** `[[text, attributes], …]`: the text in runs of equal attributes. */
  runs(place) {
    return JSON.parse(this.#string(this.#exports.engine_runs(this.#handle, this.#givePlace(place))))
  }

  register(node, key) {
    return this.content().registers[node]?.[key] ?? null
  }

  /** `{ registers: { node: { key: value } }, texts: { "node/field": text } }`, all of it: not for every keystroke. */
  content() {
    const lines = this.#string(this.#exports.engine_content(this.#handle)).split("\n")
    const content = { registers: Object.create(null), texts: Object.create(null) }
    for (const line of lines.slice(1, -1)) {
      const [kind, node, name, value] = JSON.parse(line)
      if (kind === "text") content.texts[`${node}/${name}`] = value
      else (content.registers[node] ??= Object.create(null))[name] = value
    }
    return content
  }

  hash() {
    return this.#string(this.#exports.engine_hash(this.#handle))
  }

  get access() { return this.#state().access }
  get isOpen() { return this.#state().isOpen }
  get member() { return this.#state().member }
  get pendingCount() { return this.#exports.engine_pending_count(this.#handle) }
  get sessionId() { return this.#state().session }

  // Anchors and order

  /** The id of the character at a position, which it keeps through every edit; null past the end. */
  anchor(place, position) {
    return this.#string(this.#exports.engine_anchor(this.#handle, this.#givePlace(place), position)) || null
  }

  /** Where a character stands now: `{ position, deleted }`, or null for one that was never at this place. */
  position(place, anchor) {
    const placeLength = this.#givePlace(place, anchor.length)
    const answer = this.#string(
      this.#exports.engine_position(this.#handle, placeLength, this.#memory.giveText(anchor)))
    if (!answer) return null
    const [position, deleted] = JSON.parse(answer)
    return { position, deleted }
  }

  /** A key for the `order` register between two others; null stands for the start or the end. */
  orderKeyBetween(before, after) {
    const [beforeLength, afterLength] = this.#giveTexts(before ?? "", after ?? "")
    return this.#string(this.#exports.engine_order_key(
      before === null ? -1 : beforeLength, after === null ? -1 : afterLength))
  }

  // Private

  #state() {
    return JSON.parse(this.#string(this.#exports.engine_state(this.#handle)))
  }

  /** Whose edits this session makes. */
  get #member() {
    return this.#author ??= this.member
  }

  /** @param {number} more UTF-16 units of the texts that will stand behind it */
  #givePlace(place, more = 0) {
    this.#memory.begin(3 * (place.length + more))
    return this.#memory.givePlace(place)
  }

  #giveTexts(...texts) {
    this.#memory.begin(texts.reduce((size, text) => size + 3 * text.length, 0))
    return texts.map(text => this.#memory.giveText(text))
  }

  #giveBytes(bytes) {
    this.#memory.begin(bytes.length)
    this.#memory.giveBytes(bytes)
  }

  #check(result) {
    if (result >= 0) return result
    if (result === violation) throw new ProtocolViolation("the message breaks the conversation's form")
    throw new EditError(failures.get(result))
  }

  /** A view of the engine's output: it holds until the next call. */
  #take(result) {
    const length = this.#check(result)
    const start = this.#exports.engine_output()
    return this.#memory.bytes.subarray(start, start + length)
  }

  #string(result) {
    return decoder.decode(this.#take(result))
  }

  #eventsOrNull(result) {
    return result === nothing ? null : this.#events(result)
  }

  #events(result) {
    return JSON.parse(this.#string(result))
  }
}

/** A copy of the frame at the offset, and where it ends. */
function frame(output, offset) {
  const length = new DataView(output.buffer, output.byteOffset).getUint32(offset, true)
  const start = offset + 4
  return [output.slice(start, start + length), start + length]
}
