import { allOf, BATCHES, finished, MESSAGES, openDatabase, SESSIONS, settled } from "./browser-store.js"
import {
  ACCESS, batchesOf, EDIT, END_OF_HISTORY, HISTORY, isEndOfDocument, joined, newestDocument, piecesOf, SAVED, WELCOME,
  withoutRepetitions,
} from "./server-messages.js"

const LOCK = "udkast-session:"                         // with a session's id: held as long as its tab lives
const BETWEEN_WRITES = 1000
const WAIT_FOR_LAST_TAB = 1500
const MANY = 200

/**
 * The browser's own copy of a document: what the server has said of it, message by message, so that
 * it opens without a network and, with one, asks only for what is new.
 *
 * It holds the beginning of the server's log, in its order: a document as it was at some moment, where
 * the server began with one, then batches. Several tabs write into the same copy: each goes on from what
 * stood there when it opened, so what is not new stands there already, and every batch counts where it
 * came first. Of several documents the newest counts, and the engine passes over what is in it.
 *
 * Edits need a session, which the server issues. The sessions of tabs that have ended are the reserve
 * for opening offline: everything ever sent under them is known here, because edits are kept before
 * they are sent and pass into the history in the step that takes them off the waiting ones.
 *
 * Logging off clears the store from outside (offline/service-worker.js): a tab that finds its own
 * session's record gone writes no more.
 */
export class KeptHistory {
  #document
  #member
  #database = null
  #session = null                                      // the record of the session that this tab writes under
  #queue = []
  #pieces = []                                         // of a document that is coming in
  #acknowledged = []
  #timer = null

  constructor(document, member) {
    this.#document = document
    this.#member = member
  }

  async open() {
    try {
      this.#database = await openDatabase()
    } catch {
      this.#database = null
      return
    }
    addEventListener("pagehide", () => this.flush())
    document.addEventListener("visibilitychange", () => this.flush())
    this.#tidyUp()
  }

  /**
   * Tells a new session of the engine what the server had said, under a session of the reserve if one
   * is free. Edits that are adopted after this take effect with `finish`.
   * @returns {Promise<boolean>} Whether there was anything.
   * @throws When what is kept does not fit together or belongs to another release: call `forget`.
   */
  async replay(session) {
    if (!this.#database) return false
    const records = await this.#messages()
    if (records.length === 0) return false
    this.#session = await this.#takeSession()
    const start = [this.#session?.welcome, this.#session?.access].filter(bytes => bytes)
    for (const bytes of [...start, ...gathered(records)]) {
      if (session.receive(bytes).some(event => event.type === "diverged")) throw new Error("the kept history has a gap")
    }
    if (records.length > MANY) this.#pack()
    return true
  }

  /** The whole history is told. @returns The engine's events, beginning with `opened`. */
  finish(session) {
    const events = session.receive(END_OF_HISTORY)
    session.disconnected()                             // it was no line to the server that told all this
    return events.some(event => event.type === "opened") ? events : [{ type: "opened" }, ...events]
  }

  /** The server has said something, and the engine has taken it in. */
  received(bytes, session) {
    if (!this.#database) return
    switch (bytes[0]) {
      case WELCOME:
        this.#pieces = []
        this.#welcomed(bytes, String(session.sessionId))
        break
      case ACCESS:
        if (this.#session) this.#putSession({ ...this.#session, access: bytes })
        break
      case SAVED:
        this.#pieces.push(bytes)
        if (!isEndOfDocument(bytes)) break
        this.#add(joined(this.#pieces))
        this.#pieces = []
        break
      case HISTORY:
      case EDIT:
        if (bytes.length > END_OF_HISTORY.length) this.#add(bytes)
    }
  }

  /** Own edits are on the server's disk: from now on they are history. Takes their records off the waiting ones. */
  acknowledged(batches) {
    for (const { bytes } of batches) this.#queue.push(Uint8Array.of(EDIT, ...bytes))
    this.#acknowledged.push(...batches)
    this.#schedule()
  }

  /** Writes down at once what waits; own edits that build on it may then be kept. */
  flush() {
    clearTimeout(this.#timer)
    this.#timer = null
    if (this.#queue.length === 0 && this.#acknowledged.length === 0) return
    this.#write(this.#queue, this.#acknowledged)
    this.#queue = []
    this.#acknowledged = []
  }

  get isAvailable() {
    return this.#database !== null
  }

  /** Removes this copy: it is damaged, or its owner may not have it any more. */
  async forget() {
    const database = this.#database
    this.stop()
    if (!database) return
    const transaction = database.transaction([MESSAGES, SESSIONS], "readwrite")
    transaction.objectStore(SESSIONS).delete(allOf(this.#document, this.#member))
    const messages = transaction.objectStore(MESSAGES)
    const keys = await settled(messages.index("document").getAllKeys([this.#document, this.#member]))
    for (const key of keys) messages.delete(key)
    await finished(transaction)
  }

  /** Writes nothing any more. */
  stop() {
    clearTimeout(this.#timer)
    this.#database = null
    this.#queue = []
  }

  // Private

  #messages() {
    const store = this.#database.transaction(MESSAGES).objectStore(MESSAGES)
    return settled(store.index("document").getAll([this.#document, this.#member]))
  }

  #add(bytes) {
    this.#queue.push(bytes)
    this.#schedule()
  }

  #schedule() {
    this.#timer ??= setTimeout(() => this.flush(), BETWEEN_WRITES)
  }

  async #write(messages, acknowledged) {
    const database = this.#database
    if (!database) return
    try {
      const transaction = database.transaction([MESSAGES, SESSIONS, BATCHES], "readwrite")
      for (const { id } of acknowledged) transaction.objectStore(BATCHES).delete([this.#document, this.#member, id])
      const sessions = transaction.objectStore(SESSIONS)
      const known = this.#session && await settled(sessions.get([this.#document, this.#member, this.#session.id]))
      if (!known) return this.stop()                   // cleared when someone logged off
      sessions.put({ ...this.#session, seenAt: Date.now() })
      const store = transaction.objectStore(MESSAGES)
      for (const bytes of messages) store.add({ document: this.#document, member: this.#member, bytes })
      await finished(transaction)
    } catch {
      this.stop()                                      // full or withdrawn: go on without
    }
  }

  #welcomed(bytes, id) {
    const before = this.#session?.id
    if (before !== id) this.#hold(id)
    if (before && before !== id) this.#dropSession(before) // the server does not go on with it
    this.#putSession({ document: this.#document, member: this.#member, id, welcome: bytes, access: null })
  }

  #putSession(record) {
    this.#session = record
    try {
      this.#database.transaction(SESSIONS, "readwrite").objectStore(SESSIONS).put({ ...record, seenAt: Date.now() })
    } catch {
      this.stop()
    }
  }

  #dropSession(id) {
    const sessions = this.#database.transaction(SESSIONS, "readwrite").objectStore(SESSIONS)
    sessions.delete([this.#document, this.#member, id])
  }

  /** A session that no living tab writes under, the newest first. */
  async #takeSession() {
    const store = this.#database.transaction(SESSIONS).objectStore(SESSIONS)
    const records = await settled(store.getAll(allOf(this.#document, this.#member)))
    records.sort((a, b) => b.seenAt - a.seenAt)
    for (const record of records) if (await this.#hold(record.id)) return record
    // At a reload the page that was here before may need a moment to end.
    const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload"
    const last = (isReload || !navigator.onLine) && records[0]
    return last && await this.#hold(last.id, WAIT_FOR_LAST_TAB) ? last : null
  }

  /** Makes the session this tab's own, for as long as it lives. @returns {Promise<boolean>} */
  #hold(id, patience = 0) {
    if (!navigator.locks) return Promise.resolve(false)
    const options = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true }
    return new Promise(resolve => {
      navigator.locks.request(LOCK + id, options, lock => {
        resolve(lock !== null)
        return lock && new Promise(() => {})
      }).catch(() => resolve(false))
    })
  }

  /** Single edits are many; gathered, they are read in a moment. */
  #pack() {
    navigator.locks?.request(`udkast-packing:${this.#document}`, async () => {
      if (!this.#database) return
      const records = await this.#messages()
      const transaction = this.#database.transaction(MESSAGES, "readwrite")
      const store = transaction.objectStore(MESSAGES)
      for (const { number } of records) store.delete(number)
      gathered(records).forEach((bytes, index) => {      // before whatever another tab adds meanwhile
        store.put({ number: records[index].number, document: this.#document, member: this.#member, bytes })
      })
      await finished(transaction)
    }).catch(() => this.stop())
  }

  /** What another member left in this browser is not kept for them while somebody else uses it. */
  async #tidyUp() {
    try {
      const transaction = this.#database.transaction([MESSAGES, SESSIONS], "readwrite")
      const isForeign = ([, member]) => member !== this.#member
      const sessions = transaction.objectStore(SESSIONS)
      for (const key of (await settled(sessions.getAllKeys())).filter(isForeign)) sessions.delete(key)
      const cursor = transaction.objectStore(MESSAGES).index("document").openKeyCursor()
      cursor.onsuccess = () => {
        const at = cursor.result
        if (!at) return
        if (isForeign(at.key)) transaction.objectStore(MESSAGES).delete(at.primaryKey)
        at.continue()
      }
      await finished(transaction)
    } catch {
      this.stop()
    }
  }
}

function gathered(records) {
  const messages = records.map(record => record.bytes)
  const document = newestDocument(messages)
  return [...document ? [document] : [], ...piecesOf(withoutRepetitions(messages.flatMap(batchesOf)))]
}
