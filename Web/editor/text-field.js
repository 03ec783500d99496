import { FieldText } from "./field-text.js"
import { directEdit, reachOf } from "./input-edits.js"
import { normalised, toScalars, toUnits } from "./scalars.js"
import { difference, movedBy } from "./text-difference.js"

/**
 * One text on the page (`[data-place]`) as a view of the engine's text: the element's `textContent`
 * is the engine's text at every moment but one (see below).
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
  #dom
  #text
  #shown                                               // what the DOM showed when it last agreed with the engine
  #held = null                                         // others' changes while the DOM is the browser's
  #unread = false

  /**
   * @param {HTMLElement} element Bears `data-place` and `aria-multiline`.
   * @param {object} delegate
   * @param {(field: TextField, change: {at, deleted, inserted}) => void} delegate.replace Makes the edit in the engine.
   * @param {() => void} delegate.undo
   * @param {() => void} delegate.redo
   * @param {(token: HTMLElement) => void} delegate.reference Lets a new reference show its number.
   */
  constructor(element, delegate) {
    this.element = element
    this.place = element.dataset.place
    this.isMultiline = element.getAttribute("aria-multiline") !== "false"
    this.#delegate = delegate
    this.#dom = new FieldText(element, delegate.reference)
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
      this.#dom.replace(change)
      this.#shown = this.#text
    }
    return change
  }

  /** The person's selection in this field, `from <= to`, or null when it is elsewhere. */
  selection() {
    return this.#dom.selection()
  }

  select(from, to = from, isBackward = false) {
    this.#dom.select(from, to, isBackward)
  }

  /** A range of the DOM over these offsets, or null while the DOM is being composed in. */
  range(from, to) {
    return this.#held ? null : this.#dom.range(from, to)
  }

  scalars(offset) {
    return toScalars(this.#text, offset)
  }

  units(scalars) {
    return toUnits(this.#text, scalars)
  }

  // Private

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
      from: this.#dom.offsetOf(target.startContainer, target.startOffset),
      to: this.#dom.offsetOf(target.endContainer, target.endOffset),
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
    const shown = this.#dom.read()
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

  #draw(text) {
    this.#dom.draw(text)
    this.#shown = text
  }
}
