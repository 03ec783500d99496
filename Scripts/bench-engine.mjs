// Measures the browser's merge engine in Node, by the commands of `udkast-bench`: what runs is what a page runs, the
// module through Web/engine/engine.js, and this script plays the server. One JSON object on the last line of stdout.
//
//   node Scripts/bench-engine.mjs local TRACE | build TRACE OUTDIR | load SAVED [ITERATIONS] | merge HISTORY [ITERATIONS]
//                                 stream UPDATES | live SAVED [EDITS] [LAG] [SEED] | replay TRACE | check FIXTURES
//
// `saved.bin` and `history.bin` are frames of the messages with which a server opens a document: a welcome, then the
// history. Frames are a little-endian 32-bit length and as many bytes.
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { gunzipSync } from "node:zlib"
import { loadEngine } from "../Web/engine/engine.js"

const place = "t/t"
const encoder = new TextEncoder()
const wasm = readFileSync(new URL("../Web/engine/engine.wasm", import.meta.url))

// The server's messages (Sources/Sync/MessageCoding.swift)

/** LEB128. */
function number(value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 + 128)
  return [...bytes, value]
}

function counted(bytes) {
  return Buffer.concat([Buffer.from(number(bytes.length)), bytes])
}

function author(session) {
  const name = counted(encoder.encode(`author ${session}`))
  return Buffer.concat([name, name])
}

const editAccess = 3

function welcome(session) {
  return Buffer.concat([Buffer.from([1, ...number(session), editAccess]), author(session)])
}

/** The history in pieces of about 128 KiB, as the server cuts it. */
function historyMessages(sessions, batches) {
  const pieces = [[]]
  let size = 0
  for (const batch of batches) {
    if (size > 128 * 1024) {
      pieces.push([])
      size = 0
    }
    pieces.at(-1).push(counted(batch))
    size += batch.length
  }
  return pieces.map((piece, index) => Buffer.concat([
    Buffer.from([2, index === pieces.length - 1 ? 1 : 0, ...number(index === 0 ? sessions.length : 0)]),
    ...(index === 0 ? sessions.flatMap(session => [Buffer.from(number(session)), author(session)]) : []),
    Buffer.from(number(piece.length)),
    ...piece,
  ]))
}

function editMessage(batch) {
  return Buffer.concat([Buffer.from([3]), batch])
}

function acknowledgement(session, next) {
  return Buffer.from([4, ...number(session), ...number(next)])
}

// Replicas

/** A tab with one document, and what its server knows of it. */
class Replica {
  constructor(engine, session, messages = [welcome(session), ...historyMessages([], [])]) {
    this.session = session
    this.events = 0
    this.tab = engine.createSession()
    this.tab.connected()
    for (const message of messages) this.tab.receive(message)
    this.tab.takeOutgoing()
  }

  insert(at, text) { this.tab.insert(place, at, text) }
  delete(at, count) { this.tab.delete(place, at, count) }
  apply(message) { this.tab.receive(message) }
  text() { return this.tab.text(place) }
  destroy() { this.tab.destroy() }

  /** Makes the edits as one batch, and returns the batch. */
  transaction(patches) {
    this.tab.transaction(() => edit(this, patches))
    const messages = this.tab.takeOutgoing()
    if (messages.length !== 1) throw new Error(`${messages.length} messages for one transaction`)
    return messages[0].subarray(1)
  }

  /** The server has stored the last transaction. */
  acknowledge(patches) {
    for (const [, deleted, inserted] of patches) this.events += deleted + scalars(inserted)
    this.tab.receive(acknowledgement(this.session, this.events))
  }
}

/** @returns how many edits that were */
function edit(replica, patches) {
  let edits = 0
  for (const [at, deleted, inserted] of patches) {
    if (deleted > 0) {
      replica.delete(at, deleted)
      edits++
    }
    if (inserted.length > 0) {
      replica.insert(at, inserted)
      edits++
    }
  }
  return edits
}

function scalars(text) {
  let count = 0
  for (const _ of text) count++
  return count
}

// Traces and files

function readTrace(file) {
  const bytes = readFileSync(file)
  return JSON.parse(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes)
}

/** Transactions with parents and an agent, without the formats that some fixtures have. */
function transactions(trace) {
  const concurrent = trace.kind === "sequential" || trace.kind === undefined
    ? trace.txns.map((entry, index) => ({ parents: index ? [index - 1] : [], agent: 0, patches: entry.patches }))
    : trace.txns
  return concurrent.map(({ parents, agent, patches }) => ({
    parents, agent, patches: patches.filter(([, , inserted, attributes]) => inserted.length > 0 || !attributes),
  }))
}

function frame(messages) {
  return Buffer.concat(messages.flatMap(message => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(message.length)
    return [length, message]
  }))
}

function readFrames(file) {
  const bytes = readFileSync(file)
  const messages = []
  for (let offset = 0; offset < bytes.length;) {
    const end = offset + 4 + bytes.readUInt32LE(offset)
    messages.push(new Uint8Array(bytes.subarray(offset + 4, end)))
    offset = end
  }
  return messages
}

/** The history that a trace describes, made by one replica for each agent; sessions are the agents plus one. */
function history(engine, trace) {
  const all = transactions(trace)
  const whole = new Replica(engine, 1000000)
  const replicas = new Map()
  const messages = []
  all.forEach(({ parents, agent, patches }, index) => {
    if (!replicas.has(agent)) {
      replicas.set(agent, { replica: new Replica(engine, agent + 1), known: new Uint8Array(all.length) })
    }
    const { replica, known } = replicas.get(agent)
    const lacked = []
    for (const stack = [...parents]; stack.length > 0;) {
      const earlier = stack.pop()
      if (known[earlier]) continue
      known[earlier] = 1
      lacked.push(earlier)
      stack.push(...all[earlier].parents)
    }
    for (const earlier of lacked.sort((a, b) => a - b)) if (messages[earlier]) replica.apply(messages[earlier])
    known[index] = 1
    if (patches.length === 0) return
    messages[index] = editMessage(replica.transaction(patches))
    replica.acknowledge(patches)
    whole.apply(messages[index])
  })
  const batches = messages.filter(message => message).map(message => message.subarray(1))
  const sessions = [...replicas.keys()].map(agent => agent + 1).sort((a, b) => a - b)
  const text = whole.text()
  for (const { replica } of replicas.values()) replica.destroy()
  whole.destroy()
  return { batches, sessions, text }
}

// Measuring

const now = () => process.hrtime.bigint()
const since = start => Number(now() - start)
const residentKiB = () => Math.round(process.memoryUsage().rss / 1024)
const peakKiB = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1])
const hash = text => createHash("sha256").update(text, "utf8").digest("hex")

/** Of nanoseconds, in microseconds. */
function quantiles(times) {
  const sorted = Float64Array.from(times).sort()
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1000
  const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length / 1000
  return { p50_us: at(0.5), p95_us: at(0.95), p99_us: at(0.99), max_us: at(1), mean_us: mean }
}

/** Positions at random, the same in every language (Numerical Recipes' generator, modulo 2³²). */
function generator(seed) {
  let state = seed >>> 0
  return bound => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor(state * bound / 4294967296)
  }
}

const commands = {
  async local(file) {
    const trace = readTrace(file)
    const replica = new Replica(await loadEngine(wasm), 1)
    const base = residentKiB()
    let ops = 0
    const start = now()
    for (const { patches } of trace.txns) ops += edit(replica, patches)
    const ns = since(start)
    const text = replica.text()
    return { ops, ns, chars: scalars(text), sha256: hash(text), ok: text === trace.endContent, rss_base_kb: base }
  },

  async build(file, directory) {
    const trace = readTrace(file)
    const engine = await loadEngine(wasm)
    const base = residentKiB()
    const { batches, sessions, text } = history(engine, trace)
    const opening = frame([welcome(21), ...historyMessages(sessions, batches)])
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, "saved.bin"), opening)
    writeFileSync(join(directory, "history.bin"), opening)
    writeFileSync(join(directory, "updates.bin"), frame(batches))
    return {
      txns: trace.txns.length, saved_bytes: opening.length, history_bytes: opening.length,
      updates_bytes: batches.reduce((sum, batch) => sum + batch.length, 0),
      chars: scalars(text), sha256: hash(text), ok: text === trace.endContent, rss_base_kb: base,
    }
  },

  /** The first time includes the module's compilation: a page that is opened. */
  async load(file, iterations = "1") {
    return open(readFrames(file), Number(iterations), null)
  },

  async merge(file, iterations = "1") {
    return open(readFrames(file), Number(iterations), await loadEngine(wasm))
  },

  async stream(file) {
    const messages = readFrames(file).map(editMessage)
    const replica = new Replica(await loadEngine(wasm), 1000001)
    const times = new Float64Array(messages.length)
    const base = residentKiB()
    const start = now()
    for (let index = 0; index < messages.length; index++) {
      const each = now()
      replica.apply(messages[index])
      times[index] = since(each)
    }
    const text = replica.text()
    const ns = since(start)
    return { ns, frames: messages.length, ...quantiles(times), sha256: hash(text), rss_base_kb: base }
  },

  async live(file, edits = "1000", lag = "0", seed = "1") {
    const [, ...opening] = readFrames(file)
    const a = new Replica(await loadEngine(wasm), 21, [welcome(21), ...opening])
    const b = new Replica(await loadEngine(wasm), 22, [welcome(22), ...opening])
    const base = residentKiB()
    const draw = generator(Number(seed))
    const lengths = new Map([[a, scalars(a.text())], [b, scalars(b.text())]])
    const local = []
    const remote = []
    const [toA, toB] = [[], []]
    const type = (replica, index) => {
      const patches = [[draw(lengths.get(replica) + 1), 0, String.fromCharCode(97 + index % 26)]]
      const start = now()
      const batch = replica.transaction(patches)
      local.push(since(start))
      replica.acknowledge(patches)
      lengths.set(replica, lengths.get(replica) + 1)
      return editMessage(batch)
    }
    const deliver = (queue, keeping, replica) => {
      while (queue.length > keeping) {
        const message = queue.shift()
        const start = now()
        replica.apply(message)
        remote.push(since(start))
        lengths.set(replica, lengths.get(replica) + 1)
      }
    }
    for (let index = 0; index < Number(edits); index++) {
      toA.push(type(b, index))
      if (Number(lag) > 0) toB.push(type(a, index))
      deliver(toA, Number(lag), a)
      deliver(toB, Number(lag), b)
    }
    deliver(toA, 0, a)
    deliver(toB, 0, b)
    const text = a.text()
    return {
      edits: Number(edits), lag: Number(lag), remote: quantiles(remote), local: quantiles(local),
      ok: text === b.text(), sha256: hash(text), rss_base_kb: base,
    }
  },

  async replay(file) {
    const trace = readTrace(file)
    const engine = await loadEngine(wasm)
    const { batches, sessions } = history(engine, trace)
    const opening = [welcome(1000001), ...historyMessages(sessions, batches)]
    const base = residentKiB()
    const start = now()
    const text = new Replica(engine, 1000001, opening).text()
    const ns = since(start)
    return { ns, chars: scalars(text), sha256: hash(text), ok: text === trace.endContent, rss_base_kb: base }
  },

  /** Replays every graph of a file of fixtures: as it came in, and from its history at once. */
  async check(file) {
    const engine = await loadEngine(wasm)
    const failed = readTrace(file).flatMap((trace, index) => {
      const { batches, sessions, text } = history(engine, trace)
      const reader = new Replica(engine, 1000001, [welcome(1000001), ...historyMessages(sessions, batches)])
      const holds = text === trace.endContent && reader.text() === trace.endContent
      reader.destroy()
      return holds ? [] : [index]
    })
    if (failed.length > 0) {
      console.error(`other text than stated: ${failed.join(", ")}`)
      process.exitCode = 1
    }
    return { passed: readTrace(file).length - failed.length, failed: failed.length, ok: failed.length === 0 }
  },
}

/** @param engine null where its making belongs to the first time */
async function open(messages, iterations, engine) {
  const base = residentKiB()
  const times = []
  let replica = null
  let text = ""
  for (let index = 0; index < Math.max(1, iterations); index++) {
    replica?.destroy()
    const start = now()
    engine ??= await loadEngine(wasm)
    replica = new Replica(engine, 21, messages)
    text = replica.text()
    times.push(since(start))
  }
  const warm = times.slice(1).sort((a, b) => a - b)
  return {
    ns: times[0], warm_ns: warm.length > 0 ? warm[warm.length >> 1] : null,
    bytes: messages.reduce((sum, message) => sum + message.length, 0), sha256: hash(text), rss_base_kb: base,
  }
}

const [command, ...words] = process.argv.slice(2)
const least = { build: 2 }[command] ?? 1
if (!Object.hasOwn(commands, command ?? "") || words.length < least) {
  console.error(`usage: bench-engine.mjs ${Object.keys(commands).join("|")} …; the head of the script says with what`)
  process.exit(2)
}
const result = await commands[command](...words)
console.log(JSON.stringify({
  peer: "udkast", version: "wasm", cmd: command, trace: basename(words[0]), ...result,
  rss_peak_kb: peakKiB(), rss_after_kb: residentKiB(),
}))
