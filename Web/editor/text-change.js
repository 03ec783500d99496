/**
 * A change of a text as a value: an array read from the text's start, in which a positive number
 * keeps so many UTF-16 units, a negative removes so many, and a string is put in. What follows the
 * last entry is kept.
 */

/** The change that replaces `deleted` units at `at`. */
export function replacement({ at, deleted, inserted }) {
  return [at, inserted, -deleted].filter(part => part !== 0 && part !== "")
}

/**
 * The same intention as `change`, on a text that `other` has changed first. What both remove is
 * removed once. Where both put in at one position, `other`'s stands first, or `change`'s if
 * `isFirst`: of two changes that are carried over each other, exactly one is.
 */
export function transformed(change, other, isFirst = false) {
  const result = []
  const mine = reader(change)
  const theirs = reader(other)
  while (mine.part !== undefined || theirs.part !== undefined) {
    const [isMine, isTheirs] = [typeof mine.part === "string", typeof theirs.part === "string"]
    if (isMine && (isFirst || !isTheirs)) {
      push(result, mine.part)
      mine.next()
    } else if (isTheirs) {
      push(result, theirs.part.length)
      theirs.next()
    } else {
      const length = Math.min(Math.abs(mine.part ?? Infinity), Math.abs(theirs.part ?? Infinity))
      const iRemove = mine.part < 0
      const theyRemove = theirs.part < 0
      if (!theyRemove) push(result, iRemove ? -length : length)
      mine.take(length)
      theirs.take(length)
    }
  }
  return result
}

/** The replacements that carry the change out one after another, from the text's start. */
export function replacementsOf(change) {
  const list = []
  let at = 0
  for (const part of change) {
    if (typeof part === "string") {
      list.push({ at, deleted: 0, inserted: part })
      at += part.length
    } else if (part < 0) {
      list.push({ at, deleted: -part, inserted: "" })
    } else {
      at += part
    }
  }
  return list
}

/** Where a position ends up. At an insertion it stays before it if it is an end, else goes behind it. */
export function positionAfter(change, position, isEnd) {
  let at = 0                                           // in the text as it becomes
  let moved = position
  for (const part of change) {
    if (typeof part === "string") {
      if (at < moved || (at === moved && !isEnd)) moved += part.length
      at += part.length
    } else if (part < 0) {
      moved -= Math.max(0, Math.min(-part, moved - at))
    } else {
      at += part
    }
  }
  return moved
}

// Private

function push(list, part) {
  const last = list.at(-1)
  const isSameKind = typeof part === typeof last && (typeof part === "string" || part > 0 === last > 0)
  if (isSameKind) list[list.length - 1] += part
  else list.push(part)
}

/** Reads a change part by part; `take` uses up the beginning of a number. Past the end, everything is kept. */
function reader(change) {
  let index = 0
  let used = 0
  return {
    get part() {
      const part = change[index]
      return typeof part === "number" ? part - Math.sign(part) * used : part
    },
    next() {
      index += 1
      used = 0
    },
    take(length) {
      if (index >= change.length) return
      used += length
      if (used >= Math.abs(change[index])) this.next()
    },
  }
}
