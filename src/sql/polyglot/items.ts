/** The items of a select: values with their names, and stars. */
import type { Item, StarItem } from '../ir.js'
import { list, type Raw, raws, tagged, text } from './raw.js'
import type { Reader } from './reader.js'

/** Functions around `columns(…)` deeper than this are not looked into. */
const deepest = 4

export class ItemReader {
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
  }

  read(node: unknown): Item {
    const found = tagged(node)
    if (found?.kind === 'star') return this.#star(found.fields)
    if (found?.kind === 'braced_wildcard') {
      this.#reader.unread('braced_wildcard')
      return emptyStar
    }
    if (found?.kind === 'annotated') return this.read(found.fields.this)
    const inner = found?.kind === 'alias' ? found.fields.this : node
    const alias = found?.kind === 'alias' ? this.#reader.name(found.fields.alias) : undefined
    return this.#columns(inner, 0) ?? { kind: 'expression', value: this.#reader.expression(inner), ...(alias && { alias }) }
  }

  #star(fields: Raw): StarItem {
    this.#reader.check('star', fields)
    const table = this.#reader.name(fields.table)
    const span = this.#reader.span(fields.span)
    return {
      kind: 'star',
      ...(table && { table }),
      except: this.#reader.names(fields.except),
      replace: raws(fields.replace).flatMap((each) => {
        const name = this.#reader.name(each.alias)
        return name ? [{ name, value: this.#reader.expression(each.this) }] : []
      }),
      rename: list(fields.rename).flatMap((each) => {
        const [from, to] = this.#reader.names(each)
        return from && to ? [{ from, to }] : []
      }),
      ...(span && { span }),
    }
  }

  /** DuckDB's `columns('pattern')` and `columns(*)`, alone or inside functions. */
  #columns(node: unknown, depth: number): StarItem | undefined {
    const found = tagged(node)
    if (!found || depth > deepest) return undefined
    const name = found.kind === 'function' ? text(found.fields.name)?.toLowerCase() : found.kind
    const [first] = list(found.fields.args)
    if (name !== 'columns') return this.#columns(found.kind === 'function' ? first : found.fields.this, depth + 1)
    const argument = tagged(first ?? found.fields.this)
    const base = argument?.kind === 'star' ? this.#star(argument.fields) : emptyStar
    const matching = argument?.kind === 'literal' ? String(argument.fields.value) : namesIn(argument?.fields.expressions)
    const unsure = matching === undefined && argument !== undefined && argument.kind !== 'star'
    this.#reader.unread('columns')
    return { ...base, ...(matching !== undefined && { matching }), ...(depth > 0 && { inside: true }), ...(unsure && { unsure }) }
  }
}

/** `columns(['a', 'b'])`. */
function namesIn(value: unknown): string | undefined {
  const names = list(value).map((each) => tagged(each))
  if (names.length === 0 || names.some((each) => each?.kind !== 'literal')) return undefined
  const escaped = names.map((each) => String(each?.fields.value).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
  return `^(${escaped.join('|')})$`
}

const emptyStar: StarItem = { kind: 'star', except: [], replace: [], rename: [] }
