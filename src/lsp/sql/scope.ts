/** Names in a template's SQL → what they mean: which columns a place can see, and where each of them is made. */
import type { SqlItem } from './items.js'
import type { SqlCte, SqlOutline, SqlQuery, SqlSelect, SqlSource } from './model.js'
import { isName, type SqlToken } from './tokens.js'

/** A column of a relation of the project. */
export interface Origin {
  /** Unique id. */
  readonly node: string
  readonly column: string
}

export interface SeenColumn {
  readonly name: string
  readonly type: string | null
  /** The item that makes it, where it is made in this text. */
  readonly item?: SqlItem
  /** The name in the list behind its CTE's. */
  readonly listed?: SqlToken
  /** Where it comes from unchanged. */
  readonly origin?: Origin
}

/** Columns of the relation that a source without a definition in the text stands for; undefined where nobody knows them. */
export type RelationColumns = (source: SqlSource) => readonly SeenColumn[] | undefined

export type Meaning =
  | { readonly kind: 'column'; readonly column: SeenColumn; readonly source: SqlSource | undefined }
  | { readonly kind: 'source'; readonly source: SqlSource }
  | { readonly kind: 'cte'; readonly cte: SqlCte }
  | { readonly kind: 'item'; readonly item: SqlItem }

const deepest = 40

export class SqlScope {
  readonly #outline: SqlOutline
  readonly #relation: RelationColumns
  readonly #made = new Map<SqlQuery, readonly SeenColumn[]>()
  #depth = 0

  constructor(outline: SqlOutline, relation: RelationColumns) {
    this.#outline = outline
    this.#relation = relation
  }

  selectAt(offset: number): SqlSelect | undefined {
    const around = this.#outline.selects.filter((select) => select.start <= offset && offset <= select.end)
    return around.sort((a, b) => a.end - a.start - (b.end - b.start))[0]
  }

  columnsOfSource(source: SqlSource): readonly SeenColumn[] {
    if (source.cte) return this.columnsOfCte(source.cte)
    if (source.query) return this.columnsOf(source.query)
    return this.#relation(source) ?? []
  }

  columnsOfCte(cte: SqlCte): readonly SeenColumn[] {
    const columns = this.columnsOf(cte.query)
    return cte.columns.length === 0
      ? columns
      : cte.columns.map((listed, index) => ({ name: listed.text, type: columns[index]?.type ?? null, listed }))
  }

  /** The columns of a query, from its first select that has any. */
  columnsOf(query: SqlQuery): readonly SeenColumn[] {
    const known = this.#made.get(query)
    if (known) return known
    // A recursive query sees nothing of itself while its own columns are told.
    this.#made.set(query, [])
    if (this.#depth > deepest) return []
    this.#depth++
    const columns = query.selects.map((select) => this.#columnsOfSelect(select)).find((found) => found.length > 0) ?? []
    this.#depth--
    this.#made.set(query, columns)
    return columns
  }

  #columnsOfSelect(select: SqlSelect): SeenColumn[] {
    if (select.items.length === 0) return select.sources.flatMap((source) => this.columnsOfSource(source))
    return select.items.flatMap((item) => (item.star ? this.#star(select, item) : this.#single(select, item)))
  }

  #star(select: SqlSelect, item: SqlItem): SeenColumn[] {
    const alias = item.path.at(-1)?.text
    const sources = alias === undefined ? select.sources : select.sources.filter((source) => isCalled(source, alias))
    return sources.flatMap((source) => this.columnsOfSource(source)).filter(({ name }) => !item.without.has(name.toLowerCase()))
  }

  #single(select: SqlSelect, item: SqlItem): SeenColumn[] {
    if (!item.name) return []
    const from =
      item.path.length > 0
        ? this.#column(
            item.path.map((part) => part.text),
            select,
            false,
          )?.column
        : undefined
    return [{ name: item.name.text, type: from?.type ?? null, item, ...(from?.origin && { origin: from.origin }) }]
  }

  /** What the name means that a token is the last part of. */
  meaning(token: SqlToken): Meaning | undefined {
    const { tokens } = this.#outline
    const index = tokens.indexOf(token)
    const select = this.selectAt(token.start)
    const cte = this.#outline.ctes.find((each) => each.name === token)
    if (cte) return { kind: 'cte', cte }
    const source = select?.sources.find((each) => each.alias === token || each.path.includes(token))
    if (source) return source.cte && source.path.includes(token) ? { kind: 'cte', cte: source.cte } : { kind: 'source', source }
    const path = pathTo(tokens, index)
    const item = select?.items.find((each) => each.name === token && !each.path.includes(token))
    if (item) return { kind: 'item', item }
    if (tokens[index + 1]?.word === '.' && path.length === 1) {
      const named = select && sourceCalled(select, token.text)
      return named && { kind: 'source', source: named }
    }
    const column = select && this.#column(path, select, true, token.start)
    return column && { kind: 'column', ...column }
  }

  #column(path: readonly string[], from: SqlSelect, aliases: boolean, offset = 0): ColumnFound | undefined {
    const qualifier = path.at(-2)
    const name = (path.at(-1) ?? '').toLowerCase()
    for (let select: SqlSelect | undefined = from; select; select = select.outer) {
      const found = this.#read(select, qualifier, name) ?? (aliases && qualifier === undefined ? madeIn(select, name, offset) : undefined)
      if (found) return found
    }
    return undefined
  }

  #read(select: SqlSelect, qualifier: string | undefined, name: string): ColumnFound | undefined {
    for (const source of select.sources) {
      if (qualifier !== undefined && !isCalled(source, qualifier)) continue
      const column = this.columnsOfSource(source).find((each) => each.name.toLowerCase() === name)
      if (column) return { column, source }
    }
    return undefined
  }

  /** Sources whose columns a place can read, the nearest first. */
  sourcesAt(offset: number): readonly SqlSource[] {
    const sources: SqlSource[] = []
    for (let select = this.selectAt(offset); select; select = select.outer) sources.push(...select.sources)
    return sources
  }

  sourceAt(offset: number, alias: string): SqlSource | undefined {
    return this.sourcesAt(offset).find((source) => isCalled(source, alias))
  }
}

interface ColumnFound {
  readonly column: SeenColumn
  readonly source: SqlSource | undefined
}

/** An alias of the select's own items, read by another clause. */
function madeIn(select: SqlSelect, name: string, offset: number): ColumnFound | undefined {
  const item = select.items.find((each) => each.name?.word === name && !covers(each, offset))
  return item?.name && { column: { name: item.name.text, type: null, item }, source: undefined }
}

function covers(item: SqlItem, offset: number): boolean {
  return item.start <= offset && offset <= item.end
}

export function isCalled(source: SqlSource, alias: string): boolean {
  return source.alias?.text.toLowerCase() === alias.toLowerCase()
}

function sourceCalled(from: SqlSelect, alias: string): SqlSource | undefined {
  for (let select: SqlSelect | undefined = from; select; select = select.outer) {
    const source = select.sources.find((each) => isCalled(each, alias))
    if (source) return source
  }
  return undefined
}

function pathTo(tokens: readonly SqlToken[], index: number): string[] {
  const path = [tokens[index]?.text ?? '']
  for (let at = index - 2; tokens[at + 1]?.word === '.' && isName(tokens[at]); at -= 2) path.unshift(tokens[at]?.text ?? '')
  return path
}
