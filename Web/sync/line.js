import { FallbackLine } from "./fallback-line.js"

const PATIENCE = 800
const LONG_PATIENCE = 5000
const BLOCKED_FOR = 600_000

/** Until when sockets are not tried in this page, because one was refused and plain requests went through. */
let blockedUntil = 0
/** How long a socket may take to open before plain requests are tried beside it. */
let patience = PATIENCE

/**
 * The way to the server's room, with the face of a WebSocket: one, or the same messages over plain
 * requests where a network lets no WebSocket through. Whichever opens first is taken and the other
 * let go, so nobody waits for a socket that never opens. `onclose` tells that neither opened, or
 * that the one taken has ended.
 */
export class Line {
  #address
  #candidates = new Set()
  #taken = null
  #timer = null
  #isOver = false
  #socketFailed = false
  #hasFallback = false

  onopen = null
  onmessage = null
  onclose = null

  /**
   * @param {string} address Path of the document's socket on this origin.
   * @param {string} subprotocol
   */
  constructor(address, subprotocol) {
    this.#address = address
    if (Date.now() < blockedUntil) return this.#tryFallback()
    this.#trySocket(subprotocol)
    this.#timer = setTimeout(() => this.#tryFallback(), patience)
  }

  get readyState() {
    if (this.#isOver) return WebSocket.CLOSED
    return this.#taken?.readyState ?? WebSocket.CONNECTING
  }

  send(message) {
    this.#taken?.send(message)
  }

  close(code) {
    clearTimeout(this.#timer)
    for (const candidate of this.#candidates) this.#letGo(candidate)
    this.#taken?.close(code)
    this.#isOver = true
  }

  // Private

  #trySocket(subprotocol) {
    const url = new URL(this.#address, location.href)
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:"
    const socket = new WebSocket(url, subprotocol)
    socket.binaryType = "arraybuffer"
    const began = Date.now()
    this.#watch(socket, () => {
      this.#socketFailed = true
      if (!this.#hasFallback) this.#tryFallback()
    })
    socket.addEventListener("open", () => {
      // It was only slow: the next one is waited for.
      patience = Date.now() - began > PATIENCE ? LONG_PATIENCE : PATIENCE
      blockedUntil = 0
    })
  }

  #tryFallback() {
    clearTimeout(this.#timer)
    if (this.#isOver || this.#hasFallback) return
    this.#hasFallback = true
    this.#watch(new FallbackLine(this.#address), () => {})
  }

  #watch(candidate, failed) {
    this.#candidates.add(candidate)
    candidate.onopen = () => this.#opened(candidate)
    candidate.onmessage = message => this.onmessage?.(message)
    candidate.onclose = ({ code }) => {
      this.#candidates.delete(candidate)
      if (candidate === this.#taken) return this.#closed(code)
      if (this.#taken !== null) return
      failed()
      if (this.#candidates.size === 0) this.#closed(code)
    }
  }

  #opened(candidate) {
    if (this.#taken !== null || this.#isOver) return this.#letGo(candidate)
    this.#taken = candidate
    clearTimeout(this.#timer)
    if (candidate instanceof FallbackLine && this.#socketFailed) blockedUntil = Date.now() + BLOCKED_FOR
    // A socket that is still tried may open after all, which says how long the next one is worth waiting for.
    for (const other of this.#candidates) {
      if (other instanceof FallbackLine) this.#letGo(other)
    }
    this.onopen?.()
  }

  #letGo(candidate) {
    if (candidate === this.#taken) return
    this.#candidates.delete(candidate)
    candidate.onmessage = null
    candidate.onclose = null
    candidate.close(1000)
  }

  #closed(code) {
    clearTimeout(this.#timer)
    for (const candidate of this.#candidates) this.#letGo(candidate)
    this.#isOver = true
    this.onclose?.({ code })
  }
}
