import { makeButton } from "../shared/elements.js"
import { listed, strings } from "../shared/strings.js"

const SHOWN_FOR = 12_000

/**
 * Answers the question "who is near, and what has changed here?" for the criterion or section that I
 * stand in: Alt+Shift+H, or the button in the bar. What has changed is counted from the last time I
 * asked there, or from when I came.
 */
export class Nearby {
  #bar
  #structure
  #fields
  #changes = new Map()                                 // by node: { inserted, deleted } by author's id
  #names = new Map()
  #answer = document.createElement("p")
  #timer = null
  #others = []
  #place = null

  constructor({ bar, structure, fields, signal }) {
    this.#bar = bar
    this.#fields = fields
    this.#structure = structure
    this.#answer.className = "nearby"
    this.#answer.setAttribute("role", "status")
    bar.append(this.#answer)
    document.addEventListener("keydown", event => this.#keyPressed(event), { signal })
  }

  /** A button for it, beside the switch of the announcements. */
  makeButton() {
    const button = makeButton(strings.whoIsHere, () => this.tell(), "shown-on-focus")
    button.setAttribute("aria-keyshortcuts", "Alt+Shift+H")
    return button
  }

  stop() {
    clearTimeout(this.#timer)
    this.#answer.remove()
  }

  /** @param people The others, as `People` describes them. */
  showPeople(people) {
    this.#others = people
    for (const { member, name } of people) this.#names.set(member, name)
  }

  /** My caret is here; it stays the place that is asked about when the focus goes to the button. */
  moved(place) {
    this.#place = place ?? this.#place
  }

  textChanged({ place, author, remote, inserted, deleted }) {
    if (!remote) return
    const node = place.split("/")[0]
    const byAuthor = this.#changes.get(node) ?? new Map()
    const sum = byAuthor.get(author) ?? { inserted: 0, deleted: 0 }
    sum.inserted += [...inserted].length
    sum.deleted += deleted
    byAuthor.set(author, sum)
    this.#changes.set(node, byAuthor)
  }

  tell() {
    this.moved(this.#fields.focused()?.place)          // the browser may not have told yet that the caret has moved
    const node = this.#place?.split("/")[0]
    this.#answer.textContent = node === undefined ? strings.nobodyAsked : this.#about(node)
    this.#changes.delete(node)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => { this.#answer.textContent = "" }, SHOWN_FOR)
  }

  // Private

  #about(node) {
    const here = this.#others.filter(person => person.place?.startsWith(`${node}/`))
    const others = here.map(({ name, place }) => strings.standsIn(name, this.#structure.labelOfPlace(place)))
    const changes = [...this.#changes.get(node) ?? []].map(([author, { inserted, deleted }]) =>
      strings.hasChanged(this.#names.get(author) ?? strings.someone, inserted, deleted))
    return [
      this.#structure.nameOf(node) || strings.here,
      others.length > 0 ? listed(others) : strings.nobodyElse,
      changes.length > 0 ? listed(changes) : strings.nothingChanged,
    ].join(". ") + "."
  }

  #keyPressed(event) {
    if (event.code === "KeyH" && event.altKey && event.shiftKey && !event.ctrlKey) {
      event.preventDefault()
      this.tell()
    } else if (event.key === "Escape") {
      this.#answer.textContent = ""
    }
  }
}
