/**
 * The one place where the engine's positions meet the DOM's. The engine counts Unicode scalars; the
 * DOM counts UTF-16 code units, in which a scalar beyond U+FFFF takes two. Nothing else in Web/
 * converts between them.
 */

const SURROGATE = /[\uD800-\uDFFF]/

/** Number of scalars in the text before a UTF-16 offset. An offset inside a pair counts the pair. */
export function toScalars(text, offset) {
  if (!SURROGATE.test(text)) return Math.min(offset, text.length)
  let count = 0
  for (let unit = 0; unit < offset && unit < text.length; count += 1) {
    unit += text.codePointAt(unit) > 0xFFFF ? 2 : 1
  }
  return count
}

/** UTF-16 offset of the position that has so many scalars before it. */
export function toUnits(text, scalars) {
  if (!SURROGATE.test(text)) return Math.min(scalars, text.length)
  let unit = 0
  for (let count = 0; count < scalars && unit < text.length; count += 1) {
    unit += text.codePointAt(unit) > 0xFFFF ? 2 : 1
  }
  return unit
}

/** Number of scalars in a text. */
export function countScalars(text) {
  return toScalars(text, text.length)
}

/**
 * Text from outside as the engine wants it: line breaks as "\n", no NUL, no half pairs, composed
 * (NFC). Applied once, where text comes in.
 */
export function normalised(text) {
  return text.replace(/\r\n?|\u2028|\u2029/g, "\n").replaceAll("\0", "").toWellFormed().normalize("NFC")
}
