/** What stands in `from`. */
import type { FromItem, FunctionSource, Join, Name, Source } from '../ir.js'
import { type Reader, UnreadableError } from './reader.js'
import { all, isRaw, list, type Raw, raw, tagged, text, texts } from './tree.js'

type Case = (fields: Raw) => Source

const joinKinds: Readonly<Record<string, Join['kind']>> = { JOIN_LEFT: 'left', JOIN_RIGHT: 'right', JOIN_FULL: 'full' }

export class SourceReader {
  readonly #reader: Reader
  readonly #cases: Readonly<Record<string, Case>>

  constructor(reader: Reader) {
    this.#reader = reader
    this.#cases = {
      RangeVar: (fields) => this.#table(fields),
      RangeSubselect: (fields) => ({ kind: 'query', query: reader.query(fields.subquery), ...aliased(fields.alias) }),
      RangeFunction: (fields) => this.#function(fields),
      RangeTableFunc: (fields) => this.#xmlTable(fields),
      JsonTable: (fields) => this.#jsonTable(fields),
      JoinExpr: (fields) => ({ kind: 'joined', items: this.#joined(fields), ...aliased(fields.alias) }),
      RangeTableSample: (fields) => {
        reader.lose()
        return this.#source(fields.relation)
      },
    }
  }

  /** After a comma a join with `using` sees its own two sides only, so it stays in brackets. */
  read(nodes: unknown): FromItem[] {
    return list(nodes).flatMap((node, index): FromItem[] => {
      const found = tagged(node)
      const joins = found?.kind === 'JoinExpr' && !isRaw(found.fields.alias) && !(index > 0 && merges(node))
      return joins ? this.#joined(found.fields) : [{ source: this.#source(node) }]
    })
  }

  #source(node: unknown): Source {
    const found = tagged(node)
    const known = found && this.#cases[found.kind]
    if (!known) throw new UnreadableError(`a source: ${found?.kind ?? 'none'}`)
    return known(found.fields)
  }

  #joined(fields: Raw): FromItem[] {
    if (isRaw(fields.join_using_alias)) throw new UnreadableError('a name for the columns of using')
    const left = tagged(fields.larg)
    const before =
      left?.kind === 'JoinExpr' && !isRaw(left.fields.alias) ? this.#joined(left.fields) : [{ source: this.#source(fields.larg) }]
    return [...before, { source: this.#source(fields.rarg), join: this.#join(fields) }]
  }

  #join(fields: Raw): Join {
    const names = texts(fields.usingClause)
    const natural = fields.isNatural === true
    const on = fields.quals === undefined ? [] : [this.#reader.expression(fields.quals)]
    const plain = !natural && names.length === 0 && on.length === 0
    const kind = joinKinds[String(fields.jointype)] ?? (plain ? 'cross' : 'inner')
    const using = names.length > 0 ? this.#reader.places.using(names, this.#reader.places.offset(lastPlace(fields.rarg)) ?? 0) : []
    return { kind, natural, using, on }
  }

  #table({ catalogname, schemaname, relname, location, alias }: Raw): Source {
    const parts = [catalogname, schemaname, relname].flatMap((each) => text(each) ?? [])
    return { kind: 'table', path: this.#reader.places.names(parts, location), ...aliased(alias) }
  }

  #function(fields: Raw): FunctionSource {
    const calls = list(fields.functions).map((each) => list(tagged(each)?.fields.items))
    const reads = calls.map(([call]) => this.#reader.expression(call))
    const [first] = reads
    const single = fields.is_rowsfrom !== true && first?.kind === 'call'
    const own = aliased(fields.alias)
    const defined = [...definitions(fields.coldeflist), ...calls.flatMap(([, columns]) => definitions(tagged(columns)?.fields.items))]
    return {
      kind: 'function',
      name: single ? first.name : 'rows from',
      reads,
      ordinality: fields.ordinality === true,
      ...own,
      columns: own.columns.length > 0 ? own.columns : defined,
    }
  }

  #xmlTable(fields: Raw): FunctionSource {
    const columns = all(fields.columns, 'RangeTableFuncCol')
    const reads = this.#reader.inside([
      fields.docexpr,
      fields.rowexpr,
      fields.namespaces,
      columns.map(({ colexpr, coldefexpr }) => [colexpr, coldefexpr]),
    ])
    return this.#tableFunction(
      'xmltable',
      reads,
      columns.flatMap((each) => text(each.colname) ?? []),
      fields.alias,
    )
  }

  #jsonTable(fields: Raw): FunctionSource {
    const { alias, columns, ...others } = fields
    return this.#tableFunction('json_table', this.#reader.inside(others), jsonColumns(columns), alias)
  }

  #tableFunction(name: string, reads: FunctionSource['reads'], columns: readonly string[], alias: unknown): FunctionSource {
    const own = aliased(alias)
    const names = columns.map((each, index) => own.columns[index] ?? written(each))
    return { kind: 'function', name, reads, ordinality: false, ...own, columns: names }
  }
}

function jsonColumns(nodes: unknown): string[] {
  return all(nodes, 'JsonTableColumn').flatMap((each) =>
    each.coltype === 'JTC_NESTED' ? jsonColumns(each.columns) : (text(each.name) ?? []),
  )
}

function definitions(nodes: unknown): Name[] {
  return all(nodes, 'ColumnDef').flatMap(({ colname }) => (text(colname) === undefined ? [] : [written(String(colname))]))
}

/** As the parser has folded it. */
function written(name: string): Name {
  return { text: name, quoted: true }
}

function aliased(node: unknown): { alias?: Name; columns: readonly Name[] } {
  const { aliasname, colnames } = raw(node)
  const alias = text(aliasname)
  return { columns: texts(colnames).map(written), ...(alias !== undefined && { alias: written(alias) }) }
}

/** A join somewhere in it makes one column of two. */
function merges(node: unknown): boolean {
  const found = tagged(node)
  if (found?.kind !== 'JoinExpr') return false
  const { isNatural, usingClause, larg, rarg } = found.fields
  return isNatural === true || list(usingClause).length > 0 || merges(larg) || merges(rarg)
}

/** The last place of a relation in it, in bytes. */
function lastPlace(node: unknown): number {
  const found = tagged(node)
  if (found?.kind === 'JoinExpr') return lastPlace(found.fields.rarg)
  return typeof found?.fields.location === 'number' ? found.fields.location : 0
}
