import { allOf, BATCHES, COPIES, finished, openDatabase, settled } from "./browser-store.js"

const LOCK = "udkast-tab:"                              // with the tab's id: held as long as the tab lives

/**
 * The browser's own keeping of edits that the server has not acknowledged, so that a reload, a
 * crash or an evening offline loses nothing. One record a batch, keyed by document, member and the
 * batch's id; each record says which tab wrote it, and a tab holds a lock as long as it lives, so
 * only edits of tabs that are gone are brought back.
 *
 * Where the browser has no storage (private windows of some browsers) everything still works, only
 * without this safety: `isAvailable` is then false.
 *
 * @fires orphans with `{ batches }` when another tab of this document has ended and left edits behind
 */
export class PendingEdits extends EventTarget {
  #document
  #member
  #tab = crypto.randomUUID()
  #database = null
  #kept = new Map()                                    // `{ id, bytes, places }` by id, in the order of typing
  #storing = Promise.resolve()

  constructor(document, member) {
    super()
    this.#document = document
    this.#member = member
  }

  get isAvailable() {
    return this.#database !== null
  }

  async open() {
    try {
      this.#database = await openDatabase()
      navigator.locks?.request(LOCK + this.#tab, () => new Promise(() => {}))
    } catch {
      this.#database = null
    }
  }

  /**
   * The batches that tabs now closed left behind for this document and member, oldest first. They
   * belong to this tab from now on. A tab that still lives (or, at a reload, is about to end) is
   * waited for in the background.
   * @returns {Promise<Array<{ bytes: Uint8Array, places: string[] }>>} Each with the texts that it changes.
   */
  async takeOver() {
    const living = await livingTabs()
    const tabs = new Set((await this.#read(BATCHES)).map(record => record.tab))
    for (const tab of tabs) {
      if (living.has(tab)) this.#takeOverLater(tab)
    }
    return this.#take(record => !living.has(record.tab))
  }

  /** Writes down those of the batches that are not written yet or have grown; the edits have changed these texts. */
  keep(batches, places) {
    const fresh = batches.filter(({ id, bytes }) => this.#kept.get(id)?.bytes.length !== bytes.length)
      .map(({ id, bytes }) => ({ id, bytes, places: [...new Set([...this.#kept.get(id)?.places ?? [], ...places])] }))
    if (fresh.length === 0) return
    for (const batch of fresh) this.#kept.set(batch.id, batch)
    const [before, now] = [this.#storing, this.#store(fresh)]
    this.#storing = now.then(() => before)
  }

  /** Resolves when everything is stored, also what came while it was. */
  async stored() {
    let storing
    do {
      storing = this.#storing
      await storing
    } while (storing !== this.#storing)
  }

  /**
   * Takes off the list what is no longer among the unacknowledged batches. It stays on the disk until
   * `drop`, so that the history can take it over in one step.
   * @returns {Array<{ id: string, bytes: Uint8Array }>} In the order of typing.
   */
  takeAllBut(batches) {
    const waiting = new Set(batches.map(batch => batch.id))
    return this.#takeOff([...this.#kept.keys()].filter(id => !waiting.has(id)))
  }

  /**
   * The same for those before a batch, or for all of them (null): the server acknowledges in order, and
   * this looks at no others.
   */
  takeBefore(first) {
    const done = []
    if (first !== null && !this.#kept.has(first)) return done
    for (const id of this.#kept.keys()) {
      if (id === first) break
      done.push(id)
    }
    return this.#takeOff(done)
  }

  /** Removes batches from the disk. */
  async drop(batches) {
    if (batches.length === 0) return
    await this.#write(BATCHES, store => {
      for (const { id } of batches) store.delete([this.#document, this.#member, id])
    })
  }

  /** Keeps text that the server refused, as the person's private copy. Returns its id. */
  async keepCopy(text) {
    const id = crypto.randomUUID()
    await this.#write(COPIES, store => {
      store.put({ document: this.#document, member: this.#member, id, keptAt: Date.now(), text })
    })
    return id
  }

  /** The person's private copies of this document, oldest first: `{ id, keptAt, text }`. */
  async copies() {
    const records = await this.#read(COPIES)
    return records.sort((a, b) => a.keptAt - b.keptAt)
  }

  async dropCopy(id) {
    await this.#write(COPIES, store => store.delete([this.#document, this.#member, id]))
  }

  // Private

  #takeOff(ids) {
    return ids.map(id => {
      const { bytes } = this.#kept.get(id)
      this.#kept.delete(id)
      return { id, bytes }
    })
  }

  /** The lock of a tab comes free when the tab ends. */
  #takeOverLater(tab) {
    navigator.locks.request(LOCK + tab, async () => {
      const batches = await this.#take(record => record.tab === tab)
      if (batches.length > 0) this.dispatchEvent(new CustomEvent("orphans", { detail: { batches } }))
    })
  }

  async #take(isOrphan) {
    const orphans = (await this.#read(BATCHES)).filter(isOrphan).sort(inOrderOfTyping)
    await this.#write(BATCHES, store => {
      for (const record of orphans) store.put({ ...record, tab: this.#tab })
    })
    const batches = orphans.map(({ id, bytes, places = [] }) => ({ id, bytes, places }))
    for (const batch of batches) this.#kept.set(batch.id, batch)
    return batches
  }

  async #store(batches) {
    await this.#write(BATCHES, store => {
      for (const batch of batches) store.put({ document: this.#document, member: this.#member, tab: this.#tab, ...batch })
    })
  }

  async #read(name) {
    if (!this.isAvailable) return []
    const range = allOf(this.#document, this.#member)
    return settled(this.#database.transaction(name).objectStore(name).getAll(range))
  }

  async #write(name, work) {
    if (!this.isAvailable) return
    try {
      const transaction = this.#database.transaction(name, "readwrite")
      work(transaction.objectStore(name))
      transaction.commit()                             // stands even when the page is gone before it is done
      await finished(transaction)
    } catch {
      this.#database = null                            // full or withdrawn: go on without, the server still saves
    }
  }
}

/** Ids are `SESSION.SEQUENCE`, both counted upwards by the server and the engine, past what a number holds. */
function inOrderOfTyping(a, b) {
  const [[session, sequence], [otherSession, otherSequence]] = [a, b].map(record => record.id.split(".").map(BigInt))
  if (session !== otherSession) return session < otherSession ? -1 : 1
  return sequence < otherSequence ? -1 : 1
}

async function livingTabs() {
  if (!navigator.locks) return new Set()
  const { held = [] } = await navigator.locks.query()
  return new Set(held.map(lock => lock.name).filter(name => name.startsWith(LOCK)).map(name => name.slice(LOCK.length)))
}
