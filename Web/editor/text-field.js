import { fittedTo, readClipboard, writeClipboard } from "../pasting/clipboard.js"
import { FieldText } from "./field-text.js"
import { directEdit, reachOf } from "./input-edits.js"
import { normalised, toScalars, toUnits } from "./scalars.js"
import { deleted, formatted, hasThroughout, inserted, NONE, withValue } from "./spans.js"
import { difference, movedBy } from "./text-difference.js"
import { blockAt, indented, intended, toggledList, typedAt } from "./writing.js"

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
  #spans = []                                          // the text's attributes (spans.js)
  #typing = null                                       // attributes asked for with nothing selected
  #shown                                               // what the DOM showed when it last agreed with the engine
  #held = null                                         // others' changes while the DOM is the browser's
  #unread = false

  /**
   * @param {HTMLElement} element Bears `data-place` and `aria-multiline`.
   * @param {object} delegate
   * @param {(field: TextField, edit) => void} delegate.edit Makes an edit (writing.js) in the engine.
   * @param {boolean} delegate.hasAttributes Whether text can be formatted at all.
   * @param {(field, selection, isCut: boolean) => object[]} delegate.spansToCopy What the clipboard takes along.
   * @param {(dropped: string[]) => void} delegate.pasted Says what was left behind.
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
    element.addEventListener("keydown", event => this.#keyPressed(event))
    element.addEventListener("copy", event => this.#copy(event))
    element.addEventListener("cut", event => this.#copy(event))
    element.addEventListener("paste", event => this.#paste(event))
  }

  /** The engine's text, also while the DOM is behind. */
  get text() {
    return this.#text
  }

  /** Its attributes, as spans.js has them. */
  get spans() {
    return this.#spans
  }

  get hasAttributes() {
    return this.#delegate.hasAttributes
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
  show(text, spans = []) {
    const isSame = text === this.#text && text === this.element.textContent
    this.#held = this.#held && []
    this.#text = text
    this.#spans = spans
    if (!isSame || spans.length > 1 || Object.keys(spans[0]?.attributes ?? NONE).length > 0) this.#draw(text)
  }

  /**
   * The engine's text has changed, by me or by others.
   * @param {{at: number, deleted: number, inserted: string, attributes?: object}} patch In scalars.
   * @returns The same in UTF-16 units.
   */
  receive(patch) {
    const at = toUnits(this.#text, patch.at)
    const end = toUnits(this.#text, patch.at + patch.deleted)
    const change = { at, deleted: end - at, inserted: patch.inserted }
    this.#text = this.#text.slice(0, at) + change.inserted + this.#text.slice(end)
    this.#spans = inserted(deleted(this.#spans, at, change.deleted), at, change.inserted.length, patch.attributes)
    if (this.#held) {
      this.#held.push(change)
    } else {
      this.#dom.replace(change, this.#text, this.#spans)
      this.#shown = this.#text
    }
    return change
  }

  /**
   * Part of the text has another attribute, by me or by others.
   * @param {{at: number, count: number, key: string, value: *}} format In scalars.
   */
  receiveFormat({ at, count, key, value }) {
    const from = toUnits(this.#text, at)
    this.#spans = formatted(this.#spans, from, toUnits(this.#text, at + count) - from, key, value)
    if (!this.#held) this.#draw(this.#text)            // else it is drawn when the composition has ended
  }

  /** Whether what is selected, or would be typed, has an attribute. */
  has(key, value = true) {
    const selection = this.selection()
    if (!selection) return false
    if (selection.from < selection.to) return hasThroughout(this.#spans, selection.from, selection.to, key, value)
    return (this.#typing ?? typedAt(this, selection.to))[key] === value
  }

  /** Gives what is selected an attribute, or takes it away where all of it has it; with nothing selected, what is typed next. */
  toggle(key) {
    const selection = this.selection()
    if (!selection || !this.isEditable) return
    const value = this.has(key) ? null : true
    const opposite = { sub: "sup", sup: "sub" }[key]
    if (selection.from === selection.to) {
      const before = this.#typing ?? typedAt(this, selection.to)
      const without = opposite ? withValue(before, opposite, null) : before
      this.#typing = withValue(without, key, value)
      return
    }
    const formats = [{ ...selection, key, value }]
    if (opposite && value) formats.unshift({ ...selection, key: opposite, value: null })
    this.#carryOut({ change: null, spans: [], formats, selection })
  }

  /** Gives a range an attribute, or takes it away (null). */
  setAttribute({ from, to }, key, value) {
    this.#carryOut({ change: null, spans: [], formats: [{ from, to, key, value }], selection: { from, to } })
  }

  /** The list that the caret stands in: "bullet", "ordered" or undefined. */
  get list() {
    const selection = this.selection()
    return selection ? blockAt(this, selection.from).attributes.list : undefined
  }

  /** @param {"bullet" | "ordered"} list */
  toggleList(list) {
    const selection = this.selection()
    if (selection && this.isEditable && this.isMultiline) this.#carryOut(toggledList(this, selection, list))
  }

  /** @param {1 | -1} by */
  indent(by) {
    const selection = this.selection()
    const edit = selection && this.isEditable ? indented(this, selection, by) : null
    if (edit) this.#carryOut(edit)
    return edit !== null
  }

  /** Puts a text with its attributes in the place of what is selected. */
  insert(text, spans = null) {
    const selection = this.selection()
    if (!selection || !this.isEditable) return
    this.#write(selection, this.#fitting(text), { inputType: "insertText", spans: this.#fitting(text) === text ? spans : null })
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
    if (inputType.startsWith("format") || (isBreak && !this.isMultiline)) {
      event.preventDefault()
      const key = { formatBold: "b", formatItalic: "i", formatSubscript: "sub", formatSuperscript: "sup" }[inputType]
      if (key) this.toggle(key)
      return
    }
    const edit = directEdit(event)
    const target = edit && this.#targetOf(event)
    if (!target) return
    event.preventDefault()
    this.#write(target, this.#fitting(edit.inserted), { inputType })
  }

  #write(target, text, { inputType, spans }) {
    if (target.from === target.to && text === "") return
    const typing = this.#typing
    this.#carryOut(intended(this, target, text, { inputType, typing, spans }))
    this.#typing = text === "" ? null : typing
  }

  #carryOut(edit) {
    this.#delegate.edit(this, edit)
    const { from, to } = edit.selection ?? { from: edit.caret, to: edit.caret }
    this.select(from, to)
  }

  #copy(event) {
    const selection = this.selection()
    if (!selection || selection.from === selection.to || this.#held) return
    event.preventDefault()
    const isCut = event.type === "cut" && this.isEditable
    writeClipboard(event.clipboardData, this, selection, this.#delegate.spansToCopy(this, selection, isCut))
    if (isCut) this.#write(selection, "", { inputType: "deleteByCut" })
  }

  #paste(event) {
    const selection = this.selection()
    if (!selection || !this.isEditable || this.#held) return
    event.preventDefault()
    const pasted = readClipboard(event.clipboardData)
    const { text, spans } = fittedTo(this, selection, pasted)
    this.insert(text, spans)
    this.#delegate.pasted(pasted.dropped)
  }

  /** A caret that is moved by hand leaves behind what was asked for. */
  #keyPressed(event) {
    if (/^(Arrow|Home|End|Page)/.test(event.key)) this.#typing = null
    if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey) return
    const selection = this.selection()
    const isAtStart = selection && selection.from > 0 && this.#text[selection.from - 1] === "\n"
    if (isAtStart && this.indent(event.shiftKey ? -1 : 1)) event.preventDefault()
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
      const spans = own.inserted === "" ? [] : [{ length: own.inserted.length, attributes: this.#typing ?? typedAt(this, own.at) }]
      this.#delegate.edit(this, { change: own, spans, formats: [] })
    }
    const hadFocus = this.selection() !== null
    this.#held = null
    this.#draw(this.#text)
    if (!hadFocus) return
    const mapped = others.reduce((position, other) => movedBy(other, position), caretBefore ?? 0)
    this.select(caretBefore === null ? own.at + (caret - change.at) : own ? movedBy(own, mapped, true) : mapped)
  }

  #draw(text) {
    this.#dom.draw(text, this.#spans)
    this.#shown = text
  }
}
