// Measures the browser's merge engine in Node, by the commands of `udkast-bench`: what runs is what a page runs, the
// module through Web/engine/engine.js, and this script plays the server. One JSON object on the last line of stdout.
//
//   node Scripts/bench-engine.mjs local TRACE | build TRACE OUTDIR | load SAVED [ITERATIONS] | merge HISTORY [ITERATIONS]
//                                 stream UPDATES | live SAVED [EDITS] [LAG] [SEED] | replay TRACE | check FIXTURES
//
// `saved.bin` and `history.bin` are frames of the messages with which a server opens a document: a welcome, the document in
// its saved form, which the server's own program makes (UDKAST_BENCH_PROGRAM, or the release build's `udkast-bench`), and an
// end. Opening reads the text and leaves the history, which stands behind it in columns; merging reads all of it. Frames are
// a little-endian 32-bit length and as many bytes.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gunzipSync } from "node:zlib"
import { loadEngine } from "../Web/engine/engine.js"
import * as server from "./bench-server.mjs"

const place = "t/t"
const wasm = readFileSync(new URL("../Web/engine/engine.wasm", import.meta.url))

// Replicas

/** A tab with one document, and what its server knows of it. */
class Replica {
  constructor(engine, session, messages = opening(session)) {
    this.session = session
    this.events = 0
    this.tab = engine.createSession()
    this.tab.connected()
    for (const message of messages) this.tab.receive(message)
    this.tab.takeOutgoing()
  }

  insert(at, text, attributes) { this.tab.insert(place, at, text, attributes) }
  delete(at, count) { this.tab.delete(place, at, count) }
  format(at, count, key, value) { this.tab.format(place, at, count, key, value) }
  apply(message) { this.tab.receive(message) }
  text() { return this.tab.text(place) }
  runs() { return this.tab.runs(place) }
  destroy() { this.tab.destroy() }

  /** Makes the edits as one batch, and returns the batch. */
  transaction(patches) {
    this.tab.transaction(() => edit(this, patches))
    const messages = this.tab.takeOutgoing()
    if (messages.length !== 1) throw new Error(`${messages.length} messages for one transaction`)
    return messages[0].subarray(1)
  }

  /** The server has stored the oldest transaction that it had not. */
  acknowledge(patches) {
    for (const patch of patches) this.events += server.eventCount(patch)
    this.tab.receive(server.acknowledgement(this.session, this.events))
  }
}

/** The messages with which a document is opened. */
function opening(session, sessions = [], batches = []) {
  return [server.welcome(session), ...server.historyMessages(sessions, batches)]
}

/** @returns how many insertions and deletions that were */
function edit(replica, patches) {
  let edits = 0
  for (const [at, count, inserted, attributes] of patches) {
    if (attributes && inserted === "") {
      for (const key of Object.keys(attributes).sort()) replica.format(at, count, key, attributes[key])
      continue
    }
    if (count > 0) {
      replica.delete(at, count)
      edits++
    }
    if (inserted.length > 0) {
      replica.insert(at, inserted, attributes)
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

/** A sequential trace has one agent and a chain of parents. */
function transactions(trace) {
  if (trace.txns[0]?.parents) return trace.txns
  return trace.txns.map(({ patches }, index) => ({ parents: index > 0 ? [index - 1] : [], agent: 0, patches }))
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

/**
 * The history that a trace describes: its batches in the server's order, by sessions that are the agents plus one.
 *
 * They are made by a replica for each agent, each hearing of the others through the server. Where no server can have
 * taken the transactions in any order, the batches are written here, and only the taking is the engine's.
 */
function history(engine, trace) {
  const all = transactions(trace)
  const sessions = [...new Set(all.map(({ agent }) => agent + 1))].sort((a, b) => a - b)
  const order = trace.txns[0]?.parents ? server.relayOrder(all) : all.map((_, index) => index)
  const batches = order ? madeByReplicas(engine, all, order) : written(all)
  const whole = new Replica(engine, 1000000)
  for (const batch of batches) whole.apply(server.editMessage(batch))
  const text = whole.text()
  const runs = trace.endRuns && whole.runs()
  whole.destroy()
  return { batches, sessions, text, runs }
}

function madeByReplicas(engine, all, order) {
  const places = new Uint32Array(all.length)
  order.forEach((transaction, index) => { places[transaction] = index })
  const knowledge = new server.Knowledge(all)
  const replicas = new Map()
  const messages = []
  order.forEach((transaction, index) => {
    const { agent, patches } = all[transaction]
    if (!replicas.has(agent)) replicas.set(agent, { replica: new Replica(engine, agent + 1), heard: 0 })
    const author = replicas.get(agent)
    const last = knowledge.learn(transaction).reduce((last, earlier) => Math.max(last, places[earlier]), -1)
    for (; author.heard <= last; author.heard++) {
      const earlier = all[order[author.heard]]
      if (earlier.patches.length === 0) continue
      if (earlier.agent === agent) author.replica.acknowledge(earlier.patches)
      else author.replica.apply(messages[author.heard])
    }
    if (patches.length > 0) messages[index] = server.editMessage(author.replica.transaction(patches))
  })
  for (const { replica } of replicas.values()) replica.destroy()
  return messages.filter(message => message).map(message => message.subarray(1))
}

/** In the trace's order; each batch names the newest events that its author had seen. */
function written(all) {
  const next = new Map()
  // What a transaction's children build on: its last event, or for one without events what it builds on itself.
  const heads = []
  return all.flatMap(({ agent, parents, patches }, index) => {
    const session = agent + 1
    const seen = new Map(parents.flatMap(parent => heads[parent]).map(head => [head.join("."), head]))
    const newest = [...seen.values()].sort(([a, b], [c, d]) => a - c || b - d)
    heads[index] = newest
    if (patches.length === 0) return []
    const first = next.get(session) ?? 0
    const end = patches.reduce((sequence, patch) => sequence + server.eventCount(patch), first)
    next.set(session, end)
    heads[index] = [[session, end - 1]]
    return [server.batch(session, first, newest, patches, first === 0)]
  })
}

/** Has the server's program write its files, and returns its account. */
function builtByServer(file, directory) {
  const program = process.env.UDKAST_BENCH_PROGRAM
    ?? fileURLToPath(new URL("../.build/release/udkast-bench", import.meta.url))
  const { status, stdout, stderr } = spawnSync(program, ["build", file, directory], { encoding: "utf8" })
  if (status !== 0) throw new Error(`${program} cannot build ${file}: ${stderr}`)
  return JSON.parse(stdout.trim().split("\n").at(-1))
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
    const native = builtByServer(file, directory)
    const saved = readFileSync(join(directory, "saved.bin"))
    const bytes = frame([server.welcome(21), server.savedMessage(saved), ...server.historyMessages(sessions, [])])
    writeFileSync(join(directory, "saved.bin"), bytes)
    writeFileSync(join(directory, "history.bin"), bytes)
    writeFileSync(join(directory, "updates.bin"), frame(batches))
    return {
      txns: trace.txns.length, saved_bytes: bytes.length, history_bytes: native.history_bytes,
      updates_bytes: batches.reduce((sum, batch) => sum + batch.length, 0),
      chars: scalars(text), sha256: hash(text), ok: text === trace.endContent && native.ok, rss_base_kb: base,
    }
  },

  /** The first time includes the module's compilation: a page that is opened. */
  async load(file, iterations = "1") {
    return open(readFrames(file), Number(iterations), null)
  },

  async merge(file, iterations = "1") {
    return open(readFrames(file), Number(iterations), await loadEngine(wasm), readHistory)
  },

  async stream(file) {
    const messages = readFrames(file).map(server.editMessage)
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
    const [, ...history] = readFrames(file)
    const a = new Replica(await loadEngine(wasm), 21, [server.welcome(21), ...history])
    const b = new Replica(await loadEngine(wasm), 22, [server.welcome(22), ...history])
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
      lengths.set(replica, lengths.get(replica) + 1)
      return { message: server.editMessage(batch), patches }
    }
    // What is delivered has been stored, which its author hears too.
    const deliver = (queue, keeping, author, reader) => {
      while (queue.length > keeping) {
        const { message, patches } = queue.shift()
        const start = now()
        reader.apply(message)
        remote.push(since(start))
        author.acknowledge(patches)
        lengths.set(reader, lengths.get(reader) + 1)
      }
    }
    for (let index = 0; index < Number(edits); index++) {
      toA.push(type(b, index))
      if (Number(lag) > 0) toB.push(type(a, index))
      deliver(toA, Number(lag), b, a)
      deliver(toB, Number(lag), a, b)
    }
    deliver(toA, 0, b, a)
    deliver(toB, 0, a, b)
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
    const messages = opening(1000001, sessions, batches)
    const base = residentKiB()
    const start = now()
    const text = new Replica(engine, 1000001, messages).text()
    const ns = since(start)
    return { ns, chars: scalars(text), sha256: hash(text), ok: text === trace.endContent, rss_base_kb: base }
  },

  /** Replays every graph of a file of fixtures: as it came in, and from its history at once. */
  async check(file) {
    const engine = await loadEngine(wasm)
    const traces = readTrace(file)
    const failed = traces.flatMap((trace, index) => {
      const { batches, sessions, text, runs } = history(engine, trace)
      const reader = new Replica(engine, 1000001, opening(1000001, sessions, batches))
      const texts = [text, reader.text()]
      const runsOfBoth = trace.endRuns ? [runs, reader.runs()] : []
      reader.destroy()
      const stated = JSON.stringify(trace.endRuns)
      const holds = texts.every(text => text === trace.endContent) && runsOfBoth.every(runs => byCharacter(runs) === stated)
      return holds ? [] : [index]
    })
    if (failed.length > 0) {
      console.error(`other text than stated: ${failed.join(", ")}`)
      process.exitCode = 1
    }
    return { passed: traces.length - failed.length, failed: failed.length, ok: failed.length === 0 }
  },
}

/** Runs as fixtures state them: `[[character, [[key, value],…]],…]`. */
function byCharacter(runs) {
  return JSON.stringify(runs.flatMap(([text, attributes]) => [...text].map(c => [c, Object.entries(attributes).sort()])))
}

/** Asks for what only the history knows. */
function readHistory(replica) {
  replica.tab.anchor("t/another", 0)
}

/** @param engine null where its making belongs to the first time */
async function open(messages, iterations, engine, goOn = () => {}) {
  const base = residentKiB()
  const times = []
  let replica = null
  let text = ""
  for (let index = 0; index < Math.max(1, iterations); index++) {
    replica?.destroy()
    const start = now()
    engine ??= await loadEngine(wasm)
    replica = new Replica(engine, 21, messages)
    goOn(replica)
    text = replica.text()
    times.push(since(start))
  }
  const warm = times.slice(1).sort((a, b) => a - b)
  const empty = await loadEngine(wasm)
  return {
    ns: times[0], warm_ns: warm.length > 0 ? warm[warm.length >> 1] : null,
    memory_kb: Math.round((engine.memoryBytes - empty.memoryBytes) / 1024),
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
