import { refreshParts } from "../shared/refresh.js"

/**
 * The notice "changed since version n" (`[data-changed-since-version]`): it appears with the first
 * change of the text, and the server decides anew when a version has been made or approved.
 */
export function keepVersionNotice() {
  document.addEventListener("draft-editor:changed", () => {
    for (const notice of document.querySelectorAll("[data-changed-since-version][hidden]")) notice.hidden = false
  })
  document.addEventListener("draft-editor:notice", ({ detail }) => {
    if (detail.topic === "versions") refreshParts(["versions"])
  })
}
