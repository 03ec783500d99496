import { chip } from "./people.js"
import { strings } from "../shared/strings.js"

const MOST = 8

/** The row of people in the bar (`ul[data-presence]`). More than eight are counted, their names in the title. */
export class PresenceList {
  #list

  constructor(list) {
    this.#list = list
  }

  show(members) {
    const shown = members.length > MOST ? members.slice(0, MOST - 1) : members
    const rest = members.slice(shown.length)
    const items = shown.map(person => {
      const item = document.createElement("li")
      item.append(chip(person.isMe ? { ...person, name: `${person.name} (${strings.you})` } : person))
      return item
    })
    if (rest.length > 0) {
      const item = document.createElement("li")
      item.append(chip({ colour: "", initials: `+${rest.length}`, name: rest.map(person => person.name).join(", ") }))
      items.push(item)
    }
    this.#list.replaceChildren(...items)
  }
}
