const FIRST = 500
const LONGEST = 30_000

/**
 * How long to wait before the next attempt to connect: doubling from half a second to 30 seconds,
 * each wait a random 0.5 to 1 of that, so that a thousand clients of a server that restarts do not
 * come back in one instant.
 */
export class Backoff {
  #ceiling = FIRST
  #random

  /** @param {() => number} random From 0 up to 1. */
  constructor(random = Math.random) {
    this.#random = random
  }

  /** Milliseconds until the next attempt. */
  next() {
    const wait = this.#ceiling * (0.5 + this.#random() / 2)
    this.#ceiling = Math.min(this.#ceiling * 2, LONGEST)
    return wait
  }

  /** The connection is up and the server has answered. */
  reset() {
    this.#ceiling = FIRST
  }
}
