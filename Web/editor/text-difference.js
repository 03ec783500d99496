/**
 * The smallest single replacement that turns one text into another, in UTF-16 units and never
 * between the halves of a pair. Where letters repeat ("aa" to "aaa") several answers are right;
 * `caret`, where the change is known to have ended, picks the one that the person made.
 *
 * @returns {{ at: number, deleted: number, inserted: string } | null} Null when the texts are equal.
 */
export function difference(before, after, caret = after.length) {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let tail = 0
  const longestTail = Math.min(shorter, Math.max(0, after.length - caret))
  while (tail < longestTail && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  let head = 0
  while (head < shorter - tail && before[head] === after[head]) head += 1
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  if (isInsidePair(before, head) || isInsidePair(after, head)) head -= 1
  if (isInsidePair(before, before.length - tail) || isInsidePair(after, after.length - tail)) tail -= 1
  return { at: head, deleted: before.length - tail - head, inserted: after.slice(head, after.length - tail) }
}

/**
 * Where a position ends up after a replacement. A position at an insertion stays before it unless
 * `after` is set; one inside what was deleted moves to its start.
 */
export function movedBy({ at, deleted, inserted }, position, after = false) {
  if (position < at || (position === at && !(after && deleted === 0))) return position
  if (position < at + deleted) return at
  return position - deleted + inserted.length
}

function isInsidePair(text, offset) {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(Math.max(0, offset - 1), offset + 1)) && offset > 0
}
