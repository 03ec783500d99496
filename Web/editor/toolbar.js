import { strings } from "../shared/strings.js"

/**
 * The row of buttons for the text that one writes in: bold, italic, sub- and superscript, lists,
 * link, reference, undo and redo. One stop for Tab, the arrows go along it (WAI-ARIA "toolbar"). It
 * never takes the focus out of the text by itself. The same by keyboard, where people know it from:
 *
 *     Ctrl+B  Ctrl+I  Ctrl+,  Ctrl+.            bold, italic, subscript, superscript
 *     Ctrl+Shift+8  Ctrl+Shift+7                bullets, numbers
 *     Ctrl+K                                    link
 */
export class Toolbar {
  #fields
  #element = document.createElement("div")
  #buttons = []
  #field = null

  /**
   * @param {HTMLElement} bar
   * @param {object} parts
   * @param {TextFields} parts.fields
   * @param {boolean} parts.isFormatting Whether the document keeps attributes of text.
   * @param {(field: TextField) => void} parts.askLink
   * @param {((field: TextField) => void) | null} parts.askReference Null in a document without criteria.
   */
  constructor(bar, { fields, root, isFormatting, askLink, askReference, signal }) {
    this.#fields = fields
    this.#element.className = "toolbar"
    this.#element.setAttribute("role", "toolbar")
    this.#element.setAttribute("aria-label", strings.toolbar)
    const toggle = (key, sign, words, shortcut) => this.#add({
      sign, words, shortcut, press: field => field.toggle(key), isOn: field => field.has(key), look: key,
    })
    const list = (kind, sign, words, shortcut) => this.#add({
      sign, words, shortcut, press: field => field.toggleList(kind), isOn: field => field.list === kind, needsLines: true,
    })
    if (isFormatting) {
      toggle("b", strings.boldSign, strings.bold, "Ctrl+B")
      toggle("i", strings.italicSign, strings.italic, "Ctrl+I")
      toggle("sub", "x₂", strings.subscript, "Ctrl+,")
      toggle("sup", "x²", strings.superscript, "Ctrl+.")
      list("bullet", "•", strings.bulletList, "Ctrl+Shift+8")
      list("ordered", "1.", strings.numberedList, "Ctrl+Shift+7")
      this.#add({ sign: "⇤", words: strings.outdent, shortcut: "Shift+Tab", press: field => field.indent(-1), needsLines: true })
      this.#add({ sign: "⇥", words: strings.indent, shortcut: "Tab", press: field => field.indent(1), needsLines: true })
      this.#add({ sign: "Link", words: strings.link, shortcut: "Ctrl+K", press: askLink })
    }
    if (askReference) this.#add({ sign: strings.referenceSign, words: strings.reference, shortcut: "[[", press: askReference })
    this.#add({ sign: "↶", words: strings.undo, shortcut: "Ctrl+Z", press: () => fields.undo() })
    this.#add({ sign: "↷", words: strings.redo, shortcut: "Ctrl+Y", press: () => fields.redo() })
    this.#buttons[0].element.tabIndex = 0
    bar.append(this.#element)
    this.#element.addEventListener("pointerdown", event => event.preventDefault()) // the caret stays in the text
    this.#element.addEventListener("keydown", event => this.#moved(event))
    root.addEventListener("keydown", event => this.#keyPressed(event), { signal })
  }

  /** Shows what holds for the field that one writes in; its buttons are not to be used without one. */
  show(isWritable) {
    this.#element.hidden = !isWritable
    const focused = this.#fields.focused()
    if (focused || !this.#element.contains(document.activeElement)) this.#field = focused
    for (const { element, isOn, needsLines } of this.#buttons) {
      const isUsable = this.#field !== null && (!needsLines || this.#field.isMultiline)
      say(element, "aria-disabled", !isUsable)
      if (isOn) say(element, "aria-pressed", isUsable && focused !== null && isOn(this.#field))
    }
  }

  stop() {
    this.#element.remove()
  }

  // Private

  #add({ sign, words, shortcut, press, isOn, needsLines, look }) {
    const element = document.createElement("button")
    element.type = "button"
    element.tabIndex = -1
    element.textContent = sign
    element.title = `${words} (${shortcut})`
    element.setAttribute("aria-label", words)
    element.setAttribute("aria-disabled", "true")
    if (look) element.dataset.look = look
    if (isOn) element.setAttribute("aria-pressed", "false")
    element.addEventListener("click", () => {
      if (element.getAttribute("aria-disabled") === "true") return
      const field = this.#field
      if (document.activeElement === element) this.#fields.goBack()
      press(field)
      this.show(true)
    })
    this.#element.append(element)
    this.#buttons.push({ element, press, isOn, needsLines, words, shortcut })
  }

  #moved(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const elements = this.#buttons.map(button => button.element)
    const at = elements.indexOf(document.activeElement)
    if (event.key === "Escape") return this.#fields.goBack()
    if (!step || at < 0) return
    event.preventDefault()
    const next = elements[(at + step + elements.length) % elements.length]
    elements[at].tabIndex = -1
    next.tabIndex = 0
    next.focus()
  }

  #keyPressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const field = this.#fields.focused()
    if (!field?.isEditable) return
    const shortcut = ["Ctrl", ...event.shiftKey ? ["Shift"] : [], keyOf(event)].join("+")
    const button = this.#buttons.find(one => one.shortcut === shortcut && !["Ctrl+Z", "Ctrl+Y"].includes(shortcut))
    if (!button || (button.needsLines && !field.isMultiline)) return
    event.preventDefault()
    button.press(field)
    this.show(true)
  }
}

/** Digits by their place on the keyboard: with Shift they are other signs. */
function keyOf(event) {
  return /^Digit\d$/.test(event.code) ? event.code.slice(5) : event.key.toUpperCase()
}

/** Only where it is not said already: every attribute that is set has the browser look for what it changes. */
function say(element, name, isTrue) {
  const value = String(isTrue)
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
