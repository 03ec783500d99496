import { strings } from "../shared/strings.js"
import { showCaret } from "./scroll-keeper.js"

/**
 * Follows one colleague: the page goes where they are, until I press a key or take hold of the page
 * myself. One follows by pressing the colleague's mark in the bar.
 *
 * @fires change when `member` has changed
 */
export class Following extends EventTarget {
  #fields
  #bar
  #announcer
  #spot = null

  /** Whom I follow, or null. */
  member = null

  constructor({ fields, bar, announcer, signal }) {
    super()
    this.#fields = fields
    this.#bar = bar
    this.#announcer = announcer
    const stopByOwnHand = event => {
      if (!bar.contains(event.target)) this.stop()
    }
    addEventListener("keydown", event => {
      const isPressing = ["Enter", " "].includes(event.key) && event.target.closest(".follow")
      if (!isPressing && !["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key)) this.stop()
    }, { signal, capture: true })
    addEventListener("wheel", stopByOwnHand, { signal, passive: true })
    addEventListener("touchmove", stopByOwnHand, { signal, passive: true })
    addEventListener("pointerdown", stopByOwnHand, { signal })
  }

  /** Follows a person (`{ member, name }`), or no longer if they are the one. */
  toggle(person) {
    if (this.member === person.member) return this.stop()
    this.member = person.member
    this.#spot = null
    this.#announcer.answer(strings.following(person.name))
    this.dispatchEvent(new Event("change"))
  }

  stop() {
    if (this.member === null) return
    this.member = null
    this.#announcer.answer(strings.followingNoMore)
    this.dispatchEvent(new Event("change"))
  }

  /** @param people The others, as `People` describes them. */
  show(people) {
    if (this.member === null) return
    const theirs = people.filter(person => person.member === this.member)
    if (theirs.length === 0) return this.stop()
    const person = theirs.find(one => one.place !== null)
    const field = person && this.#fields.at(person.place)
    const spot = field && `${person.place} ${person.to}`
    if (!field || spot === this.#spot) return
    this.#spot = spot
    showCaret(field, this.#bar, field.units(person.to))
  }
}
