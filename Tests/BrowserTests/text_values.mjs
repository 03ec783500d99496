// Laws of the editor's values, on random texts: `node text_values.mjs SEED`. Ends with an error and the values at the
// first case that breaks one. Run by test_text_values.py.

import assert from "node:assert/strict"
import { OwnHistory } from "../../Web/editor/own-history.js"
import { replacementsOf, transformed } from "../../Web/editor/text-change.js"
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

function randomChange(text) {
  const change = []
  for (let left = text.length; left > 0 && random(5) > 0;) {
    const part = [1 + random(left), -1 - random(left), randomText(2)][random(3)]
    if (part === "" || (change.length > 0 && kind(part) === kind(change.at(-1)))) continue
    change.push(part)
    if (typeof part === "number") left -= Math.abs(part)
  }
  return change
}

function kind(part) {
  return typeof part === "string" ? "put in" : Math.sign(part)
}

function applied(change, text) {
  return replacementsOf(change).reduce(
    (result, { at, deleted, inserted }) => result.slice(0, at) + inserted + result.slice(at + deleted), text)
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

function changesCommute() {
  for (let round = 0; round < 5000; round += 1) {
    const text = randomText(8)
    const [mine, theirs] = [randomChange(text), randomChange(text)]

    const theirsFirst = applied(transformed(mine, theirs), applied(theirs, text))
    const mineFirst = applied(transformed(theirs, mine, true), applied(mine, text))
    assert.equal(theirsFirst, mineFirst, JSON.stringify({ text, mine, theirs }))
  }
}

/** I write small letters and delete; others write capitals anywhere and delete nothing. */
function undoTakesBackMineAlone() {
  for (let round = 0; round < 500; round += 1) {
    const history = new OwnHistory()
    let text = "0123456789"
    let now = 0
    const replace = ({ at, deleted, inserted }) => {
      history.recordText("p", { at, removed: text.slice(at, at + deleted), inserted }, now += random(1500))
      text = text.slice(0, at) + inserted + text.slice(at + deleted)
    }
    const carryOut = (isUndo, steps) => history.carryingOut(isUndo, () => {
      for (const step of steps) replacementsOf(step.change).forEach(replace)
    })

    for (let step = 0; step < 12; step += 1) {
      const at = random(text.length + 1)
      if (random(2) === 0) {
        replace({ at, deleted: random(Math.min(3, text.length - at) + 1), inserted: ["", "m", "me"][random(3)] })
      } else {
        const inserted = ["T", "THEM"][random(2)]
        history.observe("p", { at, deleted: 0, inserted })
        text = text.slice(0, at) + inserted + text.slice(at)
      }
    }
    const before = [...text].sort().join("")
    for (let steps = history.takeUndo(); steps; steps = history.takeUndo()) carryOut(true, steps)
    // What I deleted of theirs comes back, what I wrote is gone, and nobody's digits are missing.
    assert.equal(text.replaceAll(/[A-Z]/g, ""), "0123456789")

    for (let steps = history.takeRedo(); steps; steps = history.takeRedo()) carryOut(false, steps)
    assert.equal([...text].sort().join(""), before)
  }
}

differencesRebuild()
changesCommute()
undoTakesBackMineAlone()
