import { isEmpty, NONE } from "./spans.js"

export const REFERENCE = /(\[\[[A-Za-z0-9-]{1,128}\]\])/

const INLINE = [["link", "a"], ["b", "strong"], ["i", "em"], ["sub", "sub"], ["sup", "sup"]]
const MARKS = ["•", "◦", "▪"]
const DEEPEST = 4

/**
 * The nodes that show a text with its attributes. Their text is the text itself, to the letter, line
 * breaks included: marks and numbers of lists are drawn by the style sheet from attributes.
 *
 * A text without lists is one row of text, elements like `<strong>` and references. One with lists
 * consists of a `<div data-block>` for each block, which ends with the line break before the next.
 * A block's attributes stand on the line break before it. So a list that begins a text has a line
 * break before it, and the nothing before that is not shown.
 */
export function nodesOf(text, spans, makeReference) {
  const pieces = []                                    // by block: [{ text, attributes }]
  const blocks = [{ attributes: NONE, pieces }]
  let offset = 0
  for (const { length, attributes } of spans) {
    const parts = text.slice(offset, offset + length).split("\n")
    offset += length
    parts.forEach((part, index) => {
      if (index > 0) {
        blocks.at(-1).pieces.push({ text: "\n", attributes: NONE })
        blocks.push({ attributes, pieces: [] })
      }
      if (part !== "") blocks.at(-1).pieces.push({ text: part, attributes })
    })
  }
  const isListed = blocks.some(block => block.attributes.list)
  const inline = block => merged(block.pieces).flatMap(piece => inlineNodes(piece, makeReference))
  if (!isListed) return inline({ pieces: blocks.flatMap(block => block.pieces) })
  return marked(blocks).map(block => {
    const element = document.createElement("div")
    element.dataset.block = ""
    if (block.mark !== undefined) {
      element.dataset.list = block.attributes.list
      element.dataset.mark = block.mark
      element.dataset.level = block.level
    }
    if (block.isUnseen) element.dataset.unseen = ""
    element.append(...inline(block))
    return element
  })
}

/** Levels as they can be read: none deeper than one below the item before it. Numbers follow from the order. */
export function marked(blocks) {
  const counts = []
  let before = 0
  return blocks.map((block, index) => {
    const { list } = block.attributes
    if (!list) {
      before = 0
      counts.length = 0
      const isUnseen = index === 0 && block.pieces.length === 1 && blocks[1]?.attributes.list !== undefined
      return { ...block, isUnseen }
    }
    const level = Math.min(Math.max(1, Number(block.attributes.level) || 1), before + 1, DEEPEST)
    before = level
    counts.length = Math.min(counts.length, level)
    if (counts[level - 1]?.list !== list) counts[level - 1] = { list, count: 0 }
    counts[level - 1].count += 1
    const { count } = counts[level - 1]
    return { ...block, level, mark: list === "ordered" ? numbered(count, level) : MARKS[(level - 1) % MARKS.length] }
  })
}

/** 1. a. i. and then again, as a word processor has it. */
export function numbered(count, level) {
  switch ((level - 1) % 3) {
    case 1: return `${String.fromCodePoint(97 + (count - 1) % 26)}.`
    case 2: return `${roman(count)}.`
    default: return `${count}.`
  }
}

// Private

function merged(pieces) {
  const list = []
  for (const piece of pieces) {
    const last = list.at(-1)
    if (last && last.attributes === piece.attributes) list[list.length - 1] = { ...last, text: last.text + piece.text }
    else if (last && isEmpty(last.attributes) && isEmpty(piece.attributes)) list[list.length - 1] = { ...last, text: last.text + piece.text }
    else list.push(piece)
  }
  return list
}

function inlineNodes({ text, attributes }, makeReference) {
  const parts = text.split(REFERENCE)                  // every other part is a reference; beside it a caret needs a place
  const nodes = parts.map((part, index) => index % 2 === 1 ? makeReference(part) : document.createTextNode(part))
  return INLINE.reduceRight((inner, [key, name]) => {
    if (!attributes[key]) return inner
    const element = document.createElement(name)
    if (key === "link") {
      element.href = safeAddress(attributes.link)
      element.rel = "noreferrer"
      element.title = attributes.link
    }
    element.append(...inner)
    return [element]
  }, nodes)
}

/** What may be followed; anything else leads nowhere. */
export function safeAddress(address) {
  return /^(https?:|mailto:)/i.test(address) ? address : "#"
}

function roman(count) {
  const signs = [["x", 10], ["ix", 9], ["v", 5], ["iv", 4], ["i", 1]]
  let rest = count
  return signs.map(([sign, value]) => {
    const times = Math.floor(rest / value)
    rest -= times * value
    return sign.repeat(times)
  }).join("")
}
