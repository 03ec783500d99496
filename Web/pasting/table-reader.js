import { normalised } from "../editor/scalars.js"
import { joined } from "../editor/spans.js"
import { parseTame, readBlocks, textOf } from "./paste-reader.js"

/**
 * The cells of the tables that a clipboard holds, row by row, each with its text and attributes. A cell that spans
 * several is the first of them; the others are empty, so that what stands below one another is the same column.
 *
 * @param {DataTransfer} data
 * @returns {Array<Array<{ text: string, spans: object[], isHeading: boolean }>>} Rows without any text are left out.
 */
export function readTable(data) {
  const html = data.getData("text/html")
  const tables = html ? [...parseTame(html).querySelectorAll("table")].filter(table => !table.parentElement.closest("table")) : []
  const rows = tables.length > 0 ? tables.flatMap(gridOf) : linesOf(data.getData("text/plain"))
  return rows.filter(row => row.some(cell => cell.text !== ""))
}

function gridOf(table) {
  const grid = [...table.rows].map(() => [])
  ;[...table.rows].forEach((row, line) => {
    let column = 0
    for (const cell of row.cells) {
      while (grid[line][column]) column += 1
      for (let down = 0; down < Math.max(1, cell.rowSpan) && line + down < grid.length; down += 1) {
        for (let right = 0; right < Math.max(1, cell.colSpan); right += 1) grid[line + down][column + right] = EMPTY
      }
      grid[line][column] = contentOf(cell)
    }
  })
  return grid.map(row => Array.from(row, cell => cell ?? EMPTY))
}

function contentOf(cell) {
  const blocks = readBlocks(cell).blocks
    .map(block => ({ ...block, pieces: block.pieces.map(({ text, attributes }) => ({ text: normalised(text), attributes })) }))
  const { text, spans } = textOf(blocks)
  return { text, spans: joined(spans), isHeading: cell.tagName === "TH" || cell.closest("thead") !== null }
}

/** A spreadsheet's cells as plain text: a line a row, a tab between two. */
function linesOf(text) {
  if (!text.includes("\t")) return []
  return normalised(text).split("\n").map(line => line.split("\t").map(cell => ({ text: cell.trim(), spans: [], isHeading: false })))
}

const EMPTY = Object.freeze({ text: "", spans: [], isHeading: false })
