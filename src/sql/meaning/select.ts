/** Queries to what they mean: the shape of their rows, and each column's value told by the instances in `from`. */
import { foldName } from '../dialect.js'
import type { Expression, ExpressionItem, Query, SelectQuery, ValuesQuery } from '../ir.js'
import { nameOfItem } from '../resolve/names.js'
import { dependsOnOrder } from './functions.js'
import {
  type AliasUse,
  type Column,
  type Context,
  type Ctes,
  type Definition,
  newFrame,
  newScope,
  type Place,
  type Scope,
  type Shape,
} from './model.js'
import { areLight, hasWindow, isAggregate, isThin, mayShape, someCall, valuesOf } from './plain.js'
import { setOperation } from './set.js'
import { joinedText, renamed, SourceReader } from './source.js'
import { starColumns } from './star.js'
import { asSet, node, UnsureError } from './text.js'
import { conditions, type Reader, textOf, windowText } from './value.js'

/** Dialects in which an item may name an earlier one's alias, and a condition any. */
const lateral = new Set(['duckdb', 'snowflake', 'redshift', 'databricks', 'spark'])

type Answer = Pick<Shape, 'columns' | 'open' | 'layout'>

export class SelectReader implements Reader {
  readonly dialect: Context['dialect']
  readonly #sources = new SourceReader(this)

  constructor(dialect: Context['dialect']) {
    this.dialect = dialect
  }

  query(query: Query, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
    const all = this.ctes(query, ctes, outer)
    switch (query.kind) {
      case 'select':
        return this.#select(query, { scope: newScope(newFrame(), outer), ctes: all, context, aliases: 'never', lambdas: 0 })
      case 'set':
        return this.#tail(
          query,
          setOperation(query, (each) => this.query(each, all, outer, context)),
          all,
          outer,
          context,
        )
      case 'nested':
        return this.#tail(query, this.query(query.query, all, outer, context), all, outer, context)
      case 'values':
        return this.#tail(query, this.#values(query, all, outer, context), all, outer, context)
    }
  }

  ctes(query: Query, ctes: Ctes, outer: Scope | undefined): Ctes {
    if (query.ctes.length === 0) return ctes
    if (query.recursive && query.ctes.some((cte) => cte.query.kind === 'set')) throw new UnsureError('a recursive query')
    const all = new Map(ctes)
    for (const cte of query.ctes) {
      const definition: Definition = { cte, ctes: new Map(all), outer, recursive: false }
      all.set(foldName(cte.name.text, cte.name.quoted, this.dialect, 'table'), definition)
    }
    return all
  }

  #select(query: SelectQuery, place: Place): Shape {
    const passed = isThin(query) ? this.#passed(query, place) : undefined
    if (passed) return passed
    const joined = this.#sources.add(query.from, place)
    this.#windows(query, place)
    const answer = this.items(query, place)
    const { frame } = place.scope
    frame.where.push(...this.where(query, place))
    const own = this.order(query, answer.columns, place)
    const inherited = [...frame.orders, ...joined.map((each) => each.order)].filter((each) => each !== '').join()
    const rows = [
      node('from', ...joined.map(joinedText)),
      node('where', ...asSet(frame.where)),
      ...this.#grouping(query, answer, place),
      ...this.#cut(query, answer, place, own, inherited),
      ...shaping(query, place, this),
    ]
    if (inherited !== '' && (query.limits.length > 0 || orderMatters(query))) rows.push(node('in order', inherited))
    const late = query.limits.length > 0 || query.distinct || query.qualify.length > 0
    return { ...answer, rows: node('select', ...rows), order: own || inherited, late }
  }

  /** A select that only names and computes columns of one query has that query's rows. */
  #passed(query: SelectQuery, place: Place): Shape | undefined {
    const inner = this.#only(query, place)
    if (!inner || (inner.shape.late && (hasWindow(query) || !areLight(query, true)))) return undefined
    const { shape, alias, path } = inner
    place.scope.relations.push({ alias, path, columns: shape.columns, open: shape.open })
    this.#windows(query, place)
    const answer = this.items(query, place)
    const more = [...shaping(query, place, this), ...(shape.order !== '' && orderMatters(query) ? [node('in order', shape.order)] : [])]
    const rows = more.length > 0 ? node('over', shape.rows, ...more) : shape.rows
    return { ...answer, rows, order: this.order(query, answer.columns, place) || shape.order, late: shape.late }
  }

  /** The query that is the only source, where there is one. */
  #only(query: SelectQuery, place: Place): { shape: Shape; alias: string | undefined; path: readonly string[] } | undefined {
    const source = query.from[0]?.source
    if (source?.kind !== 'table' && source?.kind !== 'query') return undefined
    const alias = source.alias && foldName(source.alias.text, source.alias.quoted, this.dialect, 'table')
    if (source.kind === 'query') {
      const shape = this.query(source.query, place.ctes, place.scope, place.context)
      return { shape: { ...shape, columns: renamed(shape.columns, source.columns, place) }, alias, path: [] }
    }
    const [name] = source.path
    const key = source.path.length === 1 && name ? foldName(name.text, name.quoted, this.dialect, 'table') : ''
    const definition = place.ctes.get(key)
    if (!definition) return undefined
    const outer: Scope = { ...newScope(newFrame(), definition.outer), barrier: true }
    definition.shape ??= this.query(definition.cte.query, definition.ctes, outer, place.context)
    const columns = renamed(renamed(definition.shape.columns, definition.cte.columns, place), source.columns, place)
    return { shape: { ...definition.shape, columns }, alias, path: [key] }
  }

  #windows(query: SelectQuery, place: Place): void {
    for (const { name, parts, form, base } of query.windows) {
      const known = base && place.scope.windows.get(foldName(base.text, base.quoted, this.dialect))
      if (form === undefined || (base && known === undefined)) throw new UnsureError('a window of unknown shape')
      const own = form.replace(/window_name:"(?:[^"\\]|\\.)*"q?,?/, '')
      const values = parts.map((part) => textOf(part, place, this))
      const text = windowText(own, known === undefined ? values : [known, ...values])
      place.scope.windows.set(foldName(name.text, name.quoted, this.dialect), text)
    }
  }

  items(query: SelectQuery, place: Place): Answer {
    const inItems = inItem(place)
    const columns: Column[] = []
    const open: string[] = []
    const layout: string[] = []
    for (const item of query.items) {
      if (item.kind === 'star') {
        const star = starColumns(item, inItems, (at) => textOf(item.replace[at]?.value as Expression, inItems, this))
        columns.push(...star.columns)
        open.push(...star.open)
        layout.push(...star.columns.flatMap(({ key, value }) => [key, value]), ...star.open)
      } else {
        const column = this.#column(item, inItems)
        columns.push(column)
        layout.push(column.key, column.value)
      }
    }
    for (const column of columns) if (!place.scope.aliases.has(column.key)) place.scope.aliases.set(column.key, column)
    return { columns, open: [...new Set(open)], layout: open.length > 0 ? node('layout', ...layout) : '' }
  }

  #column(item: ExpressionItem, place: Place): Column {
    const name = item.alias ?? nameOfItem(item.value, this.dialect)
    const column = { key: foldName(name.text, name.quoted, this.dialect), name: name.text, value: textOf(item.value, place, this) }
    if (item.alias && !place.scope.aliases.has(column.key)) place.scope.aliases.set(column.key, column)
    return column
  }

  /** After the items, whose aliases a condition may use in some dialects. */
  where(query: SelectQuery, place: Place): string[] {
    return conditions(query.where, { ...place, aliases: lateral.has(this.dialect) ? 'column' : 'never' }, this)
  }

  #grouping(query: SelectQuery, answer: Answer, place: Place): string[] {
    const known = /duckdb|postgres|redshift|snowflake/.test(this.dialect)
    const keys = query.groupBy.map((each) => this.#key(each, answer, { ...place, aliases: known ? 'column' : 'unsure' }))
    if (query.groupAll) keys.push(...groupAllKeys(query, answer))
    const aggregated = [...valuesOf(query.items), ...query.having, ...query.qualify, ...query.orderBy].some((each) =>
      someCall(each, isAggregate),
    )
    const out =
      keys.length > 0 || query.groupAll ? [node('group', ...asSet(keys))] : aggregated || query.having.length > 0 ? ['one group'] : []
    const having = conditions(query.having, { ...place, aliases: lateral.has(this.dialect) ? 'unsure' : 'never' }, this)
    return having.length > 0 ? [...out, node('having', ...asSet(having))] : out
  }

  #cut(query: SelectQuery, answer: Answer, place: Place, own: string, inherited: string): string[] {
    const out: string[] = []
    const unsure: Place = { ...place, aliases: 'unsure' }
    if (query.qualify.length > 0) out.push(node('qualify', ...asSet(conditions(query.qualify, unsure, this))))
    if (query.distinctOn.length > 0) {
      const keys = query.distinctOn.map((each) => this.#key(each, answer, unsure))
      out.push(node('distinct on', own, inherited, ...asSet(keys)))
    } else if (query.distinct) out.push(node('distinct', answer.layout, ...asSet(answer.columns.map(({ value }) => value))))
    if (query.limits.length > 0) out.push(node('limit', own, ...query.limits.map((each) => textOf(each, place, this))))
    return out
  }

  /** A number means an item. */
  #key(expression: Expression, answer: Answer, place: Place): string {
    if (expression.kind === 'call' && expression.name === 'ordered' && expression.parts[0])
      return node('ordered', expression.form ?? '', this.#key(expression.parts[0], answer, place))
    if (expression.kind !== 'literal' || expression.type !== 'number' || !/^\d+$/.test(expression.text))
      return textOf(expression, place, this)
    const column = answer.columns[Number(expression.text) - 1]
    if (!column || answer.open.length > 0) throw new UnsureError('a number for an unknown item')
    return column.value
  }

  order(query: Query, columns: readonly Column[], place: Place): string {
    if (query.orderAll) return node('order', ...columns.map(({ value }) => value))
    const keys = query.orderBy.map((each) => {
      const bare = each.kind === 'call' && each.name === 'ordered' ? each.parts[0] : each
      const aliases: AliasUse = bare?.kind === 'column' && bare.path.length === 1 ? 'alias' : 'unsure'
      return this.#key(each, { columns, open: [], layout: '' }, { ...place, aliases })
    })
    return keys.length > 0 ? node('order', ...keys) : ''
  }

  #values(query: ValuesQuery, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
    const place: Place = { scope: newScope(newFrame(), outer), ctes, context, aliases: 'never', lambdas: 0 }
    const width = Math.max(0, ...query.rows.map((row) => row.length))
    const columns = Array.from({ length: width }, (_each, index) => {
      const name = this.dialect === 'duckdb' ? `col${index}` : `column${index + 1}`
      const values = query.rows.map((row) => (row[index] ? textOf(row[index], place, this) : ''))
      return { key: foldName(name, false, this.dialect), name, value: node('values', ...values) }
    })
    return { columns, open: [], layout: '', rows: node('values', String(query.rows.length)), order: 'as written', late: false }
  }

  /** Order and limits of what is no plain select. */
  #tail(query: Query, shape: Shape, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
    const scope = newScope(newFrame(), outer)
    scope.relations.push({ alias: undefined, path: [], columns: shape.columns, open: shape.open })
    const place: Place = { scope, ctes, context, aliases: 'never', lambdas: 0 }
    const order = this.order(query, shape.columns, place) || shape.order
    if (query.limits.length === 0) return { ...shape, order }
    const limits = query.limits.map((each) => textOf(each, place, this))
    return { ...shape, order, rows: node('limited', shape.rows, shape.order, order, ...limits), late: true }
  }
}

function inItem(place: Place): Place {
  return { ...place, aliases: lateral.has(place.context.dialect) ? 'column' : 'never' }
}

/** Values that may be several rows, for all that is known of their functions. */
function shaping(query: SelectQuery, place: Place, reader: Reader): string[] {
  const inItems = inItem(place)
  const found = valuesOf(query.items).filter(mayShape)
  return found.length > 0 ? [node('shaping', ...found.map((each) => textOf(each, inItems, reader)))] : []
}

function orderMatters(query: SelectQuery): boolean {
  return [...valuesOf(query.items), ...query.qualify, ...query.having].some((each) => someCall(each, dependsOnOrder))
}

function groupAllKeys(query: SelectQuery, answer: Answer): string[] {
  if (answer.open.length > 0) throw new UnsureError('group by all of unknown columns')
  const aggregated = valuesOf(query.items).some((each) => someCall(each, isAggregate))
  if (!aggregated) return answer.columns.map(({ value }) => value)
  return query.items.flatMap((item, index) => {
    if (item.kind === 'star') throw new UnsureError('group by all of a star')
    if (!someCall(item.value, isAggregate)) return answer.columns[index]?.value ?? []
    if (someColumnOutside(item.value)) throw new UnsureError('group by all of mixed values')
    return []
  })
}

/** A column beside the aggregates of an expression. */
function someColumnOutside(expression: Expression): boolean {
  if (expression.kind === 'column') return true
  if (expression.kind !== 'call') return expression.kind !== 'literal'
  return expression.role !== 'aggregate' && expression.parts.some(someColumnOutside)
}
