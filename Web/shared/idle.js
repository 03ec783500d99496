const LONGEST_WAIT = 1000

/** Runs work when the page has nothing else to do, after a second at the latest. */
export function whenIdle(work) {
  if (globalThis.requestIdleCallback) requestIdleCallback(work, { timeout: LONGEST_WAIT })
  else setTimeout(work)
}
