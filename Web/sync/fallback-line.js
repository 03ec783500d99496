import { FrameReader, closeCode, closeFrame, frame } from "./frames.js"

const FIRST_BYTES = 900
const LARGEST_BODY = 512 * 1024
const RETRY = 500
const BINARY = 2
const GONE = 1006

/**
 * A line to the server for networks that block WebSockets, with the face of one. What the server
 * says comes in the body of an answer without end; if its first bytes, which the server sends at
 * once, have not come within a second, something on the way holds answers back, and it comes in
 * answers to polls instead. What we say goes in numbered POSTs, one at a time, each with all that
 * was said meanwhile.
 */
export class FallbackLine {
  #address
  #name = drawName()
  #controller = new AbortController()
  #outgoing = []
  #number = 0
  #isPosting = false
  #polls = false

  readyState = WebSocket.CONNECTING
  onopen = null
  onmessage = null
  onclose = null

  /** @param {string} address Path of the document's socket on this origin. */
  constructor(address) {
    this.#address = address
    this.#receive()
  }

  /** @param {Uint8Array} message */
  send(message) {
    if (this.readyState !== WebSocket.OPEN) return
    this.#outgoing.push(frame(message))
    this.#post()
  }

  close(code = 1000) {
    if (this.readyState === WebSocket.CLOSED) return
    if (this.#polls) this.#sayGoodbye(code)             // the end of a stream is goodbye enough
    this.#closed(code)
  }

  // Private

  async #receive() {
    try {
      if (!await this.#stream()) await this.#poll()
    } catch {
      this.#closed(GONE)
    }
  }

  /** @returns {Promise<boolean>} Whether answers come piece by piece. */
  async #stream() {
    const attempt = new AbortController()
    this.#controller.signal.addEventListener("abort", () => attempt.abort())
    const timer = setTimeout(() => attempt.abort(), FIRST_BYTES)
    const reader = new FrameReader()
    let body
    try {
      const answer = await this.#get("", attempt.signal)
      if (!answer.ok) throw new Refused()
      body = answer.body.getReader()
      this.#take(reader.read((await body.read()).value ?? new Uint8Array(0)))
    } catch (problem) {
      if (problem instanceof Refused || !attempt.signal.aborted || this.#controller.signal.aborted) throw problem
      return false
    } finally {
      clearTimeout(timer)
    }
    for (;;) {
      const { done, value } = await body.read()
      if (done) break
      this.#take(reader.read(value))
    }
    this.#closed(GONE)
    return true
  }

  async #poll() {
    this.#polls = true
    this.#name = drawName()
    const reader = new FrameReader()
    while (this.readyState !== WebSocket.CLOSED) {
      const answer = await this.#twice(() => this.#get(`&from=${reader.count}`, this.#controller.signal))
      if (!answer.ok) throw new Refused()
      this.#take(reader.read(new Uint8Array(await answer.arrayBuffer())))
    }
  }

  #get(query, signal) {
    return fetch(this.#url(query), { signal, redirect: "manual", cache: "no-store" })
  }

  #url(query) {
    return `${this.#address}?line=${this.#name}${query}`
  }

  #take(frames) {
    if (this.readyState === WebSocket.CONNECTING) {
      this.readyState = WebSocket.OPEN
      this.onopen?.()
    }
    for (const one of frames) {
      if (this.readyState !== WebSocket.OPEN) return
      const code = closeCode(one)
      if (code !== null) this.#closed(code)
      else if (one.opcode === BINARY) this.onmessage?.({ data: one.payload })
    }
  }

  async #post() {
    if (this.#isPosting) return
    this.#isPosting = true
    try {
      while (this.#outgoing.length > 0 && this.readyState === WebSocket.OPEN) {
        const body = this.#nextBody()
        const url = this.#url(`&number=${this.#number}`)
        const answer = await this.#twice(() => fetch(url, {
          method: "POST", body, redirect: "manual", headers: { "content-type": "application/octet-stream" },
          signal: this.#controller.signal,
        }))
        if (!answer.ok) throw new Refused()
        this.#number += 1
      }
    } catch {
      this.#closed(GONE)
    }
    this.#isPosting = false
  }

  #nextBody() {
    const frames = [this.#outgoing.shift()]
    let size = frames[0].length
    while (this.#outgoing.length > 0 && size + this.#outgoing[0].length <= LARGEST_BODY) {
      frames.push(this.#outgoing.shift())
      size += frames.at(-1).length
    }
    return new Blob(frames)
  }

  /** Polls and POSTs are numbered, so asking again does no harm. */
  async #twice(ask) {
    try {
      return await ask()
    } catch (problem) {
      if (this.#controller.signal.aborted) throw problem
      await new Promise(resolve => setTimeout(resolve, RETRY))
      return ask()
    }
  }

  #sayGoodbye(code) {
    const number = this.#number + (this.#isPosting ? 1 : 0)
    fetch(this.#url(`&number=${number}`), { method: "POST", body: closeFrame(code), keepalive: true }).catch(() => {})
  }

  #closed(code) {
    if (this.readyState === WebSocket.CLOSED) return
    this.readyState = WebSocket.CLOSED
    this.#controller.abort()
    this.onclose?.({ code })
  }
}

/** The server has answered, and will not have us. */
class Refused extends Error {}

function drawName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("")
}
