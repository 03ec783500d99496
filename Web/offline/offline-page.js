/** Lists on the page that is shown without a network which documents can be opened all the same. */
const pages = await caches.open("udkast-pages")
const list = document.querySelector("[data-kept] ul")
for (const request of await pages.keys()) {
  const text = await (await pages.match(request)).text()
  const [, title] = /<title>([^<]*)<\/title>/.exec(text) ?? []
  const link = document.createElement("a")
  link.href = new URL(request.url).pathname
  link.textContent = decoded(title ?? link.href).replace(/ – Udkast$/, "")
  const item = document.createElement("li")
  item.className = "row"
  item.append(link)
  list.append(item)
}
document.querySelector("[data-kept]").hidden = list.childElementCount === 0
document.querySelector("[data-none]").hidden = list.childElementCount > 0

/** Our own pages write five characters as entities, and no others. */
function decoded(text) {
  const entities = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'" }
  return text.replace(/&(amp|lt|gt|quot|#39);/g, entity => entities[entity])
}
