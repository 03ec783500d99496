import { caretRect } from "./caret-geometry.js"
import { movedBy } from "./text-difference.js"

const IDLE_AFTER = 8000

/**
 * The carets and selections of others. Carets are drawn in a layer over the paper and selections
 * with the CSS Custom Highlight API, so neither is ever part of a text. Names fade when their owner
 * rests.
 */
export class Carets {
  #paper
  #layer = document.createElement("div")
  #fields
  #marks = new Map()                                   // by session: { element, person, place, from, to, timer }
  #frame = null
  #observer

  /**
   * @param {HTMLElement} paper Positioned; the layer covers it.
   * @param {(place: string) => TextField | undefined} fields
   */
  constructor(paper, fields) {
    this.#paper = paper
    this.#fields = fields
    this.#layer.className = "carets"
    this.#layer.setAttribute("aria-hidden", "true")
    paper.append(this.#layer)
    this.#observer = new ResizeObserver(() => this.redraw())
    this.#observer.observe(paper)
  }

  stop() {
    this.#observer.disconnect()
    cancelAnimationFrame(this.#frame)
    for (const mark of this.#marks.values()) clearTimeout(mark.timer)
    for (let colour = 1; colour <= 12; colour += 1) globalThis.CSS?.highlights?.delete(`person-${colour}`)
    this.#layer.remove()
  }

  /** @param people The others, as `People` describes them. */
  show(people) {
    const present = new Set(people.map(person => person.session))
    for (const [session, mark] of this.#marks) {
      if (!present.has(session)) this.#remove(session, mark)
    }
    for (const person of people) this.#place(person)
    this.redraw()
  }

  /** A text changed; carets in it move with their letters. In UTF-16 units. */
  textChanged(place, change, author) {
    for (const mark of this.#marks.values()) {
      if (mark.place !== place) continue
      const isTheirs = mark.person.member === author
      mark.from = movedBy(change, mark.from, isTheirs)
      mark.to = movedBy(change, mark.to, isTheirs)
      if (isTheirs) this.#wake(mark)
    }
    this.redraw()
  }

  /** Draws once before the next paint, however often it is asked. */
  redraw() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.#draw()
    })
  }

  // Private

  #place(person) {
    const mark = this.#marks.get(person.session) ?? this.#add(person)
    const field = person.place === null ? undefined : this.#fields(person.place)
    const from = field ? field.units(person.from) : 0
    const to = field ? field.units(person.to) : 0
    const hasMoved = mark.place !== person.place || mark.from !== from || mark.to !== to
    Object.assign(mark, { person, place: field ? person.place : null, from, to })
    mark.element.dataset.person = person.colour
    if (mark.element.firstChild.textContent !== person.name) {
      mark.element.firstChild.textContent = person.name
      mark.width = 0                                   // measured when it is drawn
    }
    if (hasMoved) this.#wake(mark)
  }

  #add(person) {
    const element = document.createElement("div")
    element.className = "caret"
    const name = document.createElement("span")
    name.className = "caret-name"
    element.append(name)
    this.#layer.append(element)
    const mark = { element, person, place: null, from: 0, to: 0, timer: null, width: 0 }
    this.#marks.set(person.session, mark)
    return mark
  }

  #remove(session, mark) {
    clearTimeout(mark.timer)
    mark.element.remove()
    this.#marks.delete(session)
  }

  #wake(mark) {
    clearTimeout(mark.timer)
    delete mark.element.dataset.idle
    mark.timer = setTimeout(() => { mark.element.dataset.idle = "" }, IDLE_AFTER)
  }

  #draw() {
    const origin = this.#paper.getBoundingClientRect()
    const ranges = new Map()
    const drawn = [...this.#marks.values()].map(mark => {
      const field = mark.place === null ? undefined : this.#fields(mark.place)
      if (!field?.element.checkVisibility()) return [mark, null]
      if (mark.from !== mark.to) {
        const range = field.range(mark.from, mark.to)
        const list = ranges.get(mark.person.colour) ?? []
        if (range) ranges.set(mark.person.colour, [...list, range])
      }
      mark.width ||= mark.element.firstChild.offsetWidth
      return [mark, caretRect(field, mark.to)]
    })
    for (const [{ element, width }, rect] of drawn) {         // all reads above, all writes below
      element.hidden = rect === null
      if (!rect) continue
      // A name that would not fit goes to the left of its caret.
      element.toggleAttribute("data-leftwards", rect.left - origin.left + width > origin.width)
      element.style.height = `${rect.height}px`
      element.style.transform = `translate(${rect.left - origin.left}px, ${rect.top - origin.top}px)`
    }
    if (!globalThis.CSS?.highlights) return
    for (let colour = 1; colour <= 12; colour += 1) {
      const list = ranges.get(colour)
      if (list) CSS.highlights.set(`person-${colour}`, new Highlight(...list))
      else CSS.highlights.delete(`person-${colour}`)
    }
  }
}
