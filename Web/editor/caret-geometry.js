/**
 * Where a caret stands on the screen, in CSS pixels of the viewport. A collapsed range has no
 * rectangle at the beginning of an empty line, so its neighbours are asked.
 *
 * @param {TextField} field
 * @param {number} offset UTF-16 units.
 * @returns {{ left: number, top: number, height: number } | null}
 */
export function caretRect(field, offset) {
  const text = field.text
  // Of the line as it was typed. Before the first character there is none to look at, and −1 would mean the first.
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1
  const next = text[offset] === "\n" ? undefined : rects(field, offset, offset + 1)[0]
  if (next) return { left: next.left, top: next.top, height: next.height }
  const before = rects(field, start, offset).at(-1)    // up to a reference too, which is one box for many characters
  if (before) return { left: before.right, top: before.top, height: before.height }
  if (start > 0) {
    const above = caretRect(field, start - 1)
    return above && { ...above, left: lineStart(field), top: above.top + lineHeight(field) }
  }
  const box = field.element.getBoundingClientRect()
  const style = getComputedStyle(field.element)
  return { left: lineStart(field), top: box.top + parseFloat(style.paddingTop), height: lineHeight(field) }
}

function rects(field, from, to) {
  if (from >= to) return []
  return [...field.range(from, to)?.getClientRects() ?? []].filter(rect => rect.height > 1)
}

function lineStart(field) {
  return field.element.getBoundingClientRect().left + parseFloat(getComputedStyle(field.element).paddingLeft)
}

function lineHeight(field) {
  return parseFloat(getComputedStyle(field.element).lineHeight)
}
