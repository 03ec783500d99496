// Types for an hour into the browser's engine, again and again, each time in a new tab, and prints after each how many
// bytes of memory the engine has.
import { readFile } from "node:fs/promises"
import { loadEngine } from "../../Web/engine/engine.js"

const keys = 10 * 3600
const session = 7
const author = [1, 0x61, 1, 0x62]
const engine = await loadEngine(await readFile(new URL("../../Web/engine/engine.wasm", import.meta.url)))

function number(value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 + 128)
  return [...bytes, value]
}

for (let round = 0; round < 5; round++) {
  const tab = engine.createSession()
  tab.connected()
  tab.receive(Uint8Array.of(1, session, 3, ...author))
  tab.receive(Uint8Array.of(2, 1, 0, 0))
  let length = 0
  let state = round + 1
  const draw = bound => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor(state * bound / 2 ** 32)
  }
  let caret = 0
  for (let key = 1; key <= keys; key++) {
    if (draw(40) === 0) caret = draw(length + 1)
    if (caret > 0 && draw(4) === 0) {
      tab.delete("t/t", --caret, 1)
      length--
    } else {
      tab.insert("t/t", caret++, String.fromCharCode(97 + draw(26)))
      length++
    }
    tab.takeOutgoing()
    if (key % 20 === 0) tab.receive(Uint8Array.of(4, session, ...number(key)))
  }
  if (tab.pendingCount !== 0) throw new Error(`${tab.pendingCount} edits are not acknowledged`)
  tab.destroy()
  console.log(engine.memoryBytes)
}
