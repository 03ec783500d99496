import { strings } from "../shared/strings.js"

/**
 * Makes of what other programs put on the clipboard (Word, LibreOffice, Google Docs, web pages) a text
 * with the structure that we have: paragraphs, lists with levels, bold, italic, sub- and superscript,
 * links. Tables become a row of text for each row. All else is left behind; `dropped` names in words
 * what a person would miss. Nothing foreign enters the page: the HTML is read in a document of its own
 * in which no script runs and nothing is fetched.
 */
let policy

const NOT_TEXT = new Set(["STYLE", "SCRIPT", "HEAD", "TITLE", "META", "LINK", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT"])
const BLOCKS = new Set([
  "P", "DIV", "LI", "UL", "OL", "TABLE", "TR", "BLOCKQUOTE", "PRE", "SECTION", "ARTICLE", "HEADER", "FOOTER", "DL", "DT", "DD",
  "H1", "H2", "H3", "H4", "H5", "H6", "FIGURE", "FIGCAPTION", "CAPTION", "ADDRESS", "MAIN", "ASIDE", "NAV", "HR",
])
const DEEPEST = 4
const BETWEEN_CELLS = " | "

/**
 * @param {string} html
 * @returns {{ blocks: Array<{ list?: string, level?: number, pieces: Array<{ text, attributes }> }>, dropped: string[] }}
 */
export function readPaste(html) {
  return readBlocks(parseTame(html).body)
}

/** The same for one element of a page that `parseTame` has read. */
export function readBlocks(element) {
  const reader = new Reader()
  reader.visit(element, { attributes: {}, list: null, level: 0, isPreformatted: false })
  return { blocks: reader.finish(), dropped: [...reader.dropped] }
}

/** @returns {Document} In which no script runs and nothing is fetched. */
export function parseTame(html) {
  const tame = tamed(html)
  policy ??= globalThis.trustedTypes?.createPolicy("udkast-paste", { createHTML: html => html })
  return new DOMParser().parseFromString(policy ? policy.createHTML(tame) : tame, "text/html")
}

/** A text and its spans of blocks that were read. Each block but the first begins with its line break. */
export function textOf(blocks) {
  let text = ""
  const spans = []
  blocks.forEach(({ list, level, pieces }, index) => {
    if (index > 0) {
      text += "\n"
      spans.push({ length: 1, attributes: list ? { list, level } : {} })
    }
    for (const piece of pieces) {
      text += piece.text
      spans.push({ length: piece.text.length, attributes: piece.attributes })
    }
  })
  return { text, spans }
}

/** Styles are read, never applied, and handlers never run: under other names they are no concern of the page's policy. */
function tamed(html) {
  return html.replace(/<(\/?)style\b/gi, "<$1template").replace(/(\s)(style|on[a-z]+)(\s*=)/gi, "$1data-$2$3")
}

class Reader {
  dropped = new Set()
  #blocks = []
  #block = null                                        // null: the next text begins one

  visit(node, context) {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) this.#add(child.data, context)
      else if (child.nodeType === 1 && !NOT_TEXT.has(child.tagName)) this.#element(child, context)
    }
  }

  /** The blocks, without those that hold nothing but blanks. */
  finish() {
    return this.#blocks
      .map(block => ({ ...block, pieces: trimmed(block.pieces) }))
      .filter(block => block.pieces.length > 0)
  }

  // Private

  #element(element, context) {
    const { tagName: tag } = element
    const style = element.dataset?.style ?? ""
    if (/mso-list:\s*ignore/i.test(style) || /display:\s*none/i.test(style)) return
    if (tag === "BR") return this.#end()
    if (tag === "IMG" || tag === "SVG" || tag === "VIDEO") return void this.dropped.add(strings.droppedImages)
    if (/^H[1-6]$/.test(tag)) this.dropped.add(strings.droppedHeadings)
    if (tag === "TABLE") this.dropped.add(strings.droppedTable)
    const isBlock = BLOCKS.has(tag)
    if (tag === "TR") this.#block = null
    else if (isBlock) this.#end()
    const inner = this.#contextOf(element, tag, style, context)
    if ((tag === "TD" || tag === "TH") && element.previousElementSibling) this.#addRaw(BETWEEN_CELLS, {}, inner)
    this.visit(element, inner)
    if (tag === "TR") this.#block = null
    else if (isBlock) this.#end()
  }

  #contextOf(element, tag, style, context) {
    const inner = { ...context, attributes: attributesOf(element, tag, style, context.attributes) }
    if (tag === "UL" || tag === "OL") {
      inner.list = tag === "OL" ? "ordered" : "bullet"
      inner.level = context.level + 1
      inner.isItem = false
    }
    if (tag === "LI") {
      inner.list ??= "bullet"
      inner.level = Number(element.getAttribute("aria-level")) || Math.max(1, inner.level)
      inner.isItem = true
    }
    const word = /mso-list:[^;]*level(\d)/i.exec(style)
    if (word) Object.assign(inner, { list: wordList(element), level: Number(word[1]), isItem: true })
    if (["TD", "TH"].includes(tag)) inner.isInCell = true
    if (tag === "PRE" || /white-space:\s*pre/i.test(style)) inner.isPreformatted = true
    return inner
  }

  #add(data, context) {
    const text = context.isPreformatted ? data.replace(/\r\n?/g, "\n") : data.replace(/[\t\n\r ]+/g, " ")
    text.split("\n").forEach((line, index) => {
      if (index > 0) this.#end()
      if (line !== "") this.#addRaw(line, context.attributes, context)
    })
  }

  #addRaw(text, attributes, context) {
    if (this.#block === null) {
      if (text.trim() === "") return
      const item = context.isItem ? { list: context.list, level: Math.min(context.level, DEEPEST) } : {}
      this.#block = { ...item, pieces: [] }
      this.#blocks.push(this.#block)
    }
    this.#block.isInCell = context.isInCell
    this.#block.pieces.push({ text, attributes })
  }

  /** Blocks in a cell stay in their row. */
  #end() {
    if (!this.#block?.isInCell) this.#block = null
    else if (!this.#block.pieces.at(-1).text.endsWith(" ")) this.#block.pieces.push({ text: " ", attributes: {} })
  }
}

function attributesOf(element, tag, style, outer) {
  const attributes = { ...outer }
  const weight = /font-weight:\s*(bold|bolder|normal|\d+)/i.exec(style)?.[1]
  if (weight ? /bold/i.test(weight) || Number(weight) >= 600 : tag === "B" || tag === "STRONG") attributes.b = true
  else if (weight) delete attributes.b
  const slant = /font-style:\s*(italic|oblique|normal)/i.exec(style)?.[1]
  if (slant ? slant.toLowerCase() !== "normal" : tag === "I" || tag === "EM") attributes.i = true
  else if (slant) delete attributes.i
  const height = /vertical-align:\s*(sub|super)/i.exec(style)?.[1]?.toLowerCase()
  if (tag === "SUB" || height === "sub") attributes.sub = true
  if (tag === "SUP" || height === "super") attributes.sup = true
  const address = tag === "A" ? element.getAttribute("href") ?? "" : ""
  if (/^(https?:|mailto:)/i.test(address)) attributes.link = address
  return attributes
}

/** Word writes the mark of an item into the text; by it one sees whether it is a number. */
function wordList(element) {
  const mark = [...element.querySelectorAll("span")].find(span => /mso-list:\s*ignore/i.test(span.dataset.style ?? ""))
  return /^\s*([0-9]+|[a-zA-Z]|[ivxIVX]+)[.)]/.test(mark?.textContent ?? "") ? "ordered" : "bullet"
}

/** Without blanks at either end, with one where there were several, and equal neighbours as one. */
function trimmed(pieces) {
  const list = []
  for (const { text, attributes } of pieces) {
    const last = list.at(-1)
    const part = last === undefined || last.text.endsWith(" ") ? text.replace(/^ +/, "") : text
    if (part === "") continue
    if (last && JSON.stringify(last.attributes) === JSON.stringify(attributes)) last.text += part
    else list.push({ text: part, attributes })
  }
  const last = list.at(-1)
  if (last) last.text = last.text.replace(/[ \u00A0]+$/, "")
  return list.filter(piece => piece.text !== "")
}
