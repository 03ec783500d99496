import { makeActions, makeButton } from "../shared/elements.js"
import { strings } from "../shared/strings.js"
import { showCaret } from "./scroll-keeper.js"
import { attributesAt } from "./spans.js"

const SETTLE = 150
const MOST = 2000

/**
 * Finds words in all texts of the document and replaces them where one may write. Opened by the
 * button in the bar or Ctrl+H, as in Word; the browser's own Ctrl+F finds in the page as ever.
 * All replacements at once are one thing to undo.
 */
export class FindPanel {
  #document
  #fields
  #bar
  #button
  #panel = document.createElement("search")
  #query
  #replacement
  #count
  #replacing = []
  #matches = []                                        // `{ field, from, to }` in UTF-16 units, in the order of the page
  #current = -1
  #timer = null

  constructor(openDocument, root, { fields, signal }) {
    this.#document = openDocument
    this.#fields = fields
    this.#bar = root.querySelector(".draft-bar")
    this.#panel.className = "find-panel"
    this.#panel.hidden = true
    this.#panel.setAttribute("aria-label", strings.findAndReplace)
    this.#build()
    this.#bar.append(this.#panel)
    this.#button = makeButton(strings.find, () => this.#panel.hidden ? this.open() : this.close())
    this.#button.setAttribute("aria-expanded", "false")
    this.#button.setAttribute("aria-keyshortcuts", "Control+H")
    this.#bar.querySelector(".actions").prepend(this.#button)
    document.addEventListener("keydown", event => {
      if (event.key.toLowerCase() !== "h" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      this.open()
    }, { signal })
  }

  open() {
    const selected = document.getSelection().toString()
    this.#panel.hidden = false
    this.#button.setAttribute("aria-expanded", "true")
    if (selected !== "" && !selected.includes("\n") && selected.length < 100) this.#query.value = selected
    this.#query.focus()
    this.#query.select()
    this.#search()
  }

  close() {
    this.#panel.hidden = true
    this.#button.setAttribute("aria-expanded", "false")
    const match = this.#matches[this.#current]
    this.#matches = []
    this.#highlight()
    if (!match?.field.element.isConnected) return this.#button.focus()
    match.field.element.focus({ preventScroll: true })
    match.field.select(match.from, match.to)
  }

  /** The texts have changed: what is found is found anew, once they rest. */
  textChanged() {
    if (this.#panel.hidden) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#search(), SETTLE)
  }

  stop() {
    clearTimeout(this.#timer)
    this.#matches = []
    this.#highlight()
    this.#panel.remove()
    this.#button.remove()
  }

  // Private

  #build() {
    this.#query = this.#makeInput(strings.find)
    this.#replacement = this.#makeInput(strings.replaceWith)
    this.#count = document.createElement("p")
    this.#count.setAttribute("role", "status")
    this.#query.addEventListener("input", () => this.#search())
    this.#panel.addEventListener("keydown", event => this.#keyPressed(event))
    const steps = [makeButton(strings.previous, () => this.#step(-1)), makeButton(strings.next, () => this.#step(1))]
    this.#replacing = [
      makeButton(strings.replace, () => this.#replaceOne()),
      makeButton(strings.replaceAll, () => this.#replaceAll()),
    ]
    const close = makeButton(strings.close, () => this.close(), "quiet")
    this.#panel.append(
      makeActions(this.#labelled(strings.find, this.#query), ...steps, this.#count),
      makeActions(this.#labelled(strings.replaceWith, this.#replacement), ...this.#replacing, close))
  }

  #search() {
    const query = this.#query.value.normalize("NFC")
    const at = this.#matches[this.#current]
    this.#matches = query === "" ? [] : this.#matchesOf(query)
    const same = this.#matches.findIndex(match => at && isNotBefore(match, at))
    this.#current = this.#matches.length === 0 ? -1 : Math.max(0, same)
    this.#show()
  }

  #matchesOf(query) {
    const needle = folded(query)
    const matches = []
    for (const field of this.#fields.inOrder()) {
      if (!field.element.checkVisibility()) continue
      const text = folded(field.text)
      for (let from = text.indexOf(needle); from >= 0 && matches.length < MOST; from = text.indexOf(needle, from + needle.length)) {
        matches.push({ field, from, to: from + needle.length })
      }
    }
    return matches
  }

  #step(direction) {
    const count = this.#matches.length
    if (count === 0) return
    this.#current = (this.#current + direction + count) % count
    this.#show()
  }

  #show() {
    const match = this.#matches[this.#current]
    const isAsked = this.#query.value !== ""
    this.#count.textContent = match ? strings.matchOf(this.#current + 1, this.#matches.length) : isAsked ? strings.notFound : ""
    for (const button of this.#replacing) button.disabled = !match || !this.#document.isWritable
    this.#highlight()
    if (match) showCaret(match.field, this.#bar, match.from)
  }

  #highlight() {
    if (!globalThis.CSS?.highlights) return
    CSS.highlights.delete("found")
    CSS.highlights.delete("found-current")
    if (this.#matches.length === 0) return
    const ranges = this.#matches.map(({ field, from, to }) => field.range(from, to))
    const current = ranges[this.#current]
    CSS.highlights.set("found", new Highlight(...ranges.filter(range => range && range !== current)))
    if (current) CSS.highlights.set("found-current", new Highlight(current))
  }

  #replaceOne() {
    const match = this.#matches[this.#current]
    if (!match || !this.#document.isWritable) return
    this.#document.together(() => this.#replaceMatch(match))
    this.#search()
  }

  #replaceAll() {
    if (!this.#document.isWritable) return
    const count = this.#matches.length
    this.#document.together(() => {
      for (const match of this.#matches.toReversed()) this.#replaceMatch(match)
    })
    this.#search()
    this.#count.textContent = strings.replaced(count)
  }

  #replaceMatch({ field, from, to }) {
    if (!field.isEditable) return
    const inserted = this.#replacement.value.normalize("NFC")
    const spans = [{ length: inserted.length, attributes: attributesAt(field.spans, from) }]
    this.#document.replace(field.place, field.text, { at: from, deleted: to - from, inserted }, spans)
  }

  #keyPressed(event) {
    if (event.key === "Escape") {
      event.stopPropagation()
      this.close()
    } else if (event.key === "Enter" && event.target instanceof HTMLInputElement && !event.isComposing) {
      event.preventDefault()
      if (event.target === this.#replacement) this.#replaceOne()
      else this.#step(event.shiftKey ? -1 : 1)
    }
  }

  #makeInput() {
    const input = document.createElement("input")
    input.type = "text"
    input.autocomplete = "off"
    input.spellcheck = false
    return input
  }

  #labelled(words, input) {
    const label = document.createElement("label")
    const name = document.createElement("span")
    name.textContent = words
    label.append(name, input)
    return label
  }
}

/** Without regard to capitals, letter for letter: what does not keep its length is compared as it is. */
function folded(text) {
  const lower = text.toLocaleLowerCase("da")
  return lower.length === text.length ? lower : text
}

function isNotBefore(match, other) {
  if (match.field === other.field) return match.from >= other.from
  return Boolean(other.field.element.compareDocumentPosition(match.field.element) & Node.DOCUMENT_POSITION_FOLLOWING)
}
