/**
 * The little that the browser's own keeping has to know of the server's messages (Sync/Messages):
 * the first byte, which says their kind, and how several edits make one piece of history.
 */
export const WELCOME = 1
export const HISTORY = 2
export const EDIT = 3
export const ACKNOWLEDGED = 4
export const ACCESS = 8

/** A last piece of history with nothing in it: no authors, no batches. */
export const END_OF_HISTORY = Uint8Array.of(HISTORY, 1, 0, 0)

const PIECE = 128 * 1024                               // bytes, as the server cuts them

/** Whether a message is the last piece of what the server tells to begin with. */
export function isEndOfHistory(bytes) {
  return bytes[0] === HISTORY && bytes[1] === 1
}

/**
 * Gathers single edits that follow each other into pieces of history, each edit once.
 * @param {Array<{ number: number, bytes: Uint8Array }>} records In order.
 * @returns {Array<{ numbers: number[], bytes: Uint8Array }>} The records that make place, and what stands for them.
 */
export function packed(records) {
  const pieces = []
  const known = new Set()
  let open = null
  for (const { number, bytes } of records) {
    if (bytes[0] !== EDIT) {
      open = null
      continue
    }
    if (open === null || open.size > PIECE) {
      open = { numbers: [], batches: [], size: 0 }
      pieces.push(open)
    }
    open.numbers.push(number)
    const batch = bytes.subarray(1)
    const content = String.fromCharCode(...batch.subarray(0, 4096))
    if (batch.length <= 4096 && known.has(content)) continue
    known.add(content)
    open.batches.push(batch)
    open.size += batch.length
  }
  return pieces.filter(piece => piece.numbers.length > 1)
    .map(({ numbers, batches }) => ({ numbers, bytes: pieceOfHistory(batches) }))
}

// Private

function pieceOfHistory(batches) {
  const parts = [Uint8Array.of(HISTORY, 0, 0), number(batches.length)]
  for (const batch of batches) parts.push(number(batch.length), batch)
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
