import { refreshParts } from "../shared/refresh.js"

const STANDING = ".draft-title .tag"
const SETTLE = 2000

/**
 * The word beside the title that says how the text stands to its latest version. The server says it;
 * it is asked again when a version has been made or approved, and a moment after the first change of
 * a text that was said to be unchanged.
 */
export function keepVersionNotice() {
  let timer = null
  document.addEventListener("draft-editor:changed", () => {
    if (document.querySelector(STANDING)?.dataset.tone !== "success") return
    clearTimeout(timer)
    timer = setTimeout(() => refreshParts([STANDING]), SETTLE)
  })
  document.addEventListener("draft-editor:notice", ({ detail }) => {
    if (detail.topic === "versions") refreshParts([STANDING])
  })
}
