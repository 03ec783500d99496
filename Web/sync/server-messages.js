/**
 * The little that the browser's own keeping has to know of the server's messages (Sync/Messages):
 * the first byte, which says their kind, and how batches of edits and the saved document lie in them.
 */
export const WELCOME = 1
export const HISTORY = 2
export const EDIT = 3
export const ACKNOWLEDGED = 4
export const ACCESS = 8
export const SAVED = 14

/** A last piece of history with nothing in it: no authors, no batches. */
export const END_OF_HISTORY = Uint8Array.of(HISTORY, 1, 0, 0)

const PIECE = 128 * 1024                               // bytes, as the server cuts them

/** Whether a message is the last piece of what the server tells to begin with. */
export function isEndOfHistory(bytes) {
  return bytes[0] === HISTORY && bytes[1] === 1
}

/** The batches that a piece of history or an edit brings, as they travelled; none for a document. */
export function batchesOf(bytes) {
  if (bytes[0] === SAVED) return []
  if (bytes[0] === EDIT) return [bytes.subarray(1)]
  const reader = { bytes, offset: 2 }
  for (let authors = readNumber(reader); authors > 0; authors -= 1) {
    readNumber(reader)
    readCounted(reader)
    readCounted(reader)
  }
  return Array.from({ length: readNumber(reader) }, () => readCounted(reader))
}

/** Whether a message is the last piece of a document as the server had it. */
export function isEndOfDocument(bytes) {
  return bytes[0] === SAVED && bytes[1] === 1
}

/** The pieces of a document in one, which is the last. */
export function joined(pieces) {
  const last = pieces.at(-1)
  const start = documentOf(last).offset
  const parts = [last.subarray(0, start), ...pieces.map(piece => piece.subarray(documentOf(piece).offset))]
  return concatenated(parts)
}

/** Of the documents among these messages the one that holds most of the log, or undefined. */
export function newestDocument(messages) {
  return messages.filter(bytes => bytes[0] === SAVED)
    .reduce((newest, bytes) => newest && documentOf(newest).count >= documentOf(bytes).count ? newest : bytes, undefined)
}

/** Each of the batches once, where it came first. */
export function withoutRepetitions(batches) {
  const known = new Set()
  return batches.filter(batch => {
    const content = latin.decode(batch)
    if (known.has(content)) return false
    known.add(content)
    return true
  })
}

/** Pieces of history that bring these batches, none of them the last. @returns {Uint8Array[]} */
export function piecesOf(batches) {
  const pieces = []
  let open = []
  let size = 0
  for (const batch of batches) {
    open.push(batch)
    size += batch.length
    if (size < PIECE) continue
    pieces.push(pieceOf(open))
    open = []
    size = 0
  }
  if (open.length > 0) pieces.push(pieceOf(open))
  return pieces
}

// Private

const latin = new TextDecoder("latin1")                // a character a byte, so that bytes can be compared

function pieceOf(batches) {
  const parts = [Uint8Array.of(HISTORY, 0, 0), number(batches.length)]
  for (const batch of batches) parts.push(number(batch.length), batch)
  return concatenated(parts)
}

/** How many events of the log a document holds, and where in the message its bytes start. */
function documentOf(bytes) {
  const reader = { bytes, offset: 2 }
  const count = readNumber(reader)
  readNumber(reader)                                   // the log's digest
  return { count, offset: reader.offset }
}

function concatenated(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/** Seven bits a byte, the lowest first (LEB128). */
function number(value) {
  const bytes = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push(rest % 0x80 | 0x80)
  return Uint8Array.of(...bytes, rest)
}

/** Numbers above 2^53 are read past, not read. */
function readNumber(reader) {
  let value = 0
  for (let factor = 1; ; factor *= 0x80) {
    const byte = reader.bytes[reader.offset]
    if (byte === undefined) throw new RangeError("the message ends in the middle of something")
    reader.offset += 1
    value += (byte & 0x7F) * factor
    if (byte < 0x80) return value
  }
}

function readCounted(reader) {
  const length = readNumber(reader)
  const start = reader.offset
  reader.offset += length
  if (reader.offset > reader.bytes.length) throw new RangeError("the message ends in the middle of something")
  return reader.bytes.subarray(start, reader.offset)
}
