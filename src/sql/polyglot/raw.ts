/** The parser's tree, read as plain data: its 900 node types are not ours to name, its shape is `{kind: {fields}}`. */
import type { Name, Span } from '../ir.js'

export type Raw = Readonly<Record<string, unknown>>

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `{select: {…}}` as its kind and its fields. */
export function tagged(node: unknown): { readonly kind: string; readonly fields: Raw } | undefined {
  if (!isRaw(node)) return undefined
  const kinds = Object.keys(node)
  const [kind] = kinds
  // A clause `{this: …}` is no node.
  if (kind === undefined || kind === 'this' || kinds.length !== 1) return undefined
  const fields = node[kind]
  if (fields === null && /^(row_number|random|pi)$/.test(kind)) return { kind, fields: {} }
  return isRaw(fields) ? { kind, fields } : undefined
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function raws(value: unknown): readonly Raw[] {
  return list(value).filter(isRaw)
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export type ToSpan = (raw: unknown) => Span | undefined

/** The parser counts code points, JavaScript UTF-16 units: the same until the first character beyond the first plane. */
export function spanReader(sql: string): ToSpan {
  const astral = /[\ud800-\udbff]/.test(sql)
  let offsets: number[] | undefined
  const at = (codePoint: number): number => {
    if (!astral) return codePoint
    offsets ??= offsetsOf(sql)
    return offsets[codePoint] ?? sql.length
  }
  return (raw) => {
    if (!isRaw(raw) || typeof raw.start !== 'number' || typeof raw.end !== 'number') return undefined
    return { start: at(raw.start), end: at(raw.end) }
  }
}

function offsetsOf(sql: string): number[] {
  const offsets: number[] = []
  let at = 0
  for (const character of sql) {
    offsets.push(at)
    at += character.length
  }
  offsets.push(at)
  return offsets
}

/** Reads `{name, quoted, span}`, a bare string, or a node that has one of these as its only name. */
export function nameOf(value: unknown, toSpan: ToSpan): Name | undefined {
  if (typeof value === 'string') return value === '' ? undefined : { text: value, quoted: false }
  if (!isRaw(value)) return undefined
  if (typeof value.name === 'string') return written(value.name, value, toSpan)
  if (isRaw(value.name)) return nameOf(value.name, toSpan)
  const inner = tagged(value)?.fields
  return inner && nameOf(inner.alias ?? inner.this ?? inner.name ?? inner, toSpan)
}

function written(text: string, { quoted, span: raw }: Raw, toSpan: ToSpan): Name | undefined {
  const span = toSpan(raw)
  return text === '' ? undefined : { text, quoted: quoted === true, ...(span && { span }) }
}
