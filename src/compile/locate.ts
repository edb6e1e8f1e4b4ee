/** Leads an error of the warehouse back to the template: it names an offset in the SQL that was sent. */
import { type RelatedLocation, SluiceError, type SourceLocation } from '../core/error.js'
import type { CompiledNode } from './types.js'

export function locateDatabaseError(error: SluiceError, compiled: CompiledNode | undefined): SluiceError {
  const { detail } = error.fields
  const sent = detail?.['sql']
  const position = detail?.['position']
  if (!compiled || typeof sent !== 'string') return error
  const inCompiled = typeof position === 'number' ? offsetInCompiled(compiled.code, sent, position) : quoted(compiled.code, error.message)
  const origin = inCompiled === undefined ? undefined : compiled.map.at(inCompiled)
  if (!origin || inCompiled === undefined) return error
  const { line, column } = placeIn(compiled.code, inCompiled)
  const file = compiled.node.compiled_path
  const inSql = file ? [{ message: 'in the compiled SQL', location: { file, line, column } }] : []
  // The macros of the materialization, which sent the statement, are not where it went wrong.
  const placed = (location: SourceLocation, stack: readonly RelatedLocation[]): SluiceError =>
    new SluiceError(error.code, { ...error.fields, location, related: [...stack, ...inSql] })
  if (origin.macro === null) return placed(origin.location, [])
  const written = compiled.macroLine(origin.macro, compiled.code.split('\n')[line - 1] ?? '', column)
  // The call is certain and the author's own; the line of the macro is a guess, and may be another package's.
  if (!written) return placed(origin.location, [{ message: `written by macro '${origin.macro}'`, location: origin.location }])
  return placed(origin.location, [{ message: `in macro '${written.macro}'`, location: written.location }])
}

/** Errors without a position: what they quote, a file's path say, where the SQL quotes it too, once. */
function quoted(code: string, message: string): number | undefined {
  for (const [, double, single] of message.matchAll(/"([^"]+)"|'([^']+)'/g)) {
    const literals = [`'${double ?? single}'`, `"${double ?? single}"`]
    const found = literals.find((literal) => code.split(literal).length === 2)
    if (found !== undefined) return code.indexOf(found)
  }
  return undefined
}

function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** The compiled text lies somewhere inside the statement; outside it the statement is a macro's own. */
function offsetInCompiled(code: string, sent: string, position: number): number | undefined {
  const trimmed = code.trim()
  if (trimmed === '') return undefined
  const start = sent.indexOf(trimmed)
  if (start < 0 || position < start || position > start + trimmed.length) return undefined
  return position - start + code.indexOf(trimmed)
}
