/**
 * What answers when the network does not. It keeps the application itself (the files of one release,
 * by their unchanging addresses) and each document's page as it was last opened; the document's text
 * is kept by the page (sync/kept-history.js), which brings an old page up to date.
 *
 * A kept page is for the person who was logged on when it came, and for no longer than a login that
 * rests lasts. Logging on or off clears the pages and what was kept of documents. What someone has
 * typed and the server does not have yet stays, under their name, until they log on again.
 *
 * The address says which release this is: `/service-worker.js?release=<fingerprint>`.
 */
const RELEASE = new URL(location.href).searchParams.get("release")
const SHELL = "udkast-release-"
const PAGES = "udkast-pages"
const KEPT_AT = "udkast-kept-at"
const KEPT_WITH = "udkast-kept-with"
const NEW = 10 * 60 * 1000                             // milliseconds for which a kept page is not kept anew at each visit
const LONGEST = 8 * 60 * 60 * 1000                     // milliseconds; as long as a login may rest (requirement S2)
const PATIENCE = 8000
const OPENS_DOCUMENT = /^\/(documents|meetings)\/[^/]+$/
const CHANGES_LOGIN = /^\/(login|logout|setup\/.*)$/
const OFFLINE_PAGE = `/assets/${RELEASE}/offline/offline.html`

addEventListener("install", event => event.waitUntil(keepRelease().then(() => skipWaiting())))
addEventListener("activate", event => event.waitUntil(dropOldReleases().then(() => clients.claim())))

addEventListener("message", event => {
  if (event.data?.type === "keep") event.waitUntil(keepPage(event.data.path))
})

addEventListener("fetch", event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin) return
  if (request.method === "POST" && CHANGES_LOGIN.test(pathname)) event.waitUntil(forgetDocuments())
  else if (request.method !== "GET") return
  else if (pathname.startsWith("/assets/")) event.respondWith(keptOrFetched(request))
  else if (request.mode === "navigate") event.respondWith(visit(event, pathname))
})

// The application

async function keepRelease() {
  const folder = `/assets/${RELEASE}/`
  const answer = await fetch(`${folder}files.json`)
  if (!answer.ok) throw new Error(`no release ${RELEASE}`)
  const cache = await caches.open(SHELL + RELEASE)
  await cache.addAll((await answer.json()).map(path => folder + path))
}

/** A page that was kept with an older release needs the files of that release. */
async function dropOldReleases() {
  const needed = new Set([SHELL + RELEASE])
  const pages = await caches.open(PAGES)
  for (const request of await pages.keys()) {
    const text = await (await pages.match(request)).text()
    for (const [, release] of text.matchAll(/\/assets\/([0-9a-f]+)\//g)) needed.add(SHELL + release)
  }
  const names = await caches.keys()
  await Promise.all(names.filter(name => name.startsWith(SHELL) && !needed.has(name)).map(name => caches.delete(name)))
}

async function keptOrFetched(request) {
  return await caches.match(request, { ignoreVary: true }) ?? fetch(request)
}

// Pages

async function visit(event, path) {
  const isDocument = OPENS_DOCUMENT.test(path)
  const kept = isDocument ? await keptPage(path) : undefined
  try {
    const answer = await Promise.race([fetch(event.request), ...kept ? [impatience()] : []])
    if (isDocument && !isNew(kept, answer)) event.waitUntil(keep(path, answer.clone()))
    else if (path === "/login" && answer.ok) event.waitUntil(forgetDocuments()) // nobody is logged on
    return answer
  } catch {
    return kept ?? offlinePage()
  }
}

/** The page stands at the address that was asked for, so it names its files in full. */
async function offlinePage() {
  const page = await caches.match(OFFLINE_PAGE)
  if (!page) return Response.error()
  return new Response((await page.text()).replaceAll("RELEASE", RELEASE), { headers: page.headers })
}

function impatience() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE))
}

async function keepPage(path) {
  if (!OPENS_DOCUMENT.test(path)) return
  await keep(path, await fetch(path, { redirect: "manual" }))
}

async function keep(path, answer) {
  const pages = await caches.open(PAGES)
  if (answer.ok && !answer.redirected) {
    const headers = new Headers(answer.headers)
    headers.set(KEPT_AT, String(Date.now()))
    headers.set(KEPT_WITH, RELEASE)
    await pages.put(path, new Response(await answer.blob(), { headers }))
  } else if (answer.status < 500) {
    await pages.delete(path)                           // not this person's, or gone
  }
}

/** Keeping a page while it comes in slows it down, and what is in it is brought up to date anyway. */
function isNew(kept, answer) {
  if (!kept || !answer.ok || answer.redirected) return false
  const [before, now] = [kept, answer].map(({ headers }) => headers.get("content-language"))
  return before === now && kept.headers.get(KEPT_WITH) === RELEASE && Date.now() - Number(kept.headers.get(KEPT_AT)) < NEW
}

async function keptPage(path) {
  const page = await (await caches.open(PAGES)).match(path)
  if (!page) return undefined
  const last = Math.max(Number(page.headers.get(KEPT_AT)), await lastContact(path))
  return Date.now() - last < LONGEST ? page : undefined
}

/** When the server was last heard in this document, as its page has noted. */
async function lastContact(path) {
  const database = await openDatabase()
  if (!database) return 0
  const id = decodeURIComponent(path.slice(path.lastIndexOf("/") + 1))
  const sessions = await settled(database.transaction("sessions").objectStore("sessions").getAll())
  database.close()
  return Math.max(0, ...sessions.filter(session => session.document === id).map(session => session.seenAt))
}

// Logging on and off

async function forgetDocuments() {
  await caches.delete(PAGES)
  const database = await openDatabase()
  if (!database) return
  const transaction = database.transaction(["messages", "sessions"], "readwrite")
  transaction.objectStore("messages").clear()
  transaction.objectStore("sessions").clear()
  await new Promise(resolve => { transaction.oncomplete = transaction.onabort = resolve })
  database.close()
}

/** The database of sync/browser-store.js, if a page has made it. */
async function openDatabase() {
  const request = indexedDB.open("udkast")
  request.onupgradeneeded = () => request.transaction.abort() // there is none: leave it so
  try {
    const database = await settled(request)
    if (database.objectStoreNames.contains("messages")) return database
    database.close()
  } catch {
    return null
  }
  return null
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
