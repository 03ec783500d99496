import { chip } from "./people.js"
import { strings } from "../shared/strings.js"

const MOST = 8

/**
 * The row of people in the bar (`ul[data-presence]`). More than eight are counted, their names in the
 * title. Others are buttons: pressed, one follows them.
 */
export class PresenceList {
  #list
  #onPress

  /** @param {(person) => void} onPress A colleague's mark was pressed. */
  constructor(list, onPress) {
    this.#list = list
    this.#onPress = onPress
  }

  /** @param {string | null} followed The member whom I follow. */
  show(members, followed) {
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.member : null
    const shown = members.length > MOST ? members.slice(0, MOST - 1) : members
    const rest = members.slice(shown.length)
    const items = shown.map(person => {
      const item = document.createElement("li")
      item.append(person.isMe ? chip({ ...person, name: `${person.name} (${strings.you})` }) : this.#button(person, followed))
      return item
    })
    if (rest.length > 0) {
      const item = document.createElement("li")
      item.append(chip({ colour: "", initials: `+${rest.length}`, name: rest.map(person => person.name).join(", ") }))
      items.push(item)
    }
    this.#list.replaceChildren(...items)
    if (focused) this.#list.querySelector(`[data-member="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
  }

  // Private

  #button(person, followed) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "follow"
    button.dataset.member = person.member
    button.title = strings.follow(person.name)
    button.setAttribute("aria-pressed", String(person.member === followed))
    button.append(chip(person))
    button.addEventListener("click", () => this.#onPress(person))
    return button
  }
}
