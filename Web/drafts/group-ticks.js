/**
 * Lets every criterion say which product groups it is about: a tick for each group of the target, in the groups' order
 * and under their names of now, behind the one for all of them.
 */
export class GroupTicks {
  #document
  #groups
  #scopes
  #smallFields

  /**
   * @param {OpenDocument} openDocument
   * @param {OrderedNodes} groups
   * @param {ParentNode[]} scopes Where ticks are: the paper, and the template of folders not yet unfolded.
   * @param {SmallFields} smallFields Make ticks live.
   */
  constructor(openDocument, groups, scopes, smallFields) {
    this.#document = openDocument
    this.#groups = groups
    this.#scopes = scopes
    this.#smallFields = smallFields
  }

  /** Groups or criteria have come, gone or moved. */
  refresh() {
    const groups = this.#groups.nodes
    for (const scope of this.#scopes) {
      for (const set of scope.querySelectorAll('[data-ticks$="/produktgrupper"]')) this.#show(set, groups)
    }
  }

  textChanged(place) {
    if (place.endsWith("/navn") && this.#groups.has(place.slice(0, -"/navn".length))) this.refresh()
  }

  // Private

  #show(set, groups) {
    const [all, ...ticks] = set.querySelectorAll("label")
    const known = new Map(ticks.map(label => [label.querySelector("input").dataset.register, label]))
    const wanted = groups.map(group => {
      const register = `${set.dataset.ticks}:${group.replace(/^pg-/, "")}`
      const label = known.get(register) ?? this.#make(all, register)
      const name = this.#document.text(`${group}/navn`) || "–"
      if (label.lastChild.data !== name) label.lastChild.data = name
      return label
    })
    for (const label of ticks) if (!wanted.includes(label)) label.remove()
    wanted.forEach((label, index) => {
      const there = set.querySelectorAll("label")[index + 1] ?? null
      if (there === label) return
      set.insertBefore(label, there)
      this.#smallFields.showAll(this.#document.isWritable, label)
    })
  }

  #make(all, register) {
    const label = all.cloneNode(true)
    const tick = label.querySelector("input")
    tick.dataset.register = register
    tick.removeAttribute("checked")
    return label
  }
}
