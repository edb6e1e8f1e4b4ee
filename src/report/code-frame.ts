/**
 * Errors for people: code and place, the lines around it from the file as it is now, what was expected, how to mend it and
 * what to type next. Drawn at print time; errors themselves stay plain data.
 */
import type { ErrorFields, RelatedLocation, SourceLocation } from '../core/error.js'
import { cells, type Style } from './style.js'

export type ErrorData = ErrorFields & { readonly code: string }

export interface FrameContext {
  readonly style: Style
  /** Text of a file named relative to the project, or undefined when it cannot be read. */
  readonly readFile: (file: string) => string | undefined
  /** `next` is followed by `sluice explain CODE`. */
  readonly explain?: boolean
}

const linesBefore = 2
const linesAfter = 1

/** The whole block, lines without a final newline. */
export function drawError(error: ErrorData, context: FrameContext, severity: 'error' | 'warn' = 'error'): string {
  const { paint, symbols } = context.style
  const mark = severity === 'error' ? paint.red(`${symbols.fail} ${error.code}`) : paint.yellow(`${symbols.warn} ${error.code}`)
  const lines = [`${mark}${error.location ? `  ${placeText(error.location)}` : ''}`]
  const frame = error.location ? drawFrame(error.location, error.message, context) : undefined
  if (frame) lines.push(...frame)
  else lines.push(...indent(error.message))
  lines.push(...notes(error, context))
  return lines.join('\n')
}

function notes(error: ErrorData, context: FrameContext): string[] {
  const { paint } = context.style
  const note = (label: string, text: string | undefined) => (text ? [`  ${paint.cyan(label.padEnd(9))} ${indentRest(text, 12)}`] : [])
  const next = [error.next, ...(context.explain === false ? [] : [`sluice explain ${error.code}`])].filter(Boolean)
  return [
    ...note('expected', error.expected),
    ...(error.related ?? []).flatMap((related) => note('at', relatedText(related))),
    ...note('hint', error.hint),
    ...note('next', next.join(` ${context.style.symbols.dot} `)),
  ]
}

function relatedText(related: RelatedLocation): string {
  return `${placeText(related.location)}  ${related.message}`
}

export function placeText(location: SourceLocation): string {
  return `${location.file}:${location.line}:${location.column}`
}

function indent(text: string): string[] {
  return text.split('\n').map((line) => `  ${line}`)
}

function indentRest(text: string, by: number): string {
  return text.split('\n').join(`\n${' '.repeat(by)}`)
}

/** Lines around the place with the message under the offending part; undefined when the file has no such line. */
function drawFrame(location: SourceLocation, message: string, context: FrameContext): string[] | undefined {
  const source = context
    .readFile(location.file)
    ?.replace(/\r?\n$/, '')
    .split(/\r?\n/)
  const at = source?.[location.line - 1]
  if (!source || at === undefined) return undefined
  const { paint, symbols } = context.style
  const first = Math.max(1, location.line - linesBefore)
  const last = Math.min(source.length, location.line + linesAfter)
  const width = String(last).length
  const row = (number: string, text: string) => `  ${paint.dim(`${number.padStart(width)} ${symbols.gutter}`)} ${text}`.trimEnd()
  const lines: string[] = []
  for (let number = first; number <= last; number++) {
    lines.push(row(String(number), expandTabs(source[number - 1] ?? '')))
    if (number === location.line) lines.push(...pointer(location, at, message, context).map((text) => row('', text)))
  }
  return lines
}

function pointer(location: SourceLocation, line: string, message: string, context: FrameContext): string[] {
  const { paint, symbols } = context.style
  const start = Math.min(location.column - 1, line.length)
  const before = cells(expandTabs(line.slice(0, start)))
  const end = location.endLine === undefined || location.endLine === location.line ? location.endColumn : line.length + 1
  const length = Math.max(1, Math.min(end === undefined ? wordLength(line, start) : end - location.column, line.length - start))
  const [head = '', ...rest] = message.split('\n')
  const margin = ' '.repeat(before)
  return [
    `${margin}${paint.red(`${symbols.caret.repeat(length)} ${head}`)}`,
    ...rest.map((text) => `${margin}${' '.repeat(length + 1)}${text}`),
  ]
}

function wordLength(line: string, start: number): number {
  return /^[\w$]+/.exec(line.slice(start))?.[0].length ?? 1
}

function expandTabs(text: string): string {
  return text.replaceAll('\t', '  ')
}
