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
  if (offset < text.length && text[offset] !== "\n") {
    const rect = field.range(offset, offset + 1)?.getClientRects()[0]
    if (rect) return { left: rect.left, top: rect.top, height: rect.height }
  }
  if (offset > 0 && text[offset - 1] !== "\n") {
    const rect = [...field.range(offset - 1, offset)?.getClientRects() ?? []].at(-1)
    if (rect) return { left: rect.right, top: rect.top, height: rect.height }
  }
  if (offset > 0) {
    const above = caretRect(field, text.lastIndexOf("\n", offset - 1))
    return above && { ...above, left: lineStart(field), top: above.top + lineHeight(field) }
  }
  const box = field.element.getBoundingClientRect()
  const style = getComputedStyle(field.element)
  return { left: lineStart(field), top: box.top + parseFloat(style.paddingTop), height: lineHeight(field) }
}

function lineStart(field) {
  return field.element.getBoundingClientRect().left + parseFloat(getComputedStyle(field.element).paddingLeft)
}

function lineHeight(field) {
  return parseFloat(getComputedStyle(field.element).lineHeight)
}
