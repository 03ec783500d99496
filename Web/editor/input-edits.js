/**
 * What a `beforeinput` event is going to do, where it says so in full (Input Events Level 2):
 * the text that takes the place of the event's target range. Null for composition and whatever
 * else must be left to the browser and read afterwards.
 *
 * @param {InputEvent} event
 * @returns {{ inserted: string } | null}
 */
export function directEdit(event) {
  switch (event.inputType) {
    case "insertText":
      return event.isComposing || event.data === null ? null : { inserted: event.data }
    case "insertReplacementText":
      return { inserted: event.data ?? event.dataTransfer?.getData("text/plain") ?? "" }
    case "insertLineBreak":
    case "insertParagraph":
      return { inserted: "\n" }
    case "insertFromPaste":
    case "insertFromPasteAsQuotation":
    case "insertFromDrop":
    case "insertFromYank":
      return { inserted: event.dataTransfer?.getData("text/plain") ?? event.data ?? "" }
    case "deleteCompositionText":
    case "insertCompositionText":
    case "insertFromComposition":
      return null
    default:
      return event.inputType.startsWith("delete") ? { inserted: "" } : null
  }
}

/**
 * How far a deletion from a caret reaches, in the words of `Selection.modify`.
 * @param {string} inputType One that begins with "delete".
 * @returns {[direction: string, granularity: string]}
 */
export function reachOf(inputType) {
  const direction = inputType.endsWith("Forward") ? "forward" : "backward"
  if (inputType.startsWith("deleteWord")) return [direction, "word"]
  if (inputType.includes("SoftLine")) return [direction, "lineboundary"]
  if (inputType.includes("HardLine")) return [direction, "paragraphboundary"]
  return [direction, "character"]
}
