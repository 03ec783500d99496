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

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

/** The engine's memory, with one view of it that is kept: a new one for every call is work for the garbage collector. */
class Memory {
  #exports
  #bytes = new Uint8Array()
  #input = 0
  #room = 0

  constructor(exports) {
    this.#exports = exports
  }

  /** All of it. When the memory grows, the old buffer is gone and its view is empty. */
  get bytes() {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#exports.memory.buffer)
    return this.#bytes
  }

  /** Writes texts and bytes one behind the other into the engine's input, and returns their lengths in bytes. */
  give(parts) {
    let most = 0
    for (const part of parts) most += typeof part === "string" ? 3 * part.length : part.length
    if (most > this.#room) {
      this.#input = this.#exports.engine_input(most)
      this.#room = most
    }
    let offset = this.#input
    return parts.map(part => {
      let length = part.length
      if (typeof part === "string") length = encoder.encodeInto(part, this.bytes.subarray(offset)).written
      else this.bytes.set(part, offset)
      offset += length
      return length
    })
  }
}

class Engine {
  #exports
  #memory

  constructor(exports) {
    this.#exports = exports
    this.#memory = new Memory(exports)
  }

  createSession() {
    return new Session(this.#exports, this.#memory, this.#exports.engine_create())
  }
}

class Session {
  #exports
  #memory
  #handle
  #taken = 0                                           // how many pending batches `takeNewBatches` has given

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
    this.#give(bytes)
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
    const [placeLength] = place === null ? [0] : this.#give(place)
    this.#exports.engine_set_presence(this.#handle, placeLength, from, to)
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

  /** Those that this has not given before: what a keystroke adds, however many wait. */
  takeNewBatches() {
    const batches = this.pendingBatches(this.#taken)
    this.#taken += batches.length
    return batches
  }

  /** Brings back a batch that an earlier tab kept; before connected(). */
  adopt(bytes) {
    this.#give(bytes)
    this.#check(this.#exports.engine_adopt(this.#handle, bytes.length))
  }

  // Editing

  /** @param {Object} [attributes] what the text carries, by key: `{ b: true }` */
  insert(place, at, text, attributes) {
    const [placeLength, ...lengths] = this.#give(place, text, attributes ? JSON.stringify(attributes) : "")
    return this.#events(this.#exports.engine_insert(this.#handle, placeLength, at, ...lengths))
  }

  /** @param {null | boolean | number | string} value null takes the attribute away */
  format(place, at, count, key, value) {
    const [placeLength, ...lengths] = this.#give(place, key, JSON.stringify(value))
    return this.#events(this.#exports.engine_format(this.#handle, placeLength, at, count, ...lengths))
  }

  delete(place, at, count) {
    const [placeLength] = this.#give(place)
    return this.#events(this.#exports.engine_delete(this.#handle, placeLength, at, count))
  }

  /** @param {null | boolean | number | string} value a number must be an integer; null takes the value away */
  set(node, key, value) {
    const lengths = this.#give(node, key, JSON.stringify(value))
    return this.#events(this.#exports.engine_set(this.#handle, ...lengths))
  }

  /** Edits made by `edit` travel and are stored together. */
  transaction(edit) {
    this.#exports.engine_begin_transaction(this.#handle)
    try {
      return edit()
    } finally {
      this.#exports.engine_end_transaction(this.#handle)
    }
  }

  // Reading

  text(place) {
    const [placeLength] = this.#give(place)
    return this.#string(this.#exports.engine_text(this.#handle, placeLength))
  }

  /** `[[text, attributes], …]`: the text in runs of equal attributes. */
  runs(place) {
    const [placeLength] = this.#give(place)
    return JSON.parse(this.#string(this.#exports.engine_runs(this.#handle, placeLength)))
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
  get pendingCount() { return this.#state().pending }
  get sessionId() { return this.#state().session }

  // Anchors and order

  /** The id of the character at a position, which it keeps through every edit; null past the end. */
  anchor(place, position) {
    const [placeLength] = this.#give(place)
    return this.#string(this.#exports.engine_anchor(this.#handle, placeLength, position)) || null
  }

  /** Where a character stands now: `{ position, deleted }`, or null for one that was never at this place. */
  position(place, anchor) {
    const lengths = this.#give(place, anchor)
    const answer = this.#string(this.#exports.engine_position(this.#handle, ...lengths))
    if (!answer) return null
    const [position, deleted] = JSON.parse(answer)
    return { position, deleted }
  }

  /** A key for the `order` register between two others; null stands for the start or the end. */
  orderKeyBetween(before, after) {
    const [beforeLength, afterLength] = this.#give(before ?? "", after ?? "")
    return this.#string(this.#exports.engine_order_key(
      before === null ? -1 : beforeLength, after === null ? -1 : afterLength))
  }

  // Private

  #state() {
    return JSON.parse(this.#string(this.#exports.engine_state(this.#handle)))
  }

  #give(...parts) {
    return this.#memory.give(parts)
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
