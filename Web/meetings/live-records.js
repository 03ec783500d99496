import { refreshParts } from "../shared/refresh.js"

/**
 * Keeps attendance, decisions and actions on a meeting's page as they are on the server, when
 * somebody else at the meeting has entered something.
 */
export function keepRecordsFresh() {
  document.addEventListener("draft-editor:notice", ({ detail }) => {
    if (detail.topic === "meeting") refreshParts(["#attendance", "#decisions", "#actions"])
  })
}
