import { strings } from "../shared/strings.js"

/**
 * Lets a person choose the criterion that a text refers to, by number or words of its title. Opened
 * by the button in the toolbar or by typing `[[`.
 */
export class ReferenceChooser {
  #root
  #fields
  #criteria

  /** @param {() => Array<{ node: string, number: string, title: string }>} criteria All of them, in order. */
  constructor(root, fields, criteria) {
    this.#root = root
    this.#fields = fields
    this.#criteria = criteria
  }

  /** Asks, and puts the reference where the caret stands; `[[` that stands before it gives way. */
  ask(field) {
    const selection = field.selection()
    if (!selection) return
    const dialog = document.createElement("dialog")
    dialog.className = "dialog"
    dialog.setAttribute("aria-label", strings.reference)
    const label = document.createElement("label")
    const words = document.createElement("span")
    words.textContent = strings.referenceSearch
    const input = document.createElement("input")
    input.type = "text"
    input.autocomplete = "off"
    input.setAttribute("role", "combobox")
    input.setAttribute("aria-expanded", "true")
    input.setAttribute("aria-controls", "reference-choices")
    label.append(words, input)
    const list = document.createElement("ul")
    list.id = "reference-choices"
    list.setAttribute("role", "listbox")
    list.setAttribute("aria-label", strings.reference)
    dialog.append(label, list)
    this.#root.append(dialog)

    let chosen = null
    const choose = node => {
      chosen = node
      dialog.close()
    }
    const show = () => this.#show(list, input)
    input.addEventListener("input", show)
    input.addEventListener("keydown", event => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault()
        choose(current(list)?.dataset.node ?? null)
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      move(list, input, step)
    })
    list.addEventListener("click", event => {
      const option = event.target.closest("[role=option]")
      if (option) choose(option.dataset.node)
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      this.#fields.goBackTo(field, selection)
      if (chosen) insertReference(field, chosen)
    })
    show()
    dialog.showModal()
    input.focus()
  }

  // Private

  #show(list, input) {
    const wanted = input.value.toLocaleLowerCase("da").trim()
    const fitting = this.#criteria().filter(({ number, title }) => `${number} ${title}`.toLocaleLowerCase("da").includes(wanted))
    list.replaceChildren(...fitting.map(({ node, number, title }, index) => {
      const option = document.createElement("li")
      option.id = `reference-choice-${index}`
      option.dataset.node = node
      option.setAttribute("role", "option")
      option.textContent = `${number} ${title}`
      return option
    }))
    select(list, input, list.firstElementChild)
  }
}

function insertReference(field, node) {
  const { from, to } = field.selection() ?? { from: 0, to: 0 }
  const start = field.text.slice(0, from).endsWith("[[") ? from - 2 : from
  field.select(start, to)
  field.insert(`[[${node}]]`)
}

function current(list) {
  return list.querySelector("[aria-selected=true]")
}

function move(list, input, step) {
  const options = [...list.children]
  const at = options.indexOf(current(list))
  select(list, input, options[(at + step + options.length) % options.length])
}

function select(list, input, option) {
  current(list)?.setAttribute("aria-selected", "false")
  option?.setAttribute("aria-selected", "true")
  option?.scrollIntoView({ block: "nearest" })
  input.setAttribute("aria-activedescendant", option?.id ?? "")
}
