import { marked } from "../editor/field-nodes.js"
import { normalised } from "../editor/scalars.js"
import { joined } from "../editor/spans.js"
import { blockAt } from "../editor/writing.js"
import { readPaste, textOf } from "./paste-reader.js"

/** Our own form, for the way from one field to another: `{ text, spans }` as JSON. */
const OWN = "application/x-udkast-text"

/**
 * Puts the selected part of a field on the clipboard: for ourselves, for other programs, and as plain text.
 * @param spans The attributes of that part.
 */
export function writeClipboard(data, field, { from, to }, spans) {
  const text = field.text.slice(from, to)
  data.setData("text/plain", text)
  data.setData(OWN, JSON.stringify({ text, spans }))
  data.setData("text/html", htmlOf(text, spans))
}

/**
 * What the clipboard holds, ready to be put in.
 * @returns {{ text: string, spans: object[] | null, dropped: string[], first: object | null }} `first` is the list that
 *   the first block is an item of.
 */
export function readClipboard(data) {
  const own = data.getData(OWN)
  if (own) {
    const { text, spans } = JSON.parse(own)
    return { text, spans, dropped: [], first: null }
  }
  const html = data.getData("text/html")
  if (html) {
    const { blocks, dropped } = readPaste(html)
    if (blocks.length > 0) {
      const { text, spans } = textOf(blocks.map(composed))
      const { list, level } = blocks[0]
      return { text, spans: joined(spans), dropped, first: list ? { list, level } : null }
    }
  }
  return { text: data.getData("text/plain"), spans: null, dropped: [], first: null }
}

/** A pasted list that does not begin in an item begins on a line of its own. */
export function fittedTo(field, { from }, { text, spans, first }) {
  if (!first || !field.isMultiline || !field.hasAttributes) return { text, spans }
  const block = blockAt(field, from)
  if (block.attributes.list) return { text, spans }
  return { text: `\n${text}`, spans: joined([{ length: 1, attributes: first }, ...spans]) }
}

// Private

function composed(block) {
  return { ...block, pieces: block.pieces.map(({ text, attributes }) => ({ text: normalised(text), attributes })) }
}

const ELEMENTS = [["link", "a"], ["sup", "sup"], ["sub", "sub"], ["i", "em"], ["b", "strong"]]

/** Built as elements and written out by the browser, which escapes what is in them. */
function htmlOf(text, spans) {
  const page = document.implementation.createHTMLDocument("")
  const blocks = [{ attributes: {}, pieces: [] }]
  let offset = 0
  for (const { length, attributes } of spans.length > 0 ? spans : [{ length: text.length, attributes: {} }]) {
    text.slice(offset, offset + length).split("\n").forEach((part, index) => {
      if (index > 0) blocks.push({ attributes, pieces: [] })
      if (part !== "") blocks.at(-1).pieces.push({ text: part, attributes })
    })
    offset += length
  }
  const lists = []
  for (const { attributes, level, pieces } of marked(blocks)) {
    const element = page.createElement(attributes.list ? "li" : "p")
    element.append(...pieces.map(piece => inline(page, piece)))
    lists.length = Math.min(lists.length, level ?? 0)
    while (lists.length < (level ?? 0)) {
      const list = page.createElement(attributes.list === "ordered" ? "ol" : "ul")
      const parent = lists.at(-1)?.lastElementChild ?? lists.at(-1) ?? page.body
      parent.append(list)
      lists.push(list)
    }
    const parent = lists.at(-1) ?? page.body
    parent.append(element)
  }
  return page.body.innerHTML
}

function inline(page, { text, attributes }) {
  return ELEMENTS.reduce((inner, [key, name]) => {
    if (!attributes[key]) return inner
    const element = page.createElement(name)
    if (key === "link") element.setAttribute("href", attributes.link)
    element.append(inner)
    return element
  }, page.createTextNode(text))
}
