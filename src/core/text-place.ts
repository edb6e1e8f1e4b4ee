/** Where a text stands that was read from a YAML file: no value keeps its place, and a folded one not even its lines. */
import type { SourceLocation } from './error.js'

/**
 * The place of `text` in `file`, from the line on where its key or list item stands (1-based). Its first line is looked
 * for, then its beginning; where neither is found, the place of the key.
 */
export function placeOfText(text: string, file: string, from: SourceLocation): SourceLocation {
  const lines = file.split('\n')
  const first = text.trim().split('\n')[0] ?? ''
  for (const needle of [first, first.slice(0, 24), /^\S+/.exec(first)?.[0] ?? '']) {
    if (needle === '') continue
    const line = lines.findIndex((each, index) => index >= from.line - 1 && each.includes(needle))
    if (line >= 0) return { file: from.file, line: line + 1, column: (lines[line] as string).indexOf(needle) + 1 }
  }
  return { file: from.file, line: from.line, column: from.column }
}
