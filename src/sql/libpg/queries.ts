/** Queries of PostgreSQL's tree as ours. */
import type { Cte, Expression, Item, Name, Query, SelectQuery, SetQuery } from '../ir.js'
import { implicitName } from './names.js'
import { type Reader, UnreadableError } from './reader.js'
import { all, isRaw, list, type Raw, raw, tagged, text, texts } from './tree.js'

export interface NamedItem {
  readonly item: Item
  readonly name: string
}

export class QueryReader {
  readonly #reader: Reader
  readonly #windowParts: (window: Raw) => Expression[]
  /** Items without an alias, and how PostgreSQL calls them. */
  readonly unnamed: NamedItem[] = []
  /** Items with an alias, whose place the parser does not tell. */
  readonly aliased: NamedItem[] = []

  constructor(reader: Reader, windowParts: (window: Raw) => Expression[]) {
    this.#reader = reader
    this.#windowParts = windowParts
  }

  read(node: unknown): Query {
    const found = tagged(node)
    if (found?.kind === 'SelectStmt') return this.#query(found.fields)
    if (found?.kind === 'CreateTableAsStmt' || found?.kind === 'ViewStmt') return this.read(found.fields.query)
    throw new UnreadableError(found?.kind ?? 'no query')
  }

  #query(fields: Raw): Query {
    if (list(fields.lockingClause).length > 0 || fields.intoClause !== undefined) this.#reader.lose()
    if (isRaw(fields.larg)) return this.#setOperation(fields)
    if (list(fields.valuesLists).length === 0) return this.#select(fields)
    const rows = list(fields.valuesLists).map((row) => this.#reader.expressions(tagged(row)?.fields.items))
    return { kind: 'values', rows, ...this.#tail(fields) }
  }

  #setOperation(fields: Raw): SetQuery {
    const operator = String(fields.op).replace('SETOP_', '').toLowerCase() as SetQuery['operator']
    const [left, right] = [this.#query(raw(fields.larg)), this.#query(raw(fields.rarg))]
    return { kind: 'set', operator, all: fields.all === true, byName: false, left, right, ...this.#tail(fields) }
  }

  #select(fields: Raw): SelectQuery {
    const one = (node: unknown) => (node === undefined ? [] : [this.#reader.expression(node)])
    return {
      kind: 'select',
      items: all(fields.targetList, 'ResTarget').map((each) => this.#item(each)),
      from: this.#reader.sources(fields.fromClause),
      where: one(fields.whereClause),
      groupBy: this.#reader.expressions(fields.groupClause),
      groupAll: false,
      having: one(fields.havingClause),
      qualify: [],
      distinct: list(fields.distinctClause).length > 0,
      distinctOn: this.#reader.expressions(fields.distinctClause),
      windows: all(fields.windowClause, 'WindowDef').map((window) => this.#window(window)),
      ...this.#tail(fields),
    }
  }

  #window(window: Raw): SelectQuery['windows'][number] {
    const refname = text(window.refname)
    const base: Expression[] =
      refname === undefined
        ? []
        : [{ kind: 'call', name: 'window', role: 'plain', parts: [], detail: '', window: { text: refname, quoted: true } }]
    const sorts = all(window.orderClause, 'SortBy').map((each) => `${String(each.sortby_dir)} ${String(each.sortby_nulls)}`)
    const form = `${String(window.frameOptions)} ${list(window.partitionClause).length} ${sorts.join()}`
    return { name: { text: text(window.name) ?? '', quoted: true }, parts: [...base, ...this.#windowParts(window)], form }
  }

  #item(target: Raw): Item {
    const column = tagged(target.val)
    const path = column?.kind === 'ColumnRef' ? list(column.fields.fields) : []
    if (tagged(path.at(-1))?.kind === 'A_Star') return this.#star(texts(path), column?.fields.location)
    const value = this.#reader.expression(target.val)
    const name = text(target.name)
    const alias: Name | undefined = name === undefined ? undefined : { text: name, quoted: true }
    const item: Item = { kind: 'expression', value, ...(alias && { alias }) }
    if (alias) this.aliased.push({ item, name: alias.text })
    const implicit = alias || value.kind === 'column' ? undefined : implicitName(target.val)
    if (implicit !== undefined) this.unnamed.push({ item, name: implicit })
    return item
  }

  #star(path: readonly string[], location: unknown): Item {
    const table = this.#reader.places.names(path, location).at(-1)
    return { kind: 'star', except: [], replace: [], rename: [], ...(table && { table }) }
  }

  #tail(fields: Raw) {
    const found = raw(fields.withClause)
    const limits = (['limitCount', 'limitOffset'] as const).flatMap((key) =>
      fields[key] === undefined ? [] : [limit(key, this.#reader.expression(fields[key]), fields.limitOption)],
    )
    return {
      ctes: all(found.ctes, 'CommonTableExpr').map((each) => this.#cte(each)),
      recursive: found.recursive === true,
      orderBy: this.#reader.expressions(fields.sortClause),
      orderAll: false,
      limits,
    }
  }

  #cte(fields: Raw): Cte {
    const query = this.read(fields.ctequery)
    const columns = texts(fields.aliascolnames).map((each): Name => ({ text: each, quoted: true }))
    const cte = { name: this.#reader.places.name(text(fields.ctename) ?? '', fields.location), columns, query }
    return this.#withMade(cte, [
      ...made(fields.search_clause, 'search_seq_column'),
      ...made(fields.cycle_clause, 'cycle_mark_column', 'cycle_path_column'),
    ])
  }

  /** Columns that `search` and `cycle` add behind those of the query. */
  #withMade(cte: Cte, names: readonly string[]): Cte {
    if (names.length === 0) return cte
    this.#reader.lose()
    const columns = cte.columns.length === 0 ? [] : [...cte.columns, ...names.map((each): Name => ({ text: each, quoted: true }))]
    return { ...cte, columns, query: widened(cte.query, names) }
  }
}

function limit(key: 'limitCount' | 'limitOffset', value: Expression, option: unknown): Expression {
  const name = key === 'limitCount' ? 'limit' : 'offset'
  const detail = name === 'limit' && option === 'LIMIT_OPTION_WITH_TIES' ? 'with ties' : ''
  return { kind: 'call', name, role: 'plain', parts: [value], detail, form: `${name} ${detail}` }
}

function made(node: unknown, ...keys: readonly string[]): string[] {
  return keys.flatMap((key) => text(raw(node)[key]) ?? [])
}

function widened(query: Query, names: readonly string[]): Query {
  const value: Expression = { kind: 'literal', type: 'null', text: 'null' }
  switch (query.kind) {
    case 'set':
      return { ...query, left: widened(query.left, names), right: widened(query.right, names) }
    case 'select':
      return {
        ...query,
        items: [...query.items, ...names.map((each): Item => ({ kind: 'expression', value, alias: { text: each, quoted: true } }))],
      }
    case 'values':
      return { ...query, rows: query.rows.map((row) => [...row, ...names.map(() => value)]) }
    case 'nested':
      return { ...query, query: widened(query.query, names) }
  }
}
