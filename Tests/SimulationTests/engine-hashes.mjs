// Reads afternoons as lines of JSON, each an array of a server's messages in hexadecimal, and prints for each the hash
// of the document that the browser's engine makes of them.
import { readFile } from "node:fs/promises"
import { createInterface } from "node:readline"
import { loadEngine } from "../../Web/engine/engine.js"

const engine = await loadEngine(await readFile(new URL("../../Web/engine/engine.wasm", import.meta.url)))

for await (const line of createInterface({ input: process.stdin })) {
  const session = engine.createSession()
  session.connected()
  for (const message of JSON.parse(line)) session.receive(Buffer.from(message, "hex"))
  console.log(session.hash())
  session.destroy()
}
