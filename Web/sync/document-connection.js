import { Backoff } from "./backoff.js"
import { Line } from "./line.js"
import { ACKNOWLEDGED, isEndOfHistory } from "./server-messages.js"

const SUBPROTOCOL = "udkast.1"
const TICK = 5000
const NO_ANSWER = 15_000
const PATIENCE = 3000                                  // after which a page shows what the browser has kept
/** Why we are not let in, by HTTP status; 0 is a redirection, which leads to the login page. */
const REJECTIONS = new Map([[0, "login"], [401, "login"], [403, "access"], [404, "missing"]])

/** Why the server has closed the line, by close code. */
const CLOSINGS = new Map([[4003, "access"], [4004, "login"]])

/** Events that say what the document holds. */
const CONTENT = new Set(["text", "register"])

/** Events after which batches of earlier tabs may have turned out to be known, or edits to be gone. */
const MAKES_ROOM = new Set(["opened", "acknowledged", "refused"])

/**
 * The line between one session of the engine and the server's room for the document, which is opened
 * again whenever it breaks. It carries bytes only; what they mean is the engine's
 * business. No edit is sent before it is kept in the browser's own store.
 *
 * @fires events with `{ events }`, what the engine made of a message from the server
 * @fires unshown with `{ events }`, such of them as are about to be shown as part of a whole
 * @fires change when `isOnline` or `closedReason` has changed
 */
export class DocumentConnection extends EventTarget {
  #address
  #session
  #pending
  #history
  #opening = null                                      // events of what the browser has kept, while not yet told
  #socket = null
  #backoff = new Backoff()
  #retry = null
  #ticker = null
  #listeners = new AbortController()
  #lastTick = Date.now()
  #askedAt = null
  #flushing = false
  #flushAgain = false
  #pings = 0

  /** When the line broke, in milliseconds since 1970; null while it holds. */
  offlineSince = null

  /** Why the server does not let us in: "login", "access", "missing"; null while it does. */
  rejection = null

  /**
   * @param {string} address Path of the document's socket on this origin.
   * @param session A session of the engine.
   * @param {PendingEdits} pending Where unacknowledged edits are kept.
   * @param {KeptHistory} history Where what the server has said is kept.
   */
  constructor(address, session, pending, history) {
    super()
    this.#address = address
    this.#session = session
    this.#pending = pending
    this.#history = history
  }

  get isOnline() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  /**
   * Begins. What the browser has kept is told together with what the server has to add, so that the
   * page is drawn once, or without it when the server does not answer.
   * @param {object[] | null} kept Events of the engine, if it has the document already.
   */
  start(kept = null) {
    this.#opening = kept
    if (kept) setTimeout(() => this.#tellOpening(), navigator.onLine ? PATIENCE : 0)
    const { signal } = this.#listeners
    addEventListener("online", () => this.#lookNow(), { signal })
    addEventListener("offline", () => this.#drop(4000), { signal }) // a browser that says so is right
    document.addEventListener("visibilitychange", () => this.#lookNow(), { signal })
    this.#ticker = setInterval(() => this.#tick(), TICK)
    this.#connect()
  }

  stop() {
    this.#listeners.abort()
    clearInterval(this.#ticker)
    clearTimeout(this.#retry)
    this.#drop(1000)
  }

  /** Greets the server anew, so that edits adopted meanwhile find their place in the history. */
  renew() {
    if (!this.#socket) return this.#tell(this.#history.finish(this.#session))
    this.#drop(1000)
    this.#connect()
  }

  /**
   * Sends what the engine has ready, once it is kept. Call after every edit.
   * @param {string[]} places The texts that the edit has changed.
   */
  async flush(places = []) {
    this.#history.flush()                              // what the edit builds on is there before it
    this.#pending.keep(this.#session.takeNewBatches(), places) // at once: the page may be gone before the line is free
    if (this.#flushing) {
      this.#flushAgain = true
      return
    }
    this.#flushing = true
    do {
      this.#flushAgain = false
      await this.#pending.stored()
      this.#send()
    } while (this.#flushAgain)
    this.#flushing = false
  }

  // Private

  #connect() {
    clearTimeout(this.#retry)
    this.#retry = null
    const socket = new Line(this.#address, SUBPROTOCOL)
    socket.onopen = () => this.#opened(socket)
    socket.onmessage = message => this.#received(socket, new Uint8Array(message.data))
    socket.onclose = ({ code }) => this.#closed(socket, code)
    this.#socket = socket
    this.#askedAt = Date.now()                         // a handshake that never ends counts as no answer
  }

  #opened(socket) {
    if (socket !== this.#socket) return
    this.#askedAt = null
    this.offlineSince = null
    this.rejection = null
    this.#session.connected()
    this.flush()
    this.dispatchEvent(new Event("change"))
  }

  #received(socket, bytes) {
    if (socket !== this.#socket) return
    this.#askedAt = null
    this.#backoff.reset()
    let events
    try {
      events = this.#session.receive(bytes)
    } catch (violation) {
      console.error("The server's message was not understood", violation)
      this.#drop(4002)
      return
    }
    this.#history.received(bytes, this.#session)
    if (bytes[0] === ACKNOWLEDGED) {
      const done = this.#pending.takeBefore(this.#session.pendingBatches(0, 1)[0]?.id ?? null)
      if (this.#history.isAvailable) this.#history.acknowledged(done)
      else this.#pending.drop(done)
    } else if (this.#session.isOpen && events.some(event => MAKES_ROOM.has(event.type))) {
      this.#pending.drop(this.#pending.takeAllBut(this.#session.pendingBatches()))
    }
    this.flush()
    if (this.#opening) {
      this.dispatchEvent(new CustomEvent("unshown", { detail: { events: events.filter(event => CONTENT.has(event.type)) } }))
      events = events.filter(event => !CONTENT.has(event.type))
      if (isEndOfHistory(bytes)) this.#tellOpening()
    }
    this.#tell(events)
  }

  #tellOpening() {
    if (!this.#opening) return
    const events = this.#opening
    this.#opening = null
    this.#tell(events)
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return
    const wasRefused = this.#askedAt !== null && this.offlineSince !== null
    this.#socket = null
    this.#askedAt = null
    this.offlineSince ??= Date.now()
    this.rejection = CLOSINGS.get(code) ?? this.rejection
    const events = this.#session.disconnected()
    this.#tellOpening()
    if (!this.#listeners.signal.aborted) {
      this.#retry = setTimeout(() => this.#connect(), this.#backoff.next())
    }
    this.#tell(events)
    this.dispatchEvent(new Event("change"))
    if (wasRefused) this.#askWhy()
  }

  /** A refused handshake tells a page nothing; asked by plain HTTP, the same address says what is wrong. */
  async #askWhy() {
    try {
      const { status } = await fetch(this.#address, { redirect: "manual", cache: "no-store" })
      this.rejection = REJECTIONS.get(status) ?? null
    } catch {
      this.rejection = null                            // not reached at all: offline, nothing more
    }
    this.dispatchEvent(new Event("change"))
  }

  /** Lets go of a line without waiting for the peer, who may be gone. */
  #drop(code) {
    const socket = this.#socket
    if (!socket) return
    socket.onclose = null
    socket.close(code)
    this.#closed(socket, code)
  }

  #tell(events) {
    this.dispatchEvent(new CustomEvent("events", { detail: { events } }))
  }

  #send() {
    if (!this.isOnline) return
    for (const message of this.#session.takeOutgoing()) this.#socket.send(message)
  }

  #tick() {
    const now = Date.now()
    const slept = now - this.#lastTick > 2 * TICK
    this.#lastTick = now
    if (slept) return this.#lookNow()
    if (this.#askedAt !== null && now - this.#askedAt > NO_ANSWER) return this.#drop(4000)
    this.#ask(now)
  }

  /** The network or the tab has just come back: do not wait for timers to find out. */
  #lookNow() {
    this.#lastTick = Date.now()
    if (this.#socket === null) {
      this.#backoff.reset()
      this.#connect()
    } else {
      this.#ask(Date.now())
    }
  }

  #ask(now) {
    if (!this.isOnline) return
    this.#session.ping(this.#pings += 1)
    this.#askedAt ??= now
    this.flush()
  }
}
