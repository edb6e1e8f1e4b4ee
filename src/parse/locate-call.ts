/** Finds where a template calls `ref('x')`, `source('a', 'b')` and the like, for errors about what they name. */
import type { SourceLocation } from '../core/error.js'
import { readCallAt } from './call-text.js'

export interface Template {
  readonly file: string
  /** Line of the first character of `text` in the file. */
  readonly line: number
  readonly text: string
}

/** The first call whose literal arguments are these; the template's start where no call is written so. */
export function locateCall(template: Template, name: string, args: readonly string[]): SourceLocation {
  const pattern = new RegExp(`\\b${name}\\s*\\(`, 'g')
  for (let match = pattern.exec(template.text); match; match = pattern.exec(template.text)) {
    const call = readCallAt(template.text, match.index)
    if (call && call.args.length === args.length && call.args.every((value, index) => value === args[index]))
      return placeAt(template, match.index, call.end)
  }
  return { file: template.file, line: template.line, column: 1 }
}

export function placeAt(template: Template, start: number, end: number): SourceLocation {
  const from = position(template.text, start)
  const to = position(template.text, end)
  const line = template.line - 1
  return { file: template.file, line: line + from.line, column: from.column, endLine: line + to.line, endColumn: to.column }
}

function position(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}
