import { normalised, toScalars, toUnits } from "./scalars.js"
import { difference, movedBy } from "./text-difference.js"
import { directEdit, reachOf } from "./input-edits.js"

/**
 * One text on the page (`[data-place]`) as a view of the engine's text. The element holds one text
 * node whose content is the engine's text, and a filler `<br>` where the text ends in a line break,
 * because a browser does not show an empty last line otherwise.
 *
 * Two ways lead from the keyboard to the engine. Where `beforeinput` tells exactly what is going to
 * happen, the browser is stopped, the engine edits, and the result is drawn. Where it cannot be
 * stopped (composition: dead keys, input methods, autocorrect on phones) the DOM is left alone, what
 * others write meanwhile is held back, and afterwards the DOM is read and compared.
 *
 * Offsets in this file are UTF-16 units, as in the DOM.
 */
export class TextField {
  #delegate
  #text
  #shown                                               // what the DOM showed when it last agreed with the engine
  #held = null                                         // others' changes while the DOM is the browser's: [{at, deleted, inserted}]
  #unread = false

  /**
   * @param {HTMLElement} element Bears `data-place` and `aria-multiline`.
   * @param {object} delegate
   * @param {(field: TextField, change: {at, deleted, inserted}) => void} delegate.replace Makes the edit in the engine.
   * @param {() => void} delegate.undo
   * @param {() => void} delegate.redo
   */
  constructor(element, delegate) {
    this.element = element
    this.place = element.dataset.place
    this.isMultiline = element.getAttribute("aria-multiline") !== "false"
    this.#delegate = delegate
    this.#text = element.textContent
    this.#shown = this.#text
    element.addEventListener("beforeinput", event => this.#beforeInput(event))
    element.addEventListener("input", () => this.#afterInput())
    element.addEventListener("compositionstart", () => this.#hold())
    element.addEventListener("compositionend", () => this.#afterComposition())
    element.addEventListener("blur", () => this.#readIfDue())
  }

  /** The engine's text, also while the DOM is behind. */
  get text() {
    return this.#text
  }

  get isEditable() {
    return this.element.isContentEditable
  }

  /** Lets the person write here, or only read. */
  setEditable(editable, placeholder) {
    const { element } = this
    if (editable === element.hasAttribute("contenteditable")) return
    if (editable) {
      element.replaceChildren()
      this.#draw(this.#text)
      element.contentEditable = "plaintext-only"
      if (element.contentEditable !== "plaintext-only") element.contentEditable = "true"
      element.removeAttribute("aria-readonly")
      element.setAttribute("aria-placeholder", placeholder)
      element.spellcheck = true
    } else {
      this.#readIfDue()
      element.removeAttribute("contenteditable")
      element.setAttribute("aria-readonly", "true")
    }
  }

  /** Shows a text that came whole: at opening, or after the engine started afresh. */
  show(text) {
    if (text === this.#text && text === this.element.textContent) return
    this.#held = this.#held && []
    this.#text = text
    this.#draw(text)
  }

  /**
   * The engine's text has changed, by me or by others.
   * @param {{at: number, deleted: number, inserted: string}} patch In scalars.
   * @returns The same in UTF-16 units.
   */
  receive(patch) {
    const at = toUnits(this.#text, patch.at)
    const end = toUnits(this.#text, patch.at + patch.deleted)
    const change = { at, deleted: end - at, inserted: patch.inserted }
    this.#text = this.#text.slice(0, at) + change.inserted + this.#text.slice(end)
    if (this.#held) {
      this.#held.push(change)
    } else {
      this.#splice(change)
      this.#shown = this.#text
    }
    return change
  }

  /** The person's selection in this field, `from <= to`, or null when it is elsewhere. */
  selection() {
    const selection = document.getSelection()
    if (selection.rangeCount === 0 || !this.element.contains(selection.anchorNode)) return null
    if (!this.element.contains(selection.focusNode)) return null
    const anchor = this.#offsetOf(selection.anchorNode, selection.anchorOffset)
    const focus = this.#offsetOf(selection.focusNode, selection.focusOffset)
    return { from: Math.min(anchor, focus), to: Math.max(anchor, focus), isBackward: focus < anchor }
  }

  select(from, to = from, isBackward = false) {
    const [start, end] = [this.#pointAt(from), this.#pointAt(to)]
    const [anchor, focus] = isBackward ? [end, start] : [start, end]
    document.getSelection().setBaseAndExtent(...anchor, ...focus)
  }

  /** A range of the DOM over these offsets, or null while the DOM is being composed in. */
  range(from, to) {
    if (this.#held) return null
    const range = document.createRange()
    range.setStart(...this.#pointAt(from))
    range.setEnd(...this.#pointAt(to))
    return range
  }

  scalars(offset) {
    return toScalars(this.#text, offset)
  }

  units(scalars) {
    return toUnits(this.#text, scalars)
  }

  // Private: input

  #beforeInput(event) {
    this.#readIfDue()
    const { inputType } = event
    if (inputType === "historyUndo" || inputType === "historyRedo") {
      event.preventDefault()
      inputType === "historyUndo" ? this.#delegate.undo() : this.#delegate.redo()
      return
    }
    if (this.#held || !event.cancelable) return
    const isBreak = inputType === "insertParagraph" || inputType === "insertLineBreak"
    if (inputType.startsWith("format") || (isBreak && !this.isMultiline)) return event.preventDefault()
    const edit = directEdit(event)
    const target = edit && this.#targetOf(event)
    if (!target) return
    event.preventDefault()
    const inserted = this.#fitting(edit.inserted)
    if (target.from === target.to && inserted === "") return
    this.#delegate.replace(this, { at: target.from, deleted: target.to - target.from, inserted })
    this.select(target.from + inserted.length)
  }

  #targetOf(event) {
    const [target] = event.getTargetRanges()
    if (!target) {                                     // Chromium tells none for plaintext-only
      const selection = this.selection()
      if (selection?.from !== selection?.to || !event.inputType.startsWith("delete")) return selection
      document.getSelection().modify("extend", ...reachOf(event.inputType))
      return this.selection()
    }
    return {
      from: this.#offsetOf(target.startContainer, target.startOffset),
      to: this.#offsetOf(target.endContainer, target.endOffset),
    }
  }

  #fitting(text) {
    const clean = normalised(text)
    return this.isMultiline ? clean : clean.replace(/\s*\n\s*/g, " ")
  }

  #hold() {
    this.#readIfDue()
    this.#held ??= []
  }

  #afterInput() {
    if (!this.#held) this.#readBack()
  }

  /** Browsers differ in whether the last change comes before or after this event: read once it is over. */
  #afterComposition() {
    this.#unread = true
    setTimeout(() => this.#readIfDue())
  }

  #readIfDue() {
    if (!this.#unread) return
    this.#unread = false
    this.#readBack()
  }

  /** Compares what the browser made with what it had, and gives the difference to the engine. */
  #readBack() {
    const shown = this.#domText()
    const caret = this.selection()?.to ?? shown.length
    const change = difference(this.#shown, shown, caret)
    const others = this.#held ?? []
    this.#held = []                                    // our own change comes back as a patch; the DOM has it already
    let caretBefore = caret
    let own = null
    if (change) {
      const from = others.reduce((position, other) => movedBy(other, position), change.at)
      const to = others.reduce((position, other) => movedBy(other, position), change.at + change.deleted)
      own = { at: from, deleted: Math.max(0, to - from), inserted: this.#fitting(change.inserted) }
      caretBefore = caret >= change.at + change.inserted.length ? caret - change.inserted.length + change.deleted : null
      this.#delegate.replace(this, own)
    }
    const hadFocus = this.selection() !== null
    this.#held = null
    this.#draw(this.#text)
    if (!hadFocus) return
    const mapped = others.reduce((position, other) => movedBy(other, position), caretBefore ?? 0)
    this.select(caretBefore === null ? own.at + (caret - change.at) : own ? movedBy(own, mapped, true) : mapped)
  }

  // Private: drawing

  /** Makes the DOM show a text while touching as little of it as possible. */
  #draw(text) {
    const isPlain = [...this.element.childNodes].every(node => node.nodeType === Node.TEXT_NODE || node.dataset?.filler === "")
    if (!isPlain || this.element.childNodes.length > 2) this.element.replaceChildren()
    const change = difference(this.#node().data, text)
    if (change) this.#splice(change)
    this.#fill(text)
    this.#shown = text
  }

  #splice({ at, deleted, inserted }) {
    const node = this.#node()
    const selection = this.selection()
    node.replaceData(at, deleted, inserted)
    this.#fill(node.data)
    if (!selection) return
    const from = movedBy({ at, deleted, inserted }, selection.from)
    const to = movedBy({ at, deleted, inserted }, selection.to)
    const now = this.selection()
    if (now?.from !== from || now?.to !== to) this.select(from, to, selection.isBackward)
  }

  #fill(text) {
    const last = this.element.lastChild
    const isFilled = last instanceof HTMLBRElement
    if (text.endsWith("\n") === isFilled) return
    if (isFilled) {
      last.remove()
    } else {
      const filler = document.createElement("br")
      filler.dataset.filler = ""
      this.element.append(filler)
    }
  }

  #node() {
    const first = this.element.firstChild
    if (first?.nodeType === Node.TEXT_NODE) return first
    const node = document.createTextNode("")
    this.element.prepend(node)
    return node
  }

  /** The text of whatever a browser may have put here: lines may have become elements. */
  #domText() {
    let text = ""
    const visit = node => {
      if (node.nodeType === Node.TEXT_NODE) text += node.data
      if (node instanceof HTMLBRElement && node.dataset.filler === undefined) text += "\n"
      if (node instanceof HTMLDivElement && text !== "" && !text.endsWith("\n")) text += "\n"
      node.childNodes.forEach(visit)
    }
    this.element.childNodes.forEach(visit)
    return text
  }

  #offsetOf(node, offset) {
    if (node === this.element.firstChild && node.nodeType === Node.TEXT_NODE) return offset
    const range = document.createRange()
    range.setStart(this.element, 0)
    range.setEnd(node, offset)
    return Math.min(range.toString().length, this.element.textContent.length)
  }

  /** Node and offset of a position; the text may be cut into several nodes where it is only read. */
  #pointAt(offset) {
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT)
    let left = offset
    let last = null
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left <= node.length) return [node, left]
      left -= node.length
      last = node
    }
    return last ? [last, last.length] : [this.element, 0]
  }
}
