/**
 * HTML that our own server made, fetched into a page that is already open. This is the only place
 * where a string becomes elements: the Trusted Types policy "udkast-fragment" lives here, is not
 * exported, and sees nothing but answers of this origin.
 */
const policy = globalThis.trustedTypes?.createPolicy("udkast-fragment", { createHTML: html => html })

const LOGIN = "/login"

/**
 * Fetches a page or fragment of this origin.
 * @returns {Promise<Document>} Its elements, in a document without scripts running.
 * @throws {FragmentError} When the server refuses, wants a login first, or cannot be reached.
 */
export async function fetchFragment(address) {
  const response = await ask(address, { headers: { Accept: "text/html" } })
  if (!response.ok) throw await refusal(response)
  if (new URL(response.url).pathname === LOGIN) throw new FragmentError(401, "")
  return parsed(await response.text())
}

/**
 * Sends a form as the browser would have (method, address, encoding, the button pressed) but stays
 * on the page. That the server leads on to another page means that it is done.
 * @throws {FragmentError} When the server refuses or cannot be reached.
 */
export async function submitForm(form, submitter = null) {
  const body = new URLSearchParams(new FormData(form, submitter))
  const response = await ask(form.action, { method: form.method, body, redirect: "manual" })
  if (!response.ok && response.type !== "opaqueredirect") throw await refusal(response)
}

/** The server said no, or could not be reached (`status` 0). `message` is its sentence for people. */
export class FragmentError extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

// Private

async function ask(address, options) {
  const url = new URL(address, location.href)
  if (url.origin !== location.origin) throw new FragmentError(0, "")
  try {
    return await fetch(url, { credentials: "same-origin", ...options })
  } catch {
    throw new FragmentError(0, "")
  }
}

async function refusal(response) {
  const page = parsed(await response.text())
  return new FragmentError(response.status, page.querySelector("[role=alert]")?.textContent.trim() ?? "")
}

function parsed(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html")
}
