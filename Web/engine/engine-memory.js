const SHORT = 64                                       // UTF-16 units

const encoder = new TextEncoder()

/** The engine's memory, with one view of it that is kept: a new one for every call is work for the garbage collector. */
export class Memory {
  #exports
  #bytes = new Uint8Array()
  #input = 0
  #room = 0
  #end = 0
  #place = null

  constructor(exports) {
    this.#exports = exports
  }

  /** All of it. When the memory grows, the old buffer is gone and its view is empty. */
  get bytes() {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#exports.memory.buffer)
    return this.#bytes
  }

  /** Begins to give: parts of together at most `size` bytes will stand one behind the other in the engine's input. */
  begin(size) {
    if (size > this.#room) {
      this.#input = this.#exports.engine_input(size)
      this.#room = size
    }
    this.#end = this.#input
  }

  /** @returns its length in bytes; 0 for the place that was given last, which the engine remembers */
  givePlace(place) {
    if (place === this.#place) return 0
    this.#place = place
    return this.giveText(place)
  }

  /** @returns its length in bytes */
  giveText(text) {
    const bytes = this.bytes
    const start = this.#end
    let index = 0
    // What a key types is written here; a call of the encoder costs more than all the rest.
    if (text.length <= SHORT) {
      for (; index < text.length; index++) {
        const unit = text.charCodeAt(index)
        if (unit >= 0x80) break
        bytes[start + index] = unit
      }
    }
    if (index < text.length) this.#end += encoder.encodeInto(text, bytes.subarray(start)).written
    else this.#end += index
    return this.#end - start
  }

  giveBytes(bytes) {
    this.bytes.set(bytes, this.#end)
    this.#end += bytes.length
  }
}
