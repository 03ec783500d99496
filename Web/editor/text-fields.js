import { withoutPassages } from "../comments/comment-anchors.js"
import { listed, strings } from "../shared/strings.js"
import { showCaret } from "./scroll-keeper.js"
import { slice } from "./spans.js"
import { movedBy } from "./text-difference.js"
import { TextField } from "./text-field.js"

/** Events of the engine that change nothing in the text column. */
const STILL = new Set(["acknowledged", "presence", "saving", "notice", "pong"])

/**
 * All texts of the page, by place, and what is common to them: opening them for writing, undo across
 * them, and where the person's caret is.
 *
 * @fires edited with `{ field }`, when I have written in one
 * @fires caret with `{ field, from, to }` in UTF-16 units, or null when the caret has left all fields
 */
export class TextFields extends EventTarget {
  #document
  #root
  #announcer
  #byPlace = new Map()
  #lastSpot = null
  #lastSelection = null                                // of the same field, as long as its text stays
  #lastCaret = null                                    // `{ place, at }`, also after the focus has left

  /** Lets a new reference in a text show its number; the draft's structure knows it. */
  showReference = () => {}

  constructor(openDocument, root, announcer, signal) {
    super()
    this.#document = openDocument
    this.#root = root
    this.#announcer = announcer
    this.#delegate.hasAttributes = openDocument.hasAttributes
    this.adopt(root)
    document.addEventListener("selectionchange", () => this.#caretMoved(), { signal })
    root.addEventListener("focusout", () => queueMicrotask(() => this.#caretMoved()), { signal })
    root.addEventListener("keydown", event => this.#keyPressed(event), { signal })
  }

  [Symbol.iterator]() {
    return this.#byPlace.values()
  }

  at(place) {
    return this.#byPlace.get(place)
  }

  /** All of them as they stand on the page. */
  inOrder() {
    return [...this.#root.querySelectorAll("[data-place]")].map(element => this.at(element.dataset.place)).filter(Boolean)
  }

  /** The field with the focus, or null. */
  focused() {
    const element = document.activeElement?.closest?.("[data-place]")
    return (element && this.at(element.dataset.place)) ?? null
  }

  /** Whether events of the engine may move the field with the focus on the screen: those of texts behind it do not. */
  mayBeMovedBy(events) {
    const mine = this.focused()?.element
    return mine !== undefined && events.some(({ type, place }) => {
      if (type !== "text" && type !== "format") return !STILL.has(type)
      const theirs = this.at(place)?.element
      return !theirs || place.endsWith("/titel") || !(mine.compareDocumentPosition(theirs) & Node.DOCUMENT_POSITION_FOLLOWING)
    })
  }

  /** Whether events of the engine may change how the text looks that my caret stands in. */
  concernMine(events) {
    const mine = this.focused()?.place
    return events.some(({ type, place, remote }) => !STILL.has(type) && (!remote || place === mine))
  }

  /** The field that holds the selection, which may be one that is only read. */
  selected() {
    const node = document.getSelection().anchorNode
    const element = (node instanceof Element ? node : node?.parentElement)?.closest("[data-place]")
    const field = element ? this.at(element.dataset.place) : undefined
    return field?.selection() ? field : null
  }

  /** Takes in the texts under `scope` that are not known yet. */
  adopt(scope) {
    for (const element of scope.querySelectorAll("[data-place]")) {
      if (this.at(element.dataset.place)?.element === element) continue
      this.#byPlace.set(element.dataset.place, new TextField(element, this.#delegate))
    }
  }

  /** Forgets texts whose elements have left the page. */
  forgetMissing() {
    for (const [place, field] of this.#byPlace) {
      if (!field.element.isConnected) this.#byPlace.delete(place)
    }
  }

  /** Shows every text as the engine has it, and lets it be written in or not. */
  showAll() {
    const { isWritable, session } = this.#document
    const { texts } = session.content()
    for (const field of this) this.#show(field, texts[field.place] ?? "", isWritable)
  }

  showIn(scope) {
    const { isWritable } = this.#document
    for (const element of scope.querySelectorAll("[data-place]")) {
      const field = this.at(element.dataset.place)
      this.#show(field, this.#document.text(field.place), isWritable)
    }
  }

  /** @returns The change in UTF-16 units, or null when the text is not on this page. */
  receive(event) {
    const field = this.at(event.place)
    if (!field) return null
    const change = field.receive(event)
    if (this.#lastCaret?.place === event.place) this.#lastSelection = null
    if (this.#lastCaret?.place === event.place) this.#lastCaret.at = movedBy(change, this.#lastCaret.at, !event.remote)
    return change
  }

  /** Where my caret was last, if that was in this text: UTF-16 units, or null. */
  lastCaretIn(place) {
    return this.#lastCaret?.place === place ? this.#lastCaret.at : null
  }

  receiveFormat(event) {
    this.at(event.place)?.receiveFormat(event)
  }

  /** The text of the field I stand in, else of all fields, for a private copy. */
  ownText() {
    const field = this.focused()
    if (field) return field.text
    return [...this.#byPlace.values()].map(one => one.text).filter(text => text !== "").join("\n\n")
  }

  undo() {
    this.#undo(true)
  }

  redo() {
    this.#undo(false)
  }

  /** Puts the focus back where it was in the texts. */
  goBack() {
    const field = this.#lastCaret && this.at(this.#lastCaret.place)
    if (field) this.goBackTo(field, this.#lastSelection ?? { from: this.#lastCaret.at, to: this.#lastCaret.at })
  }

  goBackTo(field, { from, to }) {
    field.element.focus({ preventScroll: true })
    field.select(from, to)
  }

  // Private

  #show(field, text, isWritable) {
    field.show(text, text === "" ? [] : this.#document.spans(field.place))
    field.setEditable(isWritable, strings.emptyText)
  }

  #delegate = {
    edit: (field, { change, spans, formats }) => {
      const work = () => {
        if (change) this.#document.replace(field.place, field.text, change, spans)
        for (const format of formats) this.#document.format(field.place, field.text, format)
      }
      if (formats.length > 0) this.#document.together(work)
      else work()
      queueMicrotask(() => {                            // once the caret is where it belongs
        showCaret(field, this.#bar)
        this.dispatchEvent(new CustomEvent("edited", { detail: { field } }))
      })
    },
    spansToCopy: ({ place, spans }, { from, to }, isCut) => {
      return isCut ? this.#document.spansToMove(place, from, to) : withoutPassages(slice(spans, from, to))
    },
    pasted: dropped => {
      if (dropped.length > 0) this.#announcer.show(strings.pasteDropped(listed(dropped)))
    },
    undo: () => this.undo(),
    redo: () => this.redo(),
    reference: token => this.showReference(token),
  }

  get #bar() {
    return this.#root.querySelector(".draft-bar")
  }

  #keyPressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !this.#document.isWritable) return
    const isField = event.target.closest("[data-place]")
    if (!isField) return                               // inputs have an undo of their own
    const key = event.key.toLowerCase()
    if (key === "z") event.shiftKey ? this.redo() : this.undo()
    else if (key === "y") this.redo()
    else return
    event.preventDefault()
  }

  #undo(isUndo) {
    const spot = isUndo ? this.#document.undo() : this.#document.redo()
    if (!spot) {
      this.#announcer.answer(isUndo ? strings.nothingToUndo : strings.nothingToRedo)
      return
    }
    this.#announcer.answer(isUndo ? strings.undone : strings.redone)
    const field = spot.place && this.at(spot.place)
    if (!field) return
    field.element.focus({ preventScroll: true })
    field.select(spot.at)
    showCaret(field, this.#bar)
  }

  #caretMoved() {
    const field = this.focused()
    const selection = field?.selection() ?? null
    const spot = selection && { field, from: selection.from, to: selection.to }
    const before = this.#lastSpot
    if (spot?.field === before?.field && spot?.from === before?.from && spot?.to === before?.to) return
    this.#lastSpot = spot
    if (spot) {
      this.#lastCaret = { place: field.place, at: spot.to }
      this.#lastSelection = { from: spot.from, to: spot.to }
    }
    this.dispatchEvent(new CustomEvent("caret", { detail: spot }))
  }
}
