const NAME = "udkast"

/** Edits that the server has not acknowledged, a record a batch. */
export const BATCHES = "batches"
/** Text that only its owner has. */
export const COPIES = "copies"
/** What the server has said of a document, message by message, in order of arrival. */
export const MESSAGES = "messages"
/** Under which session a tab of this browser writes or wrote, with the server's welcome to it. */
export const SESSIONS = "sessions"

/**
 * The database in which this browser keeps what must outlive a page: one for all documents and
 * members, every record of which begins its key with both.
 */
export function openDatabase() {
  const request = indexedDB.open(NAME, 2)
  request.onupgradeneeded = () => {
    const database = request.result
    const missing = name => !database.objectStoreNames.contains(name)
    for (const name of [BATCHES, COPIES, SESSIONS].filter(missing)) {
      database.createObjectStore(name, { keyPath: ["document", "member", "id"] })
    }
    if (missing(MESSAGES)) {
      const messages = database.createObjectStore(MESSAGES, { keyPath: "number", autoIncrement: true })
      messages.createIndex("document", ["document", "member"])
    }
  }
  return new Promise((resolve, reject) => {
    request.onblocked = () => reject(new Error("another tab holds an older form of the database"))
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close() // a newer release in another tab may go on
      resolve(request.result)
    }
  })
}

/** The keys of everything that belongs to a document and a member, in a store whose key begins with them. */
export function allOf(document, member) {
  return IDBKeyRange.bound([document, member], [document, member, []])
}

export function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

export function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    transaction.onerror = () => reject(transaction.error)
  })
}
