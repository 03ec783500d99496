/**
 * Lets the service worker of this release answer when the network does not (service-worker.js), and
 * gives it this page to keep when it came before there was one. The Trusted Types policy
 * "udkast-offline" is for this one address.
 */
export async function keepForOffline() {
  if (!navigator.serviceWorker) return
  const [, release] = /\/assets\/([0-9a-f]+)\//.exec(import.meta.url) ?? []
  const address = `/service-worker.js?release=${release}`
  const policy = globalThis.trustedTypes?.createPolicy("udkast-offline", { createScriptURL: () => address })
  const wasKept = navigator.serviceWorker.controller !== null
  try {
    await navigator.serviceWorker.register(policy ? policy.createScriptURL(address) : address, { updateViaCache: "none" })
    const { active } = await navigator.serviceWorker.ready
    if (!wasKept) active.postMessage({ type: "keep", path: location.pathname })
  } catch (error) {
    console.info("The pages cannot be kept for use without a network", error)
  }
}

/** Has this page kept as the server would send it now. */
export function keepAnew() {
  navigator.serviceWorker?.controller?.postMessage({ type: "keep", path: location.pathname })
}
