/** Queries of the parser's tree as ours. */
import type { Cte, Expression, FromItem, Join, Query, SelectQuery } from '../ir.js'
import { isPlainNest } from './expressions.js'
import { formOf } from './form.js'
import { isRaw, list, type Raw, raws, tagged, text } from './raw.js'
import { type Reader, UnreadableError } from './reader.js'
import { lifted } from './repair.js'

const wrappers: Readonly<Record<string, string>> = { create_table: 'as_select', create_view: 'query', paren: 'this', annotated: 'this' }

export class QueryReader {
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
  }

  read(node: unknown): Query {
    const found = tagged(node)
    if (!found) throw new UnreadableError('no query')
    const { kind, fields } = found
    const wrapped = wrappers[kind]
    if (kind.startsWith('create_')) this.#reader.unread(kind)
    return wrapped ? this.read(fields[wrapped]) : this.#plain(kind, fields, node)
  }

  #plain(kind: string, fields: Raw, node: unknown): Query {
    switch (kind) {
      case 'select':
        return this.#repaired(fields)
      case 'union':
      case 'except':
      case 'intersect':
        return this.#setOperation(kind, fields)
      case 'values':
        this.#reader.check('values', fields)
        return { kind, rows: raws(fields.expressions).map((row) => this.#reader.expressions(row.expressions)), ...this.#tail(fields) }
      case 'subquery':
        return this.#nested(fields)
      case 'alias':
        return this.#tableStatement(fields)
      case 'pivot':
      case 'unpivot':
      case 'table':
        return this.#everythingOf(node, fields)
      default:
        throw new UnreadableError(kind)
    }
  }

  #repaired(fields: Raw): Query {
    const repaired = lifted(fields)
    return repaired && tagged(repaired)?.kind !== 'select' ? this.read(repaired) : this.#select(fields)
  }

  #nested(fields: Raw): Query {
    this.#reader.check('nested', fields)
    return isPlainNest(fields) ? this.read(fields.this) : { kind: 'nested', query: this.read(fields.this), ...this.#tail(fields) }
  }

  #everythingOf(node: unknown, fields: Raw): SelectQuery {
    return { ...emptySelect, items: [allColumns], from: [{ source: this.#reader.source(node) }], ...this.#tail(fields) }
  }

  /** `table t` arrives as a column called `table` with the alias `t`. */
  #tableStatement(fields: Raw): Query {
    const inner = tagged(fields.this)
    const alias = this.#reader.name(fields.alias)
    if (inner?.kind !== 'column' || this.#reader.name(inner.fields.name)?.text.toLowerCase() !== 'table' || !alias)
      throw new UnreadableError('alias')
    return { ...emptySelect, items: [allColumns], from: [{ source: { kind: 'table', path: [alias], columns: [] } }] }
  }

  #setOperation(operator: 'union' | 'except' | 'intersect', fields: Raw): Query {
    const { all, by_name: byName } = fields
    this.#reader.check('set', fields)
    return {
      kind: 'set',
      operator,
      all: all === true,
      byName: byName === true,
      left: this.read(fields.left),
      right: this.read(fields.right),
      ...this.#tail(fields),
    }
  }

  #select(fields: Raw): SelectQuery {
    const groupBy = isRaw(fields.group_by) ? fields.group_by : {}
    this.#reader.check('select', fields)
    this.#reader.check('group_by', groupBy)
    this.#checkCommas(fields)
    const grouped = this.#reader.expressions(groupBy.expressions)
    const from = isRaw(fields.from) ? list(fields.from.expressions) : []
    return {
      kind: 'select',
      ...(fields.kind === 'STRUCT' && { struct: true as const }),
      items: list(fields.expressions).map(this.#reader.item),
      from: [
        ...this.#fromItems(from),
        ...this.#joins(fields.joins),
        ...raws(fields.lateral_views).map((view) => ({ source: this.#reader.source({ lateral_view: view }) })),
      ],
      where: [...this.#reader.inside(fields.where_clause), ...this.#reader.inside(fields.prewhere)],
      groupBy: isAll(grouped) ? [] : grouped,
      groupAll: groupBy.all === true || isAll(grouped),
      having: this.#reader.inside(fields.having),
      qualify: this.#reader.inside(fields.qualify),
      distinct: fields.distinct === true || list(fields.distinct_on).length > 0,
      distinctOn: this.#reader.expressions(fields.distinct_on),
      windows: raws(fields.windows).flatMap((window) => {
        const name = this.#reader.name(window.name)
        const base = isRaw(window.spec) ? this.#reader.name(window.spec.window_name) : undefined
        return name ? [{ name, ...(base && { base }), parts: this.#reader.inside(window.spec), form: formOf(window.spec) }] : []
      }),
      ...this.#tail(fields),
    }
  }

  #fromItems(nodes: readonly unknown[]): FromItem[] {
    return nodes.flatMap((node) => pairs(node).map((source) => ({ source: this.#reader.source(source) })))
  }

  #joins(value: unknown): FromItem[] {
    return raws(value).map((join) => ({ source: this.#reader.source(join.this), join: this.#joinOf(join) }))
  }

  #joinOf(join: Raw): Join {
    const kind = text(join.kind) ?? 'Inner'
    this.#reader.check('join', join)
    if (!plainJoins.test(kind)) this.#reader.unread(kind)
    const on = [...this.#reader.inside({ on: join.on }), ...this.#reader.inside({ match: join.match_condition })]
    return { kind: joinKind(kind), natural: kind.startsWith('Natural'), using: this.#reader.names(join.using), on }
  }

  #tail(fields: Raw) {
    const found = isRaw(fields.with) ? fields.with : {}
    this.#reader.check('with', found)
    const orderBy = [...this.#ordered(fields.order_by), ...this.#reader.inside(fields.sort_by), ...this.#reader.inside(fields.cluster_by)]
    return {
      ctes: raws(found.ctes).flatMap((each) => this.#cte(each)),
      recursive: found.recursive === true,
      orderBy: isAll(orderBy) ? [] : orderBy,
      orderAll: isAll(orderBy),
      limits: ['limit', 'offset', 'fetch'].flatMap((kind) => this.#limitOf(kind, fields[kind])),
    }
  }

  #limitOf(kind: string, node: unknown): Expression[] {
    if (!isRaw(node)) return []
    const parts = tagged(node) ? [this.#reader.expression(node)] : this.#reader.inside(node)
    return [{ kind: 'call', name: kind, role: 'plain', parts, detail: '', form: formOf(node) }]
  }

  /** What stands beside a key, `desc` and the place of nulls, keeps it inside a call. */
  #ordered(clause: unknown): Expression[] {
    const keys = isRaw(clause) ? raws(clause.expressions) : []
    return keys.flatMap((key) => {
      const parts = this.#reader.inside(key)
      const form = formOf(key)
      return form === plainKey ? parts : [{ kind: 'call', name: 'ordered', role: 'plain', parts, detail: '', form }]
    })
  }

  /** A comma binds weaker than a join, which the tree does not tell: it matters where a side may be empty. */
  #checkCommas(fields: Raw): void {
    const kinds = raws(fields.joins).map((join) => text(join.kind) ?? '')
    const commas = (isRaw(fields.from) && list(fields.from.expressions).length > 1) || kinds.includes('Implicit')
    if (commas && kinds.some((kind) => /Right|Full/.test(kind))) this.#reader.unread('comma')
  }

  #cte(fields: Raw): Cte[] {
    const name = this.#reader.name(fields.alias)
    this.#reader.check('cte', fields)
    return name ? [{ name, columns: this.#reader.names(fields.columns), query: this.read(fields.this) }] : []
  }
}

/** `group by all` and `order by all` may arrive as a column of this name, which is a reserved word. */
function isAll([only, ...others]: readonly Expression[]): boolean {
  return (
    others.length === 0 &&
    only?.kind === 'column' &&
    only.path.length === 1 &&
    only.path[0]?.quoted === false &&
    only.path[0].text.toLowerCase() === 'all'
  )
}

/** `f(x) as t(a int, b text)` in a list of sources arrives as a tuple of the two. */
function pairs(node: unknown): readonly unknown[] {
  const found = tagged(node)
  if (found?.kind !== 'tuple') return [node]
  const out: unknown[] = []
  for (const part of list(found.fields.expressions)) {
    const alias = tagged(part)
    const before = out.at(-1)
    if (alias?.kind === 'table_alias' && before) out[out.length - 1] = { defined: { of: before, ...alias.fields } }
    else out.push(part)
  }
  return out
}

/** The kinds that keep their whole meaning below. */
const plainJoins =
  /^(Inner|Left|Right|Full|Outer|Cross|Implicit|Natural|NaturalLeft|NaturalRight|NaturalFull|Semi|Anti|LeftSemi|LeftAnti|AsOf|Positional)$/

/** A key without a word beside it. */
const plainKey = formOf({ this: { column: {} }, desc: false })

function joinKind(kind: string): Join['kind'] {
  if (/Semi/.test(kind)) return 'semi'
  if (/Anti/.test(kind)) return 'anti'
  if (/^AsOf/.test(kind)) return 'asof'
  if (/Left|OuterApply/.test(kind)) return 'left'
  if (/Right/.test(kind)) return 'right'
  if (/Full|^Outer$/.test(kind)) return 'full'
  if (/Positional|Paste/.test(kind)) return 'positional'
  return /Cross|Implicit|Lateral|Array/.test(kind) ? 'cross' : 'inner'
}

const allColumns = { kind: 'star', except: [], replace: [], rename: [] } as const

const emptySelect: SelectQuery = {
  kind: 'select',
  items: [],
  from: [],
  where: [],
  groupBy: [],
  groupAll: false,
  having: [],
  qualify: [],
  distinct: false,
  distinctOn: [],
  windows: [],
  ctes: [],
  recursive: false,
  orderBy: [],
  orderAll: false,
  limits: [],
}
