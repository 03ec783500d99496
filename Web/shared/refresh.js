import { fetchFragment, FragmentError } from "./fragment.js"

/**
 * Fetches this page again and puts the new parts in the place of the old: elements with one of the
 * given `data-refresh` names. A part in which somebody is typing is left as it is until next time.
 */
export async function refreshParts(names) {
  const parts = names.flatMap(name => [...document.querySelectorAll(`[data-refresh="${CSS.escape(name)}"]`)])
  if (parts.length === 0) return
  try {
    const page = await fetchFragment(location.href)
    for (const part of parts) {
      const fresh = page.querySelector(`[data-refresh="${CSS.escape(part.dataset.refresh)}"]`)
      if (fresh && !part.contains(document.activeElement)) part.replaceWith(document.importNode(fresh, true))
    }
  } catch (error) {
    if (!(error instanceof FragmentError)) throw error // not reached: what is shown stays, the next notice tries again
  }
}
