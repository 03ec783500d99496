import { strings } from "../shared/strings.js"

/** The page's list of codes with their official names. */
const CPV_NAMES = "cpv-names"

/**
 * Sets whose elements people write themselves, such as standards, labels and CPV codes
 * (`ul[data-register-list="NODE/SET"]`): one register an element, `SET:ELEMENT`. A label's register
 * says whether "or equivalent" follows; a CPV code's holds its name; others are just there.
 */
export class ElementLists {
  #document
  #paper
  #smallFields
  #due = new Set()

  constructor(openDocument, paper, smallFields) {
    this.#document = openDocument
    this.#paper = paper
    this.#smallFields = smallFields
    paper.addEventListener("click", event => this.#clicked(event))
    paper.addEventListener("submit", event => this.#submitted(event))
  }

  registerChanged(node, key) {
    const set = key.split(":")[0]
    if (set === key) return
    for (const list of this.#paper.querySelectorAll(`[data-register-list="${CSS.escape(`${node}/${set}`)}"]`)) {
      this.#due.add(list)
    }
    queueMicrotask(() => this.#showDue())
  }

  /** Shows all of them anew, or those in a part of the page. */
  refresh(scope = this.#paper) {
    for (const list of scope.querySelectorAll("[data-register-list]")) this.#show(list)
  }

  // Private

  #showDue() {
    for (const list of this.#due) this.#show(list)
    this.#due.clear()
  }

  #show(list) {
    const { node, set } = address(list)
    const elements = this.#document.keys(node, `${set}:`).map(key => key.slice(set.length + 1))
      .sort(new Intl.Collator("da").compare)
    const known = new Map([...list.children].map(item => [item.dataset.element, item]))
    for (const [element, item] of known) if (!elements.includes(element)) item.remove()
    elements.forEach((element, index) => {
      const item = known.get(element) ?? this.#make(node, set, element)
      if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null)
      item.querySelector("[data-action]")?.toggleAttribute("hidden", !this.#document.isWritable)
      if (this.#document.isWritable && !item.querySelector("[data-action]")) item.append(this.#removeButton(element))
    })
    this.#smallFields.showAll(this.#document.isWritable, list)
    this.#showForm(list)
  }

  #make(node, set, element) {
    const item = document.createElement("li")
    item.dataset.element = element
    const value = this.#document.register(node, `${set}:${element}`)
    item.append(typeof value === "string" ? `${element} ${value}` : element)
    if (set === "maerker") {
      const label = document.createElement("label")
      label.className = "choice"
      const tick = document.createElement("input")
      tick.type = "checkbox"
      tick.dataset.register = `${node}/${set}:${element}`
      tick.dataset.off = "false"
      label.append(tick, strings.orEquivalent)
      item.append(label)
    }
    return item
  }

  #removeButton(element) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "quiet"
    button.dataset.action = "remove-element"
    button.textContent = "×"
    button.setAttribute("aria-label", strings.remove(element))
    return button
  }

  #showForm(list) {
    const known = list.nextElementSibling?.matches("[data-element-form]") ? list.nextElementSibling : null
    if (!this.#document.isWritable) return known?.remove()
    if (known) return
    const form = document.createElement("form")
    form.className = "element-form"
    form.dataset.elementForm = ""
    const input = document.createElement("input")
    input.autocomplete = "off"
    const label = document.getElementById(list.getAttribute("aria-labelledby"))?.textContent.trim() ?? ""
    input.setAttribute("aria-label", strings.addTo(label))
    const button = document.createElement("button")
    button.textContent = strings.add
    if (address(list).set === "cpv") input.setAttribute("list", CPV_NAMES)
    input.addEventListener("input", () => input.setCustomValidity(""))
    form.append(input, button)
    list.after(form)
  }

  #clicked(event) {
    const button = event.target.closest("[data-action=remove-element]")
    if (!button) return
    const item = button.closest("[data-element]")
    const list = item.closest("[data-register-list]")
    const { node, set } = address(list)
    this.#document.set(node, `${set}:${item.dataset.element}`, null)
    list.nextElementSibling?.querySelector("input")?.focus()
  }

  #submitted(event) {
    const form = event.target.closest("[data-element-form]")
    if (!form) return
    event.preventDefault()
    const input = form.querySelector("input")
    const word = input.value.trim().normalize("NFC")
    if (word === "") return
    const { node, set } = address(form.previousElementSibling)
    const [element, value] = set === "cpv" ? codeAndName(word) : [word, true]
    if (element === null) {
      input.setCustomValidity(strings.noCPVCode)
      return void input.reportValidity()
    }
    this.#document.set(node, `${set}:${element}`, value)
    input.value = ""
    input.focus()
  }
}

function address(list) {
  const [node, set] = list.dataset.registerList.split("/")
  return { node, set }
}

/**
 * "39100000-3 Møbler" is a code and its name; the check digit is left out, as is usual. One of the two is enough where
 * the page knows the other. `[null]` for what is neither.
 */
function codeAndName(word) {
  const known = [...document.getElementById(CPV_NAMES)?.options ?? []].map(option => /^(\d{8}) (.*)$/.exec(option.value).slice(1))
  const [, code, name] = /^(\d{8})(?:-\d)?\s*(.*)$/.exec(word) ?? []
  if (code) return [code, name || known.find(([other]) => other === code)?.[1] || true]
  return known.find(([, other]) => other.toLowerCase() === word.toLowerCase()) ?? [null]
}
