import { strings } from "../shared/strings.js"

/**
 * On narrow screens outline and comments are drawers, opened by two buttons in the bar. Escape, a
 * click beside and following a link in the outline close them; the focus goes in and comes back.
 */
export class Drawers {
  #root
  #toggles = new Map()
  #opener = null

  constructor(root, signal) {
    this.#root = root
    const group = document.createElement("div")
    group.className = "drawer-toggles"
    for (const [name, label] of [["outline", strings.outline], ["comments", strings.comments]]) {
      const drawer = this.#drawer(name)
      if (!drawer) continue
      drawer.id ||= `drawer-${name}`
      const button = document.createElement("button")
      button.type = "button"
      button.textContent = label
      button.setAttribute("aria-expanded", "false")
      button.setAttribute("aria-controls", drawer.id)
      button.addEventListener("click", () => this.#isOpen(name) ? this.close() : this.open(name, button), { signal })
      group.append(button)
      this.#toggles.set(name, button)
    }
    root.querySelector(".draft-bar")?.append(group)
    root.addEventListener("keydown", event => {
      if (event.key === "Escape" && this.#root.dataset.drawer) this.close()
    }, { signal })
    root.addEventListener("click", event => this.#clicked(event), { signal })
    root.addEventListener("comments:count", ({ detail }) => {
      const button = this.#toggles.get("comments")
      if (button) button.textContent = strings.commentsCount(detail.open)
    }, { signal })
  }

  open(name, opener = document.activeElement) {
    if (!this.#toggles.get(name)?.checkVisibility()) return // there is room: nothing is folded away
    this.#opener = opener
    this.#root.dataset.drawer = name
    this.#show()
    const drawer = this.#drawer(name)
    drawer.tabIndex = -1
    drawer.focus({ preventScroll: true })
  }

  close() {
    delete this.#root.dataset.drawer
    this.#show()
    if (this.#opener?.isConnected) this.#opener.focus({ preventScroll: true })
    this.#opener = null
  }

  // Private

  #drawer(name) {
    return this.#root.querySelector(`.${name}`)
  }

  #isOpen(name) {
    return this.#root.dataset.drawer === name
  }

  #show() {
    for (const [name, button] of this.#toggles) button.setAttribute("aria-expanded", String(this.#isOpen(name)))
  }

  #clicked(event) {
    const { drawer } = this.#root.dataset
    if (!drawer || event.target.closest(".drawer-toggles")) return
    const isInside = this.#drawer(drawer).contains(event.target)
    if (!isInside || event.target.closest(".outline a")) {
      this.#opener = null
      this.close()
    }
  }
}
