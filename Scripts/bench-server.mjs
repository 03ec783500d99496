// What the measurements of the browser's engine (bench-engine.mjs) need of a server: its messages, and the order in
// which it can have taken the transactions of a trace.

const encoder = new TextEncoder()
const place = encoder.encode("t/t")

/** LEB128. */
function number(value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 + 128)
  return [...bytes, value]
}

function counted(bytes) {
  return [...number(bytes.length), ...bytes]
}

// Messages (Sources/Sync/MessageCoding.swift)

function author(session) {
  const name = counted(encoder.encode(`author ${session}`))
  return [...name, ...name]
}

const editAccess = 3

export function welcome(session) {
  return Buffer.from([1, ...number(session), editAccess, ...author(session)])
}

/** The history in pieces of about 128 KiB, as the server cuts it. */
export function historyMessages(sessions, batches) {
  const pieces = [[]]
  let size = 0
  for (const batch of batches) {
    if (size > 128 * 1024) {
      pieces.push([])
      size = 0
    }
    pieces.at(-1).push(Buffer.from(number(batch.length)), batch)
    size += batch.length
  }
  return pieces.map((piece, index) => Buffer.concat([
    Buffer.from([2, index === pieces.length - 1 ? 1 : 0, ...number(index === 0 ? sessions.length : 0)]),
    ...(index === 0 ? sessions.map(session => Buffer.from([...number(session), ...author(session)])) : []),
    Buffer.from(number(piece.length / 2)),
    ...piece,
  ]))
}

/** The document as the server has it, in one piece; nobody looks at the log's digest here. */
export function savedMessage(saved) {
  let end = 2
  while (saved[end] >= 0x80) end++
  const count = saved.subarray(2, end + 1)
  return Buffer.concat([Buffer.from([14, 1]), count, Buffer.from([0]), saved])
}

export function editMessage(batch) {
  return Buffer.concat([Buffer.from([3]), batch])
}

export function acknowledgement(session, next) {
  return Buffer.from([4, ...number(session), ...number(next)])
}

// Batches (Sources/Merge/BatchCoding.swift), for graphs that no server's clients can have made

/**
 * @param {[number, number][]} parents sessions and sequences, ascending
 * @param {boolean} isFirst whether the session's place has not been named yet
 */
export function batch(session, firstSequence, parents, patches, isFirst) {
  const isOwn = ([by, sequence]) => by === session && sequence === firstSequence - 1
  const others = parents.filter(parent => !isOwn(parent))
  const hasOwn = others.length < parents.length
  const form = others.length === 0 && (hasOwn || firstSequence === 0) ? 0 : hasOwn ? 2 : 3
  const operations = patches.flatMap(operationsOf)
  const bytes = [0x20 | form | (operations.length === 1 ? 4 : 0), ...number(session), ...number(firstSequence)]
  if (form > 0) bytes.push(...number(others.length), ...others.flat().flatMap(number))
  if (operations.length !== 1) bytes.push(...number(operations.length))
  operations.forEach(({ kind, at, length, rest }, index) => {
    const asBefore = !isFirst || index > 0
    bytes.push(kind | (asBefore ? 8 : 0) | (length < 8 ? length << 5 : 0))
    if (!asBefore) bytes.push(...counted(place))
    bytes.push(...number(at), ...(length < 8 ? [] : number(length)), ...rest)
  })
  return Uint8Array.from(bytes)
}

function operationsOf([at, count, text, attributes]) {
  const entries = Object.entries(attributes ?? {}).sort(([a], [b]) => a < b ? -1 : 1)
  if (text === "" && attributes) {
    return entries.map(([key, to]) => ({ kind: 4, at, length: count, rest: [...counted(encoder.encode(key)), ...value(to)] }))
  }
  const deletion = count > 0 ? [{ kind: 2, at, length: count, rest: [] }] : []
  if (text === "") return deletion
  const bytes = encoder.encode(text)
  const carried = entries.filter(([, to]) => to !== null)
  const tail = carried.length === 0 ? [] : [
    ...number(carried.length), ...carried.flatMap(([key, to]) => [...counted(encoder.encode(key)), ...value(to)]),
  ]
  return [...deletion, { kind: carried.length > 0 ? 17 : 1, at, length: bytes.length, rest: [...bytes, ...tail] }]
}

function value(value) {
  if (value === null) return [0]
  if (typeof value === "boolean") return [value ? 2 : 1]
  if (typeof value === "number") return [3, ...number(value < 0 ? -2 * value - 1 : 2 * value)]
  return [4, ...counted(encoder.encode(value))]
}

export function eventCount([, count, text, attributes]) {
  if (attributes && text === "") return Object.keys(attributes).length
  let inserted = 0
  for (const _ of text) inserted++
  return count + inserted
}

// Orders

/** Finds what each author of a trace learns with each of their transactions. */
export class Knowledge {
  #transactions
  #known = new Map()

  constructor(transactions) {
    this.#transactions = transactions
  }

  has(agent, transaction) {
    return this.#known.get(agent)?.[transaction] === 1
  }

  /** Gives a transaction's agent all that it builds on, and the transaction; returns what the agent did not have. */
  learn(transaction) {
    const { agent, parents } = this.#transactions[transaction]
    if (!this.#known.has(agent)) this.#known.set(agent, new Uint8Array(this.#transactions.length))
    const known = this.#known.get(agent)
    const found = []
    for (const stack = [...parents]; stack.length > 0;) {
      const earlier = stack.pop()
      if (known[earlier]) continue
      known[earlier] = 1
      found.push(earlier)
      stack.push(...this.#transactions[earlier].parents)
    }
    known[transaction] = 1
    return found
  }
}

/**
 * An order in which one server can have taken the transactions, so that each author knew, besides their own, just the
 * others' among the first so many; null where there is none. As in Sources/udkast-bench/RelayOrder.swift.
 */
export function relayOrder(transactions) {
  const following = transactions.map(() => [])
  const waits = transactions.map(() => 0)
  const put = (first, second) => {
    following[first].push(second)
    waits[second]++
  }
  const knowledge = new Knowledge(transactions)
  const lastOwn = new Map()
  const gates = new Map()
  transactions.forEach(({ agent, parents }, index) => {
    if (lastOwn.has(agent)) put(lastOwn.get(agent), index)
    lastOwn.set(agent, index)
    for (const parent of parents) put(parent, index)
    const news = knowledge.learn(index).filter(earlier => transactions[earlier].agent !== agent)
    if (news.length === 0) return
    const gate = following.push([]) - 1
    waits.push(0)
    for (const earlier of news) {
      put(earlier, gate)
      if (gates.has(agent)) put(gates.get(agent), earlier)
    }
    gates.set(agent, gate)
  })
  for (const [agent, gate] of gates) {
    transactions.forEach((other, index) => {
      if (other.agent !== agent && !knowledge.has(agent, index)) put(gate, index)
    })
  }
  const order = []
  const ready = waits.flatMap((count, node) => count === 0 ? [node] : [])
  while (ready.length > 0) {
    const node = Math.min(...ready)
    ready.splice(ready.indexOf(node), 1)
    order.push(node)
    for (const next of following[node]) if (--waits[next] === 0) ready.push(next)
  }
  return order.length === waits.length ? order.filter(node => node < transactions.length) : null
}
