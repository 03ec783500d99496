// Laws of the editor's values, on random texts: `node text_values.mjs SEED`. Ends with an error and the values at the
// first case that breaks one. Run by test_text_values.py.

import assert from "node:assert/strict"
import { difference } from "../../Web/editor/text-difference.js"

const letters = ["a", "b", "æ", "ø", "\n", "🪑", "👍"]
let state = Number(process.argv[2])

/** A number from 0 up to `bound`, the same for the same seed on every machine. */
function random(bound) {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7FFFFFFF
  return Math.floor(state / 0x80000000 * bound)
}

function randomText(longest) {
  return Array.from({ length: random(longest + 1) }, () => letters[random(letters.length)]).join("")
}

function differencesRebuild() {
  for (let round = 0; round < 5000; round += 1) {
    const [before, after] = [randomText(8), randomText(8)]
    const change = difference(before, after, random(after.length + 1))
    const { at, deleted, inserted } = change ?? { at: 0, deleted: 0, inserted: "" }

    assert.equal(before.slice(0, at) + inserted + before.slice(at + deleted), after)
    assert.ok(inserted.isWellFormed(), JSON.stringify({ before, after, change }))
  }
}

differencesRebuild()
