import { countScalars, toUnits } from "../editor/scalars.js"
import { makeActions, makeButton, makeNotice } from "../shared/elements.js"
import { strings } from "../shared/strings.js"
import { showCaret } from "../editor/scroll-keeper.js"

/**
 * Notices where text that I wrote without a line met what others had written in the same text meanwhile. Both are in
 * the document; once everything of mine is saved, a quiet note above the paper leads to those texts, so that somebody
 * reads whether they fit together.
 */
export class MetTexts {
  #mine
  #met = new Map()                                     // by place, behind which scalar the others' last change lies
  #note = null

  /** @param {string[]} places In which earlier tabs have left unsent edits of mine. */
  constructor(places) {
    this.#mine = new Set(places)
  }

  /** What has become of a text, as the engine tells it. */
  noticed({ place, at, inserted, remote }, isOnline) {
    if (!remote && !isOnline) this.#mine.add(place)
    if (remote && this.#mine.has(place)) this.#met.set(place, at + countScalars(inserted))
  }

  /**
   * Everything of mine is saved: shows where it met others' text, if it did.
   * @param {object} page
   * @param {HTMLElement} page.paper
   * @param {HTMLElement} page.bar
   * @param {TextFields} page.fields
   * @param {(place: string) => string} page.labelOf What a place is called: "13.4 Kravtekst".
   */
  saved({ paper, bar, fields, labelOf }) {
    this.#mine.clear()
    const places = [...this.#met].filter(([place]) => fields.at(place))
    this.#met.clear()
    if (places.length === 0) return
    const list = document.createElement("ul")
    list.append(...places.map(([place, at]) => {
      const item = document.createElement("li")
      item.append(makeButton(labelOf(place), () => {
        const field = fields.at(place)
        if (!field) return item.remove()
        fields.goBackTo(field, { from: toUnits(field.text, at), to: toUnits(field.text, at) })
        showCaret(field, bar)
      }, "link"))
      return item
    }))
    this.#show(paper, list)
  }

  // Private

  #show(paper, list) {
    this.#note?.remove()
    const note = makeNotice({ look: "met-texts", tone: "info", title: strings.metTitle, words: strings.metText })
    paper.prepend(note)
    const close = makeButton(strings.close, () => note.remove(), "quiet")
    note.append(...note.childNodes, list, makeActions(close)) // again, now that it is on the page: so it is read out
    this.#note = note
  }
}
