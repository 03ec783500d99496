import { nodesOf, REFERENCE } from "./field-nodes.js"
import { attributesAt, isEqual, isPlain } from "./spans.js"
import { difference, movedBy } from "./text-difference.js"

/**
 * The DOM of one text: what the element holds, and the way between offsets in the text and points in
 * the DOM. A text without attributes is one text node. A reference `[[krt-…]]` is an element of its own
 * that shows today's number but contains the characters; it cannot be entered, only stepped over or
 * deleted as a whole. Attributes make elements (field-nodes.js). `textContent` is always the text.
 * Where the text ends in a line break a filler `<br>` follows, because a browser does not show an
 * empty last line otherwise.
 *
 * Offsets are UTF-16 units.
 */
export class FieldText {
  #element
  #onReference
  #isRich = false

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
  draw(text, spans) {
    if (this.#isRich || !isPlain(spans)) return this.#keepingSelection(null, () => this.#build(text, spans))
    if (!this.#isInOrder) this.#build(this.#element.textContent, spans)
    const change = difference(this.#element.textContent, text)
    if (change) this.replace(change, text, spans)
    else this.#fill()
  }

  /**
   * Replaces part of the text. The selection stays with its characters.
   * @param {{at: number, deleted: number, inserted: string}} change
   * @param {string} text All of it, afterwards.
   * @param spans Of all of it, afterwards.
   */
  replace(change, text, spans) {
    this.#keepingSelection(change, () => {
      if (!this.#replaceInPlace(change, text, spans)) this.#build(text, spans)
    })
  }

  /** The person's selection in this text, `from <= to`, or null when it is elsewhere. */
  selection() {
    const selection = document.getSelection()
    if (selection.rangeCount === 0 || !this.#element.contains(selection.anchorNode)) return null
    if (!this.#element.contains(selection.focusNode)) return null
    const anchor = this.offsetOf(selection.anchorNode, selection.anchorOffset)
    const focus = this.offsetOf(selection.focusNode, selection.focusOffset)
    const first = selection.isCollapsed ? this.#first : 0
    return {
      from: Math.max(first, Math.min(anchor, focus)), to: Math.max(first, Math.max(anchor, focus)),
      isBackward: focus < anchor,
    }
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

  get #isInBlocks() {
    return this.#element.firstChild?.dataset?.block !== undefined
  }

  /** Where the first caret stands: behind the line break that only says that a list begins. */
  get #first() {
    return this.#isInBlocks && this.#element.firstChild.dataset.unseen !== undefined ? 1 : 0
  }

  /** Whether only this class has been at work on a plain text: text, references and at most one filler at the end. */
  get #isInOrder() {
    const nodes = [...this.#element.childNodes]
    const texts = nodes.filter(node => node.nodeType === Node.TEXT_NODE)
    const references = nodes.filter(node => node.dataset?.reference !== undefined)
    const rest = nodes.length - texts.length - references.length
    const isFilledAtMost = rest === 0 || (rest === 1 && isFiller(nodes.at(-1)))
    return isFilledAtMost && texts.length <= references.length + 1
  }

  #keepingSelection(change, work) {
    const selection = this.selection()
    work()
    if (!selection) return
    const from = change ? movedBy(change, selection.from) : selection.from
    const to = change ? movedBy(change, selection.to) : selection.to
    const now = this.selection()
    if (now?.from !== from || now?.to !== to) this.select(from, to, selection.isBackward)
  }

  /** Changes one text node and nothing else, if that is all there is to do. */
  #replaceInPlace({ at, deleted, inserted }, text, spans) {
    if (!this.#isRich && (REFERENCE.test(text) || !isPlain(spans))) return false
    if (this.#isInBlocks && inserted.includes("\n")) return false
    const leaf = this.#leafFor({ at, deleted, inserted }, spans)
    if (!leaf) return false
    leaf.node.replaceData(at - leaf.start, deleted, inserted)
    this.#fill()
    return true
  }

  /** The text node that can take the change and stay one node of equal attributes. */
  #leafFor({ at, deleted, inserted }, spans) {
    if (!this.#isRich && this.#element.childNodes.length === 0) {
      this.#element.append("")
      return { node: this.#element.firstChild, start: 0 }
    }
    for (const leaf of this.#leaves()) {
      const end = leaf.start + leaf.node.length
      if (leaf.isReference || at < leaf.start || at + deleted > end) continue
      if (!this.#isRich) return leaf
      const before = leaf.node.data.slice(0, at - leaf.start)
      const after = leaf.node.data.slice(at + deleted - leaf.start)
      if (before + after === "" || REFERENCE.test(before + inserted + after)) return null
      if (this.#isInBlocks && leaf.node.data.slice(before.length, before.length + deleted).includes("\n")) return null
      if (this.#isInBlocks && at === end && leaf.node.data.endsWith("\n")) continue
      if (inserted === "") return leaf
      const neighbour = before !== "" && !before.endsWith("\n") ? at - 1 : at + inserted.length
      const isAlike = isEqual(attributesAt(spans, at), attributesAt(spans, neighbour))
      if (isAlike && (before + after).trim() !== "") return leaf
    }
    return null
  }

  /** The text nodes: `{ node, start, isReference }`, in order. */
  *#leaves() {
    const walker = document.createTreeWalker(this.#element, NodeFilter.SHOW_TEXT)
    let start = 0
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      yield { node, start, isReference: node.parentNode.dataset?.reference !== undefined }
      start += node.length
    }
  }

  #build(text, spans) {
    this.#isRich = !isPlain(spans)
    const covering = spans.length > 0 ? spans : [{ length: text.length, attributes: {} }]
    this.#element.replaceChildren(...nodesOf(text, covering, characters => this.#reference(characters)))
    this.#fill()
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

  /** An empty last line has a filler, and nothing else has. */
  #fill() {
    const holder = this.#isInBlocks ? this.#element.lastChild : this.#element
    const last = holder.lastChild
    const isFilled = last !== null && isFiller(last)
    const isDue = this.#isInBlocks ? holder.textContent === "" : this.#element.textContent.endsWith("\n")
    if (isDue === isFilled) return
    if (isFilled) {
      last.remove()
    } else {
      const filler = document.createElement("br")
      filler.dataset.filler = ""
      holder.append(filler)
    }
  }

  /** Node and offset of a position, never inside a reference. */
  #pointAt(position) {
    const offset = Math.max(position, this.#first)
    const isInBlocks = this.#isInBlocks
    let last = null
    for (const leaf of this.#leaves()) {
      const { node, start, isReference } = leaf
      const end = start + node.length
      if (isReference) {
        const token = node.parentNode
        if (offset < end) return [token.parentNode, indexOf(token) + (offset === start ? 0 : 1)]
        continue
      }
      const isNextBlock = isInBlocks && offset === end && node.data.endsWith("\n")
      if (offset <= end && !isNextBlock) return [node, Math.max(0, offset - start)]
      last = leaf
    }
    if (isInBlocks) return [this.#element.lastChild, this.#element.lastChild.textContent === "" ? 0 : this.#element.lastChild.childNodes.length]
    return last ? [last.node, last.node.length] : [this.#element, 0]
  }
}

function isFiller(node) {
  return node instanceof HTMLBRElement && node.dataset.filler !== undefined
}

function indexOf(node) {
  return [...node.parentNode.childNodes].indexOf(node)
}
