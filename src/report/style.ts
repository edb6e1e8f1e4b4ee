/** Colours and symbols, and whether to use them: `NO_COLOR`, `FORCE_COLOR`, `--use-colors`, the terminal, the locale. */
import type { Output } from './output.js'

export type Env = Readonly<Record<string, string | undefined>>

const codes = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, grey: 90, bold: 1, dim: 2 } as const
export type Paint = Readonly<Record<keyof typeof codes, (text: string) => string>>

export interface Symbols {
  readonly ok: string
  readonly warn: string
  readonly fail: string
  readonly skip: string
  readonly none: string
  readonly bar: string
  readonly barRest: string
  readonly gutter: string
  readonly caret: string
  readonly dot: string
  readonly arrow: string
  readonly minus: string
  readonly spinner: readonly string[]
}

const unicode: Symbols = {
  ok: '✓',
  warn: '!',
  fail: '✗',
  skip: '–',
  none: '·',
  bar: '━',
  barRest: '─',
  gutter: '│',
  caret: '^',
  dot: '·',
  arrow: '›',
  minus: '−',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
}

const ascii: Symbols = {
  ok: '+',
  warn: '!',
  fail: 'x',
  skip: '-',
  none: '.',
  bar: '=',
  barRest: '-',
  gutter: '|',
  caret: '^',
  dot: '*',
  arrow: '>',
  minus: '-',
  spinner: ['|', '/', '-', '\\'],
}

export interface Style {
  readonly paint: Paint
  readonly symbols: Symbols
  readonly colours: boolean
}

export function createStyle(colours: boolean, plainText: boolean): Style {
  const paint = Object.fromEntries(
    Object.entries(codes).map(([name, code]) => [
      name,
      (text: string) => (colours && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text),
    ]),
  ) as Paint
  return { paint, symbols: plainText ? ascii : unicode, colours }
}

/** `flag` is `--use-colors` as given, undefined when nobody said. */
export function wantsColours(output: Pick<Output, 'isTTY'>, env: Env, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag
  if (env.NO_COLOR) return false
  const force = env.FORCE_COLOR
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false'
  return output.isTTY && env.TERM !== 'dumb'
}

/** True where the terminal cannot be trusted with anything but ASCII. */
export function wantsAscii(env: Env): boolean {
  if (env.SLUICE_ASCII) return true
  if (env.TERM === 'dumb' || env.TERM === 'linux') return true
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return locale !== '' && !/utf-?8/i.test(locale)
}

const escapePattern = `${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`
const escapes = new RegExp(escapePattern, 'g')
const escapesKept = new RegExp(`(${escapePattern})`)

export function stripStyle(text: string): string {
  return text.replace(escapes, '')
}

/** Cells a text takes; wide East Asian characters take two, combining marks none. */
export function cells(text: string): number {
  let width = 0
  for (const character of stripStyle(text)) width += cellsOf(character.codePointAt(0) ?? 0)
  return width
}

function cellsOf(code: number): number {
  if (code < 32 || (code >= 0x300 && code <= 0x36f) || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f)) return 0
  const wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3)
  return wide || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff00 && code <= 0xff60) || (code >= 0x1f300 && code <= 0x1faff) ? 2 : 1
}

export function padCells(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)))
}

export function padCellsStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - cells(text))) + text
}

/** Cut to a width, escapes left whole. */
export function cut(text: string, width: number): string {
  if (cells(text) <= width) return text
  let out = ''
  let used = 0
  for (const part of text.split(escapesKept)) {
    if (part.startsWith('\u001b')) {
      out += part
      continue
    }
    for (const character of part) {
      const size = cellsOf(character.codePointAt(0) ?? 0)
      if (used + size > width - 1) continue
      out += character
      used += size
    }
  }
  return `${out}…`
}
