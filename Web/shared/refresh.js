import { fetchFragment, FragmentError } from "./fragment.js"

/**
 * Fetches this page again and puts the new parts in the place of the old. A part in which somebody
 * is typing is left as it is until next time.
 * @param {string[]} selectors Each of one element on the page.
 */
export async function refreshParts(selectors) {
  if (!document.querySelector(selectors.join())) return
  try {
    const page = await fetchFragment(location.href)
    for (const selector of selectors) {
      const part = document.querySelector(selector)
      const fresh = page.querySelector(selector)
      if (part && fresh && !part.contains(document.activeElement)) part.replaceWith(document.importNode(fresh, true))
    }
  } catch (error) {
    if (!(error instanceof FragmentError)) throw error // not reached: what is shown stays, the next notice tries again
  }
}
