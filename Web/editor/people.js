const COLOURS = 12

/**
 * Who has the document open. Gives every member the same colour on every screen as far as twelve
 * colours reach: the number comes from the member's id, and only two present members with the same
 * number are moved apart.
 */
export class People {
  /** Sessions other than mine: `{ session, member, name, initials, colour, place, from, to }`, positions in scalars. */
  others = []

  /** Everybody, once each, in Danish alphabetical order: `{ member, name, initials, colour, isMe }`. */
  members = []

  /**
   * @param {Array<{session, member, name, place, from, to, self}>} people From the engine.
   * @returns {{ joined: string[], left: string[] }} Names, without mine.
   */
  update(people) {
    const before = new Map(this.members.filter(one => !one.isMe).map(one => [one.member, one.name]))
    const colours = colouring(people.map(one => one.member))
    const mine = people.find(one => one.self)?.member
    const described = people.map(one => ({
      ...one, initials: initials(one.name), colour: colours.get(one.member), isMe: one.member === mine,
    }))
    this.others = described.filter(one => !one.self)
    const now = new Set(described.map(one => one.member))
    const collator = new Intl.Collator("da")
    this.members = [...now].map(member => described.find(one => one.member === member))
      .sort((a, b) => collator.compare(a.name, b.name))
    return {
      joined: this.members.filter(one => !one.isMe && !before.has(one.member)).map(one => one.name),
      left: [...before].filter(([member]) => !now.has(member)).map(([, name]) => name),
    }
  }
}

/** A round mark with a person's initials; the name is its title and its text for screen readers. */
export function chip(person, isSmall = false) {
  const element = document.createElement("span")
  element.className = isSmall ? "person-chip small" : "person-chip"
  element.dataset.person = person.colour
  element.title = person.name
  const letters = document.createElement("span")
  letters.setAttribute("aria-hidden", "true")
  letters.textContent = person.initials
  const name = document.createElement("span")
  name.className = "visually-hidden"
  name.textContent = person.name
  element.append(letters, name)
  return element
}

// Private

function initials(name) {
  const words = name.trim().split(/\s+/)
  return words.slice(-2).map(word => [...word][0] ?? "").join("").toLocaleUpperCase("da")
}

function colouring(members) {
  const colours = new Map()
  const taken = new Set()
  for (const member of [...new Set(members)].sort()) {
    let colour = [...member].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % COLOURS
    for (let tries = 0; taken.has(colour) && tries < COLOURS; tries += 1) colour = (colour + 5) % COLOURS
    taken.add(colour)
    colours.set(member, colour + 1)
  }
  return colours
}
