/** From DuckDB's excerpt (`LINE 2:    foo` and a caret) to an offset in the SQL that was sent. */

/** 0-based UTF-16 offset, or undefined where the text has no excerpt or it does not fit the statement. */
export function errorPosition(text: string, sql: string): number | undefined {
  const match = /^LINE (\d+): (.*)\n( *)\^/m.exec(text)
  if (!match) return undefined
  const [, number = '1', excerpt = '', indent = ''] = match
  const lines = sql.split('\n')
  const index = Number(number) - 1
  const line = lines[index]
  if (line === undefined) return undefined
  const lineStart = lines.slice(0, index).reduce((sum, before) => sum + before.length + 1, 0)
  const width = indent.length - `LINE ${number}: `.length
  const cut = excerpt.startsWith('...') && !line.startsWith('...')
  const shown = (cut ? excerpt.slice(3) : excerpt).replace(/\.\.\.$/, '')
  const shownAt = cut ? line.indexOf(shown) : 0
  if (shownAt < 0) return undefined
  const inShown = offsetAtWidth(cut ? shown : line, cut ? width - 3 : width)
  const offset = lineStart + shownAt + inShown
  return confirmed(offset + (/^\s*/.exec(sql.slice(offset))?.[0].length ?? 0), text, sql, lineStart)
}

/** N.B. in the second and later of several statements the caret is off by what stands before; the name it means is not. */
function confirmed(offset: number, text: string, sql: string, lineStart: number): number {
  const name = /(?:Referenced column|Table(?: with name)?|column named|Function with name|at or near) "?([\w.]+)"?/.exec(text)?.[1]
  if (name === undefined || sql.slice(offset).replace(/^"/, '').toLowerCase().startsWith(name.toLowerCase())) return offset
  const found = new RegExp(`(?<!\\w)${name.replaceAll('.', '\\.')}(?!\\w)`, 'i').exec(sql.slice(lineStart))
  return found ? lineStart + found.index : offset
}

/** DuckDB places the caret by display width: control characters have none, CJK and emoji two. */
function offsetAtWidth(line: string, width: number): number {
  let reached = 0
  let offset = 0
  for (const character of line) {
    if (reached >= width) break
    reached += displayWidth(character)
    offset += character.length
  }
  return offset
}

function displayWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 32) return 0
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
    character,
  ) && code > 255
    ? 2
    : 1
}
