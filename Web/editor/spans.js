/**
 * The attributes of a text as a value: an array of `{ length, attributes }` in UTF-16 units that
 * covers the text; neighbours differ. A text without attributes has one span at most.
 *
 * Keys: `b`, `i`, `sub`, `sup` (true), `link` (an address). On a line break stand the attributes of
 * the block behind it: `list` ("bullet" or "ordered") and `level` (from 1). Others, such as those of
 * comments and suggestions, are carried along.
 */

export const NONE = Object.freeze({})

/** The spans of `[[text, attributes], …]`. */
export function spansOf(runs) {
  return joined(runs.map(([text, attributes]) => ({ length: text.length, attributes })))
}

export function isPlain(spans) {
  return spans.every(({ attributes }) => isEmpty(attributes))
}

export function inserted(spans, at, length, attributes = NONE) {
  if (length === 0) return spans
  const [before, after] = cut(spans, at)
  return joined([...before, { length, attributes }, ...after])
}

export function deleted(spans, at, count) {
  if (count === 0) return spans
  const [before, rest] = cut(spans, at)
  return joined([...before, ...cut(rest, count)[1]])
}

/** @param value Null takes the attribute away. */
export function formatted(spans, at, count, key, value) {
  const [before, rest] = cut(spans, at)
  const [middle, after] = cut(rest, count)
  const changed = middle.map(({ length, attributes }) => ({ length, attributes: withValue(attributes, key, value) }))
  return joined([...before, ...changed, ...after])
}

/** The spans of part of a text. */
export function slice(spans, from, to) {
  return cut(cut(spans, from)[1], to - from)[0]
}

/** The attributes of the unit that begins at an offset; none past the end. */
export function attributesAt(spans, offset) {
  let end = 0
  for (const { length, attributes } of spans) {
    end += length
    if (offset < end) return attributes
  }
  return NONE
}

/** Whether all of a range has the value; false for an empty one. */
export function hasThroughout(spans, from, to, key, value = true) {
  const part = slice(spans, from, to)
  return part.length > 0 && part.every(({ attributes }) => attributes[key] === value)
}

export function withValue(attributes, key, value) {
  const { [key]: _, ...others } = attributes
  return value === null ? others : { ...others, [key]: value }
}

export function isEqual(a, b) {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key])
}

export function isEmpty(attributes) {
  for (const _ in attributes) return false
  return true
}

/** Without neighbours that are equal, and without empty spans. */
export function joined(spans) {
  const list = []
  for (const span of spans) {
    const last = list.at(-1)
    if (span.length === 0) continue
    if (last && isEqual(last.attributes, span.attributes)) list[list.length - 1] = { ...last, length: last.length + span.length }
    else list.push(span)
  }
  return list
}

// Private

function cut(spans, at) {
  const before = []
  const after = []
  let offset = 0
  for (const { length, attributes } of spans) {
    const part = Math.min(length, Math.max(0, at - offset))
    if (part > 0) before.push({ length: part, attributes })
    if (part < length) after.push({ length: length - part, attributes })
    offset += length
  }
  return [before, after]
}

/** Spans that reach over a text of that length, without attributes where nothing is said. */
export function covering(spans, length) {
  const rest = length - spans.reduce((sum, span) => sum + span.length, 0)
  return rest > 0 ? [...spans, { length: rest, attributes: NONE }] : spans
}
