/** `|` and `>` text, and unquoted words over several lines, for the plain reader. */
import { giveUp } from './yaml-flow.js'
import { resolvePlain } from './yaml-scalars.js'

export interface Reader {
  readonly lines: readonly string[]
  /** Column of each line's first character, -1 for blank and comment lines; a list item's dash moves it right. */
  readonly indents: number[]
  at: number
}

export function isDash(line: string, column: number): boolean {
  return line.charCodeAt(column) === 45 && (column + 1 === line.length || line.charCodeAt(column + 1) === 32)
}

/** An unquoted scalar with its continuation lines. */
export function readWords(reader: Reader, start: number, parentIndent: number): unknown {
  const first = reader.lines[reader.at] as string
  let text = plainPart(first.slice(start))
  const cut = text.length < first.trimEnd().length - start
  reader.at++
  for (let next = continuation(reader, reader.at, parentIndent); next !== -1; next = continuation(reader, reader.at, parentIndent)) {
    if (cut) throw giveUp
    const breaks = next - reader.at
    text += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + wholeLine(reader.lines[next] as string, reader.indents[next] as number)
    reader.at = next + 1
  }
  return text.includes('\n') ? text : resolvePlain(text)
}

/** The next line that goes on with the scalar, over blank ones; -1 where it ends. */
function continuation(reader: Reader, from: number, parentIndent: number): number {
  let next = from
  while (next < reader.lines.length && (reader.lines[next] as string).trim() === '') next++
  // A comment line ends the scalar; its column is -1.
  return next < reader.lines.length && (reader.indents[next] as number) > parentIndent ? next : -1
}

function wholeLine(line: string, column: number): string {
  const part = plainPart(line.slice(column))
  if (part.length < line.trimEnd().length - column || isDash(line, column)) throw giveUp
  return part
}

const unplain = /^(?:[&*!%@`?#,\]}]|- |: )|: |:$/

function plainPart(raw: string): string {
  const comment = raw.indexOf(' #')
  const text = (comment === -1 ? raw : raw.slice(0, comment)).trimEnd()
  if (unplain.test(text)) throw giveUp
  return text
}

export function readText(reader: Reader, header: string, parentIndent: number): string {
  const match = /^([|>])([-+]?)(?: +#.*| *)$/.exec(header)
  if (!match) throw giveUp
  const first = firstTextLine(reader)
  const indent = first === -1 ? -1 : columnOf(reader.lines[first] as string)
  if (indent <= parentIndent) return emptyText(reader, match[2] as string)
  const body: string[] = []
  let next = reader.at + 1
  for (; next < reader.lines.length; next++) {
    const line = reader.lines[next] as string
    const column = columnOf(line)
    if (column < line.length && column < indent) break
    // Blank lines before the first text line must not be deeper than it.
    if (next < first && column > indent) throw giveUp
    body.push(column === line.length && column < indent ? '' : line.slice(indent))
  }
  reader.at = next
  const text = assemble(body, match[1] === '>', match[2] as string)
  // The last line of a file that ends without a break has none to keep.
  return next === reader.lines.length && body.at(-1) !== '' && text.endsWith('\n') ? text.slice(0, -1) : text
}

function columnOf(line: string): number {
  let column = 0
  while (line.charCodeAt(column) === 32) column++
  return column
}

function firstTextLine(reader: Reader): number {
  for (let next = reader.at + 1; next < reader.lines.length; next++) if ((reader.lines[next] as string).trim() !== '') return next
  return -1
}

function emptyText(reader: Reader, chomp: string): string {
  const start = reader.at + 1
  reader.at = start
  while (reader.at < reader.lines.length && (reader.lines[reader.at] as string).trim() === '') reader.at++
  return chomp === '+' ? '\n'.repeat(reader.at - start) : ''
}

function assemble(body: string[], folded: boolean, chomp: string): string {
  let last = body.length
  while (last > 0 && body[last - 1] === '') last--
  const content = body.slice(0, last)
  const text = folded ? fold(content) : content.join('\n')
  if (chomp === '-') return text
  return `${text}\n${chomp === '+' ? '\n'.repeat(body.length - last) : ''}`
}

/** Line folding: single breaks become spaces, except around lines that are indented further. */
function fold(lines: readonly string[]): string {
  let text = ''
  let breaks = 0
  let previousIndented = false
  for (const [index, line] of lines.entries()) {
    if (line === '') {
      breaks++
      continue
    }
    const indented = line.startsWith(' ')
    if (index === 0 || text === '') text += '\n'.repeat(breaks) + line
    else text += joint(breaks, indented || previousIndented) + line
    previousIndented = indented
    breaks = 0
  }
  return text
}

/** What stands for a line end and the blank lines after it. */
function joint(blanks: number, kept: boolean): string {
  if (kept) return '\n'.repeat(blanks + 1)
  return blanks === 0 ? ' ' : '\n'.repeat(blanks)
}
