/** CSV of fixtures and seeds as unit tests see it: a header, then rows of text; Python's csv rules. */

export function csvRows(text: string): Record<string, string | null>[] {
  const [header, ...rows] = csvLines(text)
  if (!header) return []
  return rows.filter((row) => row.length > 0).map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? null])))
}

/** A cell in quotes or plain, and what ends it. */
const cell = /(?:"((?:[^"]|"")*)"([^,\r\n]*)|([^,\r\n]*))(,|\r\n|\n|\r|$)/y

function csvLines(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  cell.lastIndex = 0
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text)
    if (!match) break
    const [whole, quoted, after = '', plain = '', end] = match
    const value = quoted === undefined ? plain : quoted.replaceAll('""', '"') + after
    // A line break at once is an empty line, not an empty cell.
    if (row.length > 0 || end === ',' || whole !== end) row.push(value)
    if (end === ',' && cell.lastIndex < text.length) continue
    if (end === ',') row.push('')
    rows.push(row)
    row = []
  }
  return rows
}
