import { listed, strings } from "../shared/strings.js"
import { Carets } from "./carets.js"
import { Following } from "./following.js"
import { Nearby } from "./nearby.js"
import { People } from "./people.js"
import { PresenceList } from "./presence-list.js"

const BETWEEN_SENDS = 80
const AFTER_CONNECTING = 1500

/**
 * Who is here and where: sends my place to the others and shows theirs in the bar, in the outline and
 * as carets in the text. What they do in my field is said to a screen reader, within limits.
 */
export class Presence {
  #document
  #people = new People()
  #list
  #carets
  #following
  #nearby
  #fields
  #structure
  #announcer
  #mine = null                                         // { field, from, to }
  #timer = null
  #isFirst = true

  constructor(openDocument, root, { fields, structure, announcer, signal }) {
    this.#document = openDocument
    this.#fields = fields
    this.#structure = structure
    this.#announcer = announcer
    const bar = root.querySelector(".draft-bar")
    this.#following = new Following({ fields, bar, announcer, signal })
    this.#following.addEventListener("change", () => {
      this.#showList()
      this.#following.show(this.#people.others)
    }, { signal })
    this.#nearby = new Nearby({ bar, structure, fields, signal })
    this.#list = new PresenceList(root.querySelector("[data-presence]"), person => this.#following.toggle(person))
    this.#carets = new Carets(root.querySelector(".paper"), place => fields.at(place))
    document.addEventListener("toggle", () => this.#carets.redraw(), { signal, capture: true })
  }

  /** A button that says who is near and what has changed there. */
  makeNearbyButton() {
    return this.#nearby.makeButton()
  }

  stop() {
    clearTimeout(this.#timer)
    this.#nearby.stop()
    this.#carets.stop()
  }

  show(people) {
    const { joined, left } = this.#people.update(people)
    this.#showList()
    this.#carets.show(this.#people.others)
    this.#structure.showPeople(this.#people.others)
    this.#nearby.showPeople(this.#people.others)
    this.#following.show(this.#people.others)
    if (joined.length > 0 && !this.#isFirst) this.#announcer.tell("joined", strings.joined(listed(joined)))
    if (left.length > 0) this.#announcer.tell("left", strings.left(listed(left)))
    this.#isFirst = this.#isFirst && people.length <= 1
  }

  /** The server speaks of people only when there are others; until then I am here alone. */
  showAlone({ member, name }) {
    if (this.#people.members.length > 0) return
    this.#people.update([{ session: null, member, name, place: null, self: true }])
    this.#showList()
  }

  /** A text has changed. `change` is in UTF-16 units, null for a text that is not on the page. */
  textChanged(event, change) {
    const { place, author, remote } = event
    this.#nearby.textChanged(event)
    if (!change) return
    this.#carets.textChanged(place, change, remote ? author : null)
    if (!remote || this.#mine?.field.place !== place) return
    const name = this.#people.members.find(person => person.member === author)?.name
    if (name) this.#announcer.tell("writes", strings.writesHere(name, this.#structure.labelOf(this.#mine.field)))
  }

  /** My caret is somewhere else, or nowhere (null). */
  moved(spot) {
    this.#mine = spot
    this.#nearby.moved(spot?.field.place ?? null)
    this.#timer ??= setTimeout(() => this.#send(), BETWEEN_SENDS)
  }

  /** A new line to the server does not know yet where I am. */
  lineChanged() {
    if (!this.#document.isOnline) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#send(), AFTER_CONNECTING)
  }

  // Private

  #showList() {
    this.#list.show(this.#people.members, this.#following.member)
  }

  #send() {
    this.#timer = null
    if (!this.#document.session.isOpen) return
    const { field, from, to } = this.#mine ?? {}
    if (field) this.#document.session.setPresence(field.place, field.scalars(from), field.scalars(to))
    else this.#document.session.setPresence(null)
    this.#document.send()
  }
}
