import { attributesAt, isEmpty, joined, NONE, withValue } from "./spans.js"

/**
 * What a keystroke means in a text with attributes, as a value that says what to do:
 * `{ change, spans, formats, caret }`: first the change (`{at, deleted, inserted}`, or null) with the
 * attributes of what it puts in, then formats of the text as it is then, then where the caret stands.
 * Offsets are UTF-16 units. Of a text it takes `{ text, spans, isMultiline, hasAttributes }`.
 */

/** Attributes that a character typed behind another takes over from it. */
const TYPED_ON = ["b", "i", "sub", "sup"]
const DEEPEST = 4
const BEGINS_LIST = new Map([["-", "bullet"], ["*", "bullet"], ["1.", "ordered"], ["1)", "ordered"]])

/** The block that a position lies in. `marker` is the offset of the line break that bears its attributes, or −1. */
export function blockAt({ text, spans }, position) {
  const marker = position === 0 ? -1 : text.lastIndexOf("\n", position - 1)
  const end = text.indexOf("\n", position)
  return {
    marker, start: marker + 1, end: end < 0 ? text.length : end,
    attributes: marker < 0 ? NONE : attributesAt(spans, marker),
  }
}

/** The attributes of what is typed at a position, where nothing else was asked for. */
export function typedAt({ text, spans }, position) {
  if (position === 0 || text[position - 1] === "\n") return NONE
  const before = attributesAt(spans, position - 1)
  let attributes = NONE
  for (const key of TYPED_ON) if (before[key] !== undefined) attributes = withValue(attributes, key, before[key])
  return attributes
}

/**
 * @param field What is written in.
 * @param {{from: number, to: number}} target What the keystroke replaces.
 * @param {string} inserted
 * @param {object} how
 * @param {string} how.inputType
 * @param {object | null} how.typing Attributes that were asked for, or null.
 * @param how.spans Attributes of what is inserted, where it brings its own.
 */
export function intended(field, target, inserted, { inputType, typing, spans }) {
  const isCaret = target.from === target.to
  const block = blockAt(field, target.from)
  if (isCaret && inserted === "\n" && block.attributes.list && block.start === block.end) return outdent(field, block, target.from)
  if (inputType === "deleteContentBackward" && target.to === target.from + 1 && field.text[target.from] === "\n") {
    const after = blockAt(field, target.to)
    if (after.attributes.list) return outdent(field, after, target.to)
  }
  if (inserted === " " && isCaret && field.isMultiline && field.hasAttributes && !block.attributes.list) {
    const list = BEGINS_LIST.get(field.text.slice(block.start, target.from))
    if (list) return beginList(field, block, target.from, list)
  }
  const attributes = typing ?? typedAt(field, target.from)
  return {
    change: { at: target.from, deleted: target.to - target.from, inserted },
    spans: spans ?? spansOfTyped(inserted, attributes, block.attributes), formats: [],
    caret: target.from + inserted.length,
  }
}

/** The blocks of a selection become items of a list, or, if all of them are, items no longer. */
export function toggledList(field, { from, to }, list) {
  const blocks = blocksIn(field, from, to)
  const value = blocks.every(block => block.attributes.list === list) ? null : list
  return withBlockAttributes(field, blocks, { from, to }, block => [
    ["list", value], ["level", value === null ? null : block.attributes.level ?? 1],
  ])
}

/** Deeper by one, or less deep (−1). Null where there is no list. */
export function indented(field, { from, to }, by) {
  const blocks = blocksIn(field, from, to).filter(block => block.attributes.list)
  if (blocks.length === 0) return null
  return withBlockAttributes(field, blocks, { from, to }, block => {
    const level = (block.attributes.level ?? 1) + by
    return level < 1 ? [["list", null], ["level", null]] : [["level", Math.min(level, DEEPEST)]]
  })
}

// Private

/** A text pasted or typed: its characters as asked for, its line breaks as items of the list they stand in. */
function spansOfTyped(inserted, attributes, block) {
  const marker = block.list ? { list: block.list, level: block.level ?? 1 } : NONE
  if (isEmpty(attributes) && isEmpty(marker)) return []
  return joined(inserted.split("\n").flatMap((part, index) => [
    { length: index > 0 ? 1 : 0, attributes: marker }, { length: part.length, attributes },
  ]))
}

function outdent(field, block, caret) {
  const level = (block.attributes.level ?? 1) - 1
  return withBlockAttributes(field, [block], { from: caret, to: caret },
    () => level < 1 ? [["list", null], ["level", null]] : [["level", level]])
}

function beginList(field, block, caret, list) {
  const attributes = { list, level: 1 }
  const deleted = caret - block.start
  if (block.marker < 0) {
    return {
      change: { at: 0, deleted, inserted: "\n" }, spans: [{ length: 1, attributes }], formats: [], caret: 1,
    }
  }
  return {
    change: { at: block.start, deleted, inserted: "" }, spans: [],
    formats: formatsOf(block.marker, Object.entries(attributes)), caret: block.start,
  }
}

function blocksIn(field, from, to) {
  const blocks = [blockAt(field, from)]
  while (blocks.at(-1).end < to) blocks.push(blockAt(field, blocks.at(-1).end + 1))
  return blocks
}

/**
 * A text's first block has no line break to bear attributes: it is given one when it becomes an item,
 * and loses it when it is none any more.
 */
function withBlockAttributes(field, blocks, selection, valuesOf) {
  const formats = blocks.filter(block => block.marker >= 0).flatMap(block => formatsOf(block.marker, valuesOf(block)))
  const first = blocks[0]
  const values = new Map(valuesOf(first))
  if (first.marker < 0 && values.get("list")) {
    const attributes = { list: values.get("list"), level: values.get("level") ?? 1 }
    return {
      change: { at: 0, deleted: 0, inserted: "\n" }, spans: [{ length: 1, attributes }],
      formats: formats.map(({ from, to, ...rest }) => ({ from: from + 1, to: to + 1, ...rest })),
      caret: selection.to + 1, selection: { from: selection.from + 1, to: selection.to + 1 },
    }
  }
  if (first.marker === 0 && values.get("list") === null) {
    return {
      change: { at: 0, deleted: 1, inserted: "" }, spans: [],
      formats: formats.filter(({ from }) => from > 0).map(({ from, to, ...rest }) => ({ from: from - 1, to: to - 1, ...rest })),
      caret: Math.max(0, selection.to - 1),
      selection: { from: Math.max(0, selection.from - 1), to: Math.max(0, selection.to - 1) },
    }
  }
  return { change: null, spans: [], formats, caret: selection.to, selection }
}

function formatsOf(marker, values) {
  return values.map(([key, value]) => ({ from: marker, to: marker + 1, key, value }))
}
