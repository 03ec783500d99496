import { loadEngine } from "../engine/engine.js"

/**
 * A session of the engine that knows what this browser has kept: the document as it was last seen
 * here, and edits that tabs now closed could not send.
 *
 * @param {PendingEdits} pending
 * @param {KeptHistory} history
 * @returns {Promise<{ session, kept: object[] | null, places: string[] }>} `kept` are the engine's events if it has the
 *   document; `places` the texts that those edits have changed.
 */
export async function openSession(pending, history) {
  let orphans = null
  const adopt = async session => {
    orphans ??= await pending.takeOver()               // once: from then on they are this tab's
    for (const { bytes } of orphans) session.adopt(bytes)
  }
  const [engine] = await Promise.all([loadEngine(), pending.open(), history.open()])
  const places = () => orphans.flatMap(orphan => orphan.places)
  try {
    const session = engine.createSession()
    const hasKept = await history.replay(session)
    await adopt(session)
    return { session, kept: hasKept ? history.finish(session) : null, places: places() }
  } catch (error) {
    // Damaged, or kept by another release: begin without it, in an engine that has not stumbled over it.
    console.info("What the browser had kept of this document is of no use", error)
    await history.forget()
    await history.open()
    const session = (await loadEngine()).createSession()
    await adopt(session)
    return { session, kept: null, places: places() }
  }
}
