/**
 * HTML that our own server made, fetched into a page that is already open. This is the only place
 * where a string becomes elements: the Trusted Types policy "udkast-fragment" lives here, is not
 * exported, and sees nothing but answers of this origin.
 */
const policy = globalThis.trustedTypes?.createPolicy("udkast-fragment", { createHTML: html => html })

/**
 * Fetches a page or fragment of this origin.
 * @returns {Promise<Document>} Its elements, in a document without scripts running.
 * @throws {FragmentError} When the server refuses or cannot be reached.
 */
export async function fetchFragment(address, options = {}) {
  const url = new URL(address, location.href)
  if (url.origin !== location.origin) throw new FragmentError(0, "")
  const response = await answer(url, {
    credentials: "same-origin",
    ...options,
    headers: { Accept: "text/html", "X-Requested-With": "fetch", ...options.headers },
  })
  const html = await response.text()
  const fragment = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html")
  if (!response.ok) {
    throw new FragmentError(response.status, fragment.querySelector("[role=alert]")?.textContent.trim() ?? "")
  }
  return fragment
}

/**
 * Sends a form as the browser would have (method, address, encoding, the button pressed) but stays
 * on the page. The answer is followed and returned.
 */
export function submitForm(form, submitter = null) {
  const body = new URLSearchParams(new FormData(form, submitter))
  return fetchFragment(form.action, { method: form.method, body })
}

/** The server said no, or could not be reached (`status` 0). `message` is its sentence for people. */
export class FragmentError extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

// Private

async function answer(url, options) {
  try {
    return await fetch(url, options)
  } catch {
    throw new FragmentError(0, "")
  }
}
