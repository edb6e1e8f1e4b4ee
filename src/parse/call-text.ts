/**
 * Reads one call with literal arguments, such as `ref('orders', v=2)`, without the template engine: the form `depends_on`
 * of exposures, inputs of unit tests, `to:` of tests, relations of snapshots and most calls in models are written in.
 */
import { Float } from '../core/float.js'

export type Literal = string | number | boolean | null | Float | readonly Literal[] | { readonly [key: string]: Literal }

export interface CallText {
  readonly name: string
  readonly args: readonly Literal[]
  readonly kwargs: Readonly<Record<string, Literal>>
  /** Offset behind the closing bracket. */
  readonly end: number
}

const token =
  /(?:\s|#(?!\}).*$)*(?:('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|([A-Za-z_]\w*)|(-?\d+\.\d+(?![\w.])|-?\d+(?![\w.]))|([(),=[\]{}:]))/my

interface Tokens {
  readonly text: string
  at: number
}

type Token = { readonly kind: 'text' | 'name' | 'number' | 'mark'; readonly value: string }

/** The call the text consists of; undefined for anything else, which then needs the engine. */
export function readCall(text: string): CallText | undefined {
  const call = readCallAt(text, 0)
  return call && text.slice(call.end).trim() === '' ? call : undefined
}

export function readCallAt(text: string, start: number): CallText | undefined {
  const tokens: Tokens = { text, at: start }
  const name = next(tokens)
  if (name?.kind !== 'name' || next(tokens)?.value !== '(') return undefined
  const args: Literal[] = []
  const kwargs: Record<string, Literal> = {}
  const complete = readItems(tokens, ')', () => {
    const keyword = keywordAhead(tokens)
    const value = readLiteral(tokens)
    if (value === undefined) return false
    if (keyword === undefined) args.push(value)
    else kwargs[keyword] = value
    return true
  })
  return complete ? { name: name.value, args, kwargs, end: tokens.at } : undefined
}

/** Items separated by commas up to a closing mark; false where something is not as expected. */
function readItems(tokens: Tokens, close: string, item: () => boolean): boolean {
  for (;;) {
    if (peek(tokens)?.value === close && peek(tokens)?.kind === 'mark') {
      next(tokens)
      return true
    }
    if (!item()) return false
    const after = next(tokens)
    if (after?.kind !== 'mark' || (after.value !== ',' && after.value !== close)) return false
    if (after.value === close) return true
  }
}

function keywordAhead(tokens: Tokens): string | undefined {
  const at = tokens.at
  const name = next(tokens)
  if (name?.kind === 'name' && next(tokens)?.value === '=') return name.value
  tokens.at = at
  return undefined
}

function peek(tokens: Tokens): Token | undefined {
  const at = tokens.at
  const found = next(tokens)
  tokens.at = at
  return found
}

function next(tokens: Tokens): Token | undefined {
  token.lastIndex = tokens.at
  const match = token.exec(tokens.text)
  if (!match) return undefined
  tokens.at = token.lastIndex
  if (match[1] !== undefined) return { kind: 'text', value: match[1] }
  if (match[2] !== undefined) return { kind: 'name', value: match[2] }
  if (match[3] !== undefined) return { kind: 'number', value: match[3] }
  return { kind: 'mark', value: match[4] as string }
}

const constants: Readonly<Record<string, Literal>> = { True: true, true: true, False: false, false: false, None: null, none: null }

function readLiteral(tokens: Tokens): Literal | undefined {
  const current = next(tokens)
  switch (current?.kind) {
    case 'text':
      return unquote(current.value)
    case 'number':
      return toNumber(current.value)
    case 'name':
      return Object.hasOwn(constants, current.value) ? constants[current.value] : undefined
    case 'mark':
      return current.value === '[' ? readList(tokens) : current.value === '{' ? readDict(tokens) : undefined
    default:
      return undefined
  }
}

function readList(tokens: Tokens): Literal[] | undefined {
  const list: Literal[] = []
  const complete = readItems(tokens, ']', () => {
    const value = readLiteral(tokens)
    if (value !== undefined) list.push(value)
    return value !== undefined
  })
  return complete ? list : undefined
}

function readDict(tokens: Tokens): Record<string, Literal> | undefined {
  const dict: Record<string, Literal> = {}
  const complete = readItems(tokens, '}', () => {
    const key = next(tokens)
    if (key?.kind !== 'text' || next(tokens)?.value !== ':') return false
    const value = readLiteral(tokens)
    if (value !== undefined) dict[unquote(key.value)] = value
    return value !== undefined
  })
  return complete ? dict : undefined
}

function toNumber(text: string): number | Float {
  const value = Number(text)
  return text.includes('.') && Number.isInteger(value) ? new Float(value) : value
}

/** Only the escapes that mean the same everywhere; others are left to the engine's rules by keeping their backslash. */
function unquote(text: string): string {
  const body = text.slice(1, -1)
  if (!body.includes('\\')) return body
  return body.replace(
    /\\([\s\S])/g,
    (all, letter: string) => ({ n: '\n', t: '\t', r: '\r', "'": "'", '"': '"', '\\': '\\' })[letter] ?? all,
  )
}

/** `ref(…)` as dbt keeps it; undefined where the arguments are none of its forms. */
export function asRef(
  call: CallText,
): { readonly name: string; readonly package: string | null; readonly version: string | number | null } | undefined {
  if (call.name !== 'ref' || call.args.length === 0 || call.args.length > 2) return undefined
  const [first, second] = call.args
  if (typeof first !== 'string' || (second !== undefined && typeof second !== 'string')) return undefined
  const given = call.kwargs.version ?? call.kwargs.v ?? null
  if (given !== null && typeof given !== 'string' && typeof given !== 'number') return undefined
  return second === undefined ? { name: first, package: null, version: given } : { name: second, package: first, version: given }
}

export function asSource(call: CallText): readonly [string, string] | undefined {
  const [first, second] = call.args
  return call.name === 'source' && call.args.length === 2 && typeof first === 'string' && typeof second === 'string'
    ? [first, second]
    : undefined
}
