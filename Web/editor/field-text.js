import { difference, movedBy } from "./text-difference.js"

const REFERENCE = /(\[\[[A-Za-z0-9-]{1,128}\]\])/

/**
 * The DOM of one text: what the element holds, and the way between offsets in the text and points in
 * the DOM. Ordinary text is one text node. A reference `[[krt-…]]` is an element of its own that
 * shows today's number but contains the characters, so that `textContent` is always the text; it
 * cannot be entered, only stepped over or deleted as a whole. Where the text ends in a line break a
 * filler `<br>` follows, because a browser does not show an empty last line otherwise.
 *
 * Offsets are UTF-16 units.
 */
export class FieldText {
  #element
  #onReference

  /**
   * @param {HTMLElement} element
   * @param {(token: HTMLElement) => void} onReference Lets a new reference show its number.
   */
  constructor(element, onReference) {
    this.#element = element
    this.#onReference = onReference
  }

  /** The text in whatever a browser may have put here: lines may have become elements. */
  read() {
    let text = ""
    const visit = node => {
      if (node.nodeType === Node.TEXT_NODE) text += node.data
      if (node instanceof HTMLBRElement && node.dataset.filler === undefined) text += "\n"
      if (node instanceof HTMLDivElement && text !== "" && !text.endsWith("\n")) text += "\n"
      node.childNodes.forEach(visit)
    }
    this.#element.childNodes.forEach(visit)
    return text
  }

  /** Shows a text, touching as little as possible. The selection stays with its characters. */
  draw(text) {
    if (!this.#isInOrder) this.#build(this.#element.textContent)
    const change = difference(this.#element.textContent, text)
    if (change) this.replace(change)
    else this.#fill(text)
  }

  /** Replaces part of the text. The selection stays with its characters. */
  replace({ at, deleted, inserted }) {
    const before = this.#element.textContent
    const after = before.slice(0, at) + inserted + before.slice(at + deleted)
    const selection = this.selection()
    if (this.#isPlain && !REFERENCE.test(after)) {
      this.#onlyNode().replaceData(at, deleted, inserted)
      this.#fill(after)
    } else {
      this.#build(after)
    }
    if (!selection) return
    const from = movedBy({ at, deleted, inserted }, selection.from)
    const to = movedBy({ at, deleted, inserted }, selection.to)
    const now = this.selection()
    if (now?.from !== from || now?.to !== to) this.select(from, to, selection.isBackward)
  }

  /** The person's selection in this text, `from <= to`, or null when it is elsewhere. */
  selection() {
    const selection = document.getSelection()
    if (selection.rangeCount === 0 || !this.#element.contains(selection.anchorNode)) return null
    if (!this.#element.contains(selection.focusNode)) return null
    const anchor = this.offsetOf(selection.anchorNode, selection.anchorOffset)
    const focus = this.offsetOf(selection.focusNode, selection.focusOffset)
    return { from: Math.min(anchor, focus), to: Math.max(anchor, focus), isBackward: focus < anchor }
  }

  select(from, to = from, isBackward = false) {
    const [start, end] = [this.#pointAt(from), this.#pointAt(to)]
    const [anchor, focus] = isBackward ? [end, start] : [start, end]
    document.getSelection().setBaseAndExtent(...anchor, ...focus)
  }

  range(from, to) {
    const range = document.createRange()
    range.setStart(...this.#pointAt(from))
    range.setEnd(...this.#pointAt(to))
    return range
  }

  offsetOf(node, offset) {
    if (node === this.#element.firstChild && node.nodeType === Node.TEXT_NODE) return offset
    const range = document.createRange()
    range.setStart(this.#element, 0)
    range.setEnd(node, offset)
    return range.toString().length
  }

  // Private

  get #isPlain() {
    const { childNodes } = this.#element
    const isText = node => node.nodeType === Node.TEXT_NODE
    return childNodes.length === 0 || (isText(childNodes[0]) && [...childNodes].slice(1).every(isFiller))
  }

  /** Whether only this class has been at work here: text, references and at most one filler at the end. */
  get #isInOrder() {
    const nodes = [...this.#element.childNodes]
    const texts = nodes.filter(node => node.nodeType === Node.TEXT_NODE)
    const references = nodes.filter(node => node.dataset?.reference !== undefined)
    const rest = nodes.length - texts.length - references.length
    const isFilledAtMost = rest === 0 || (rest === 1 && isFiller(nodes.at(-1)))
    return isFilledAtMost && texts.length <= references.length + 1
  }

  #build(text) {
    const parts = text.split(REFERENCE)                // every other part is a reference
    this.#element.replaceChildren(...parts.flatMap((part, index) => {
      if (index % 2 === 1) return [this.#reference(part)]
      return part === "" && parts.length === 1 ? [] : [document.createTextNode(part)]
    }))
    this.#fill(text)
  }

  #reference(characters) {
    const token = document.createElement("span")
    token.className = "reference-token"
    token.dataset.reference = characters.slice(2, -2)
    token.contentEditable = "false"
    token.textContent = characters
    this.#onReference(token)
    return token
  }

  #fill(text) {
    const last = this.#element.lastChild
    const isFilled = last !== null && isFiller(last)
    if (text.endsWith("\n") === isFilled) return
    if (isFilled) {
      last.remove()
    } else {
      const filler = document.createElement("br")
      filler.dataset.filler = ""
      this.#element.append(filler)
    }
  }

  #onlyNode() {
    const first = this.#element.firstChild
    if (first?.nodeType === Node.TEXT_NODE) return first
    const node = document.createTextNode("")
    this.#element.prepend(node)
    return node
  }

  /** Node and offset of a position, never inside a reference. */
  #pointAt(offset) {
    let left = offset
    let last = null
    for (const node of this.#element.childNodes) {
      const { length } = node.textContent
      if (node.nodeType === Node.TEXT_NODE) {
        if (left <= length) return [node, left]
        last = node
      } else if (left < length) {
        return left === 0 ? [this.#element, indexOf(node)] : [this.#element, indexOf(node) + 1]
      }
      left -= length
    }
    return last ? [last, last.length] : [this.#element, 0]
  }
}

function isFiller(node) {
  return node instanceof HTMLBRElement && node.dataset.filler !== undefined
}

function indexOf(node) {
  return [...node.parentNode.childNodes].indexOf(node)
}
