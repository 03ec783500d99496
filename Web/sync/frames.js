const CONTINUES = 0x80                                  // FIN: none of ours is in pieces
const CLOSE = 8

/** One binary message as a frame of RFC 6455 without a mask; they lie one behind the other in a body. */
export function frame(message) {
  const { length } = message
  const header = length < 126 ? [length] : length < 0x10000 ? [126, length >> 8, length & 0xff]
    : [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff]
  const bytes = new Uint8Array(1 + header.length + length)
  bytes[0] = CONTINUES | 2
  bytes.set(header, 1)
  bytes.set(message, 1 + header.length)
  return bytes
}

/** The frame that says goodbye. */
export function closeFrame(code) {
  return new Uint8Array([CONTINUES | CLOSE, 2, code >> 8, code & 0xff])
}

/** Takes frames out of bytes that were cut anywhere. */
export class FrameReader {
  #rest = new Uint8Array(0)

  /** How many frames have come whole. */
  count = 0

  /** @returns {{ opcode: number, payload: Uint8Array }[]} The frames that are whole now. */
  read(bytes) {
    let all = bytes
    if (this.#rest.length > 0) {
      all = new Uint8Array(this.#rest.length + bytes.length)
      all.set(this.#rest)
      all.set(bytes, this.#rest.length)
    }
    const frames = []
    let at = 0
    for (;;) {
      const header = headerAt(all, at)
      if (header === null || all.length - header.start < header.length) break
      frames.push({ opcode: all[at] & 0x0f, payload: all.slice(header.start, header.start + header.length) })
      at = header.start + header.length
    }
    this.#rest = all.slice(at)
    this.count += frames.length
    return frames
  }
}

/** The code of a close frame; 1005 says that it names none. */
export function closeCode({ opcode, payload }) {
  if (opcode !== CLOSE) return null
  return payload.length < 2 ? 1005 : payload[0] << 8 | payload[1]
}

function headerAt(bytes, at) {
  if (bytes.length - at < 2) return null
  const short = bytes[at + 1]
  const size = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length - at < size) return null
  let length = size === 2 ? short : 0
  for (let index = 2; index < size; index += 1) length = length * 256 + bytes[at + index]
  return { start: at + size, length }
}
