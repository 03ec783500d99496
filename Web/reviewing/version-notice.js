import { keepAnew } from "../offline/registration.js"
import { refreshParts } from "../shared/refresh.js"

const STANDING = ".draft-title .tag"
const SETTLE = 2000

/**
 * The word beside the title that says how the text stands to its latest version. The server says it. The
 * first change is said at once, also without a network; a moment later the server is asked, for the change
 * may have been taken back, and again when a version has been made or approved.
 */
export function keepVersionNotice() {
  document.addEventListener("draft-editor:changed", () => {
    const standing = document.querySelector(STANDING)
    if (!standing?.dataset.onceChanged) return
    standing.textContent = standing.dataset.onceChanged
    standing.dataset.tone = "warning"
    delete standing.dataset.onceChanged
    setTimeout(async () => {
      await refreshParts([STANDING])
      keepAnew()
    }, SETTLE)
  })
  document.addEventListener("draft-editor:notice", ({ detail }) => {
    if (detail.topic === "versions") refreshParts([STANDING])
  })
}
