/** What stands in `from`: tables, queries, functions, joins in brackets, pivots. */
import type { Expression, ExpressionItem, FromItem, FunctionSource, Name, Source } from '../ir.js'
import { isPlainNest } from './expressions.js'
import { isRaw, list, type Raw, raws, tagged, text } from './raw.js'
import { type Reader, UnreadableError } from './reader.js'

type Case = (fields: Raw, node: unknown) => Source

export class SourceReader {
  readonly #reader: Reader
  readonly #cases: Readonly<Record<string, Case>>

  constructor(reader: Reader) {
    this.#reader = reader
    const query: Case = (fields, node) => ({ kind: 'query', query: reader.query(node), ...this.#aliased(fields) })
    this.#cases = {
      table: (fields) => this.#table(fields),
      column: (fields) => ({ kind: 'table', path: this.#pathOf({ ...fields, schema: fields.table }), ...this.#aliased(fields) }),
      subquery: (fields) => this.#subquery(fields),
      paren: (fields) => this.read(fields.this),
      joined_table: (fields) => ({
        kind: 'joined',
        items: [{ source: this.read(fields.left) }, ...this.#joins(fields)],
        ...this.#aliased(fields),
      }),
      alias: (fields) => this.#renamed(this.read(fields.this), fields),
      defined: (fields) => this.#defined(fields),
      pivot: (fields) => this.#pivot(fields),
      unpivot: (fields) => this.#unpivot(fields),
      lateral: (fields) => ({ ...this.#functionOf(fields.this, fields, 'lateral'), ...this.#lateralAlias(fields) }),
      lateral_view: (fields) => this.#lateralView(fields),
      unnest: (fields, node) => ({ ...this.#functionOf(node, fields, 'unnest'), ...this.#unnestColumns(fields) }),
      function: (fields, node) => this.#function(fields, node),
      select: query,
      union: query,
      except: query,
      intersect: query,
      values: query,
      match_recognize: unreadable('match_recognize'),
    }
  }

  read(node: unknown): Source {
    const found = tagged(node)
    if (!found) throw new UnreadableError('source')
    return this.#cases[found.kind]?.(found.fields, node) ?? this.#functionOf(node, found.fields, found.kind)
  }

  #table(fields: Raw): Source {
    this.#reader.check('table', fields)
    return { kind: 'table', path: this.#pathOf(fields), ...this.#aliased(fields) }
  }

  #defined(fields: Raw): Source {
    this.#reader.unread('column types')
    const columns = raws(fields.columns).flatMap((each) => this.#reader.names([isRaw(each.column_def) ? each.column_def.name : each]))
    const alias = this.#reader.name(fields.this)
    return { ...this.read(fields.of), ...(alias && { alias }), columns }
  }

  #lateralView(fields: Raw): Source {
    this.#reader.check('lateral_view', fields)
    const alias = this.#reader.name(fields.table_alias)
    return {
      ...this.#functionOf(fields.this, fields, 'lateral'),
      columns: this.#reader.names(fields.column_aliases),
      ...(alias && { alias }),
    }
  }

  /** `table(f(x))` is `f(x)`. */
  #function(fields: Raw, node: unknown): Source {
    const [first] = list(fields.args)
    const wraps = text(fields.name)?.toLowerCase() === 'table' && /^(function|unnest)$/.test(tagged(first)?.kind ?? '')
    return wraps ? this.read(first) : this.#functionOf(node, fields, 'function')
  }

  #subquery(fields: Raw): Source {
    const inner = tagged(fields.this)
    const bare = inner && /^(table|joined_table|pivot|unpivot|unnest|function|alias|subquery)$/.test(inner.kind) && isPlainNest(fields)
    if (bare && inner.kind !== 'subquery') return this.#renamed(this.read(fields.this), fields)
    const query = this.#reader.query(isPlainNest(fields) ? fields.this : { subquery: fields })
    return { kind: 'query', query, ...this.#aliased(fields) }
  }

  #joins(fields: Raw): FromItem[] {
    const { from } = this.#asSelect({ joins: fields.joins, lateral_views: fields.lateral_views })
    return [...from]
  }

  /** The reading of joins is that of a select. */
  #asSelect(fields: Raw) {
    const query = this.#reader.query({ select: fields })
    if (query.kind !== 'select') throw new UnreadableError('joins')
    return query
  }

  #pivot(fields: Raw): Source {
    this.#reader.unread('pivot')
    if (fields.unpivot === true) return this.#unpivotStatement(fields)
    const fromFields = raws(isStatement(fields) ? fields.expressions : fields.fields).map((each) => tagged(each)?.fields ?? {})
    const keys =
      fromFields.length > 0
        ? fromFields.flatMap((each) => this.#reader.inside({ this: each.this }))
        : this.#reader.expressions(fields.expressions)
    const aggregates = list(list(fields.using).length > 0 ? fields.using : fields.expressions)
      .map(this.#reader.item)
      .filter((each): each is ExpressionItem => each.kind === 'expression')
    const values = fromFields.length === 0 ? undefined : this.#valueNames(fromFields, aggregates)
    const groups = isRaw(fields.group) ? this.#groupsOf(fields.group) : undefined
    return { kind: 'pivot', input: this.read(fields.this), aggregates, keys, values, groups, ...this.#aliased(fields) }
  }

  /** `unpivot t on a, b into name n value v`. */
  #unpivotStatement(fields: Raw): Source {
    const into = isRaw(fields.into) && isRaw(fields.into.unpivot_columns) ? fields.into.unpivot_columns : {}
    const valueColumns = this.#reader.names(into.expressions)
    return {
      kind: 'unpivot',
      input: this.read(fields.this),
      nameColumn: this.#reader.name(into.this) ?? { text: 'name', quoted: false },
      valueColumns: valueColumns.length > 0 ? valueColumns : [{ text: 'value', quoted: false }],
      reads: this.#reader.expressions(fields.expressions),
      ...this.#aliased(fields),
    }
  }

  #groupsOf(node: Raw): Expression[] {
    const inner = tagged(node)
    return inner ? this.#reader.expressions(inner.fields.expressions) : this.#reader.inside(node)
  }

  /** Each combination of the values, followed by the aggregate's name where there are several or where it has one. */
  #valueNames(fields: readonly Raw[], aggregates: readonly ExpressionItem[]): Name[] | undefined {
    let names: Name[] = [{ text: '', quoted: true }]
    for (const field of fields) {
      const values = list(field.expressions).map((each) => this.#valueName(each))
      if (values.length === 0 || values.some((value) => !value)) return undefined
      names = names.flatMap((before) => values.map((value) => joined(before, value as Name)))
    }
    const suffixes = aggregates.map((each) => each.alias)
    return names.flatMap((name) => suffixes.map((suffix) => (suffix ? this.#pivoted(name, suffix) : name)))
  }

  #pivoted(value: Name, aggregate: Name): Name {
    return this.#reader.dialect === 'bigquery' ? joined(aggregate, value) : joined(value, aggregate)
  }

  #valueName(node: unknown): Name | undefined {
    const found = tagged(node)
    if (!found) return undefined
    if (found.kind === 'pivot_alias' || found.kind === 'alias') return this.#reader.name(found.fields.alias)
    if (found.kind === 'literal') {
      const value = String(found.fields.value)
      const quotes = this.#reader.dialect === 'snowflake' && found.fields.literal_type === 'string'
      return { text: quotes ? `'${value}'` : value, quoted: true }
    }
    return found.kind === 'column' ? this.#reader.name(found.fields.name) : undefined
  }

  #unpivot(fields: Raw): Source {
    this.#reader.unread('unpivot')
    const columns = list(fields.columns).map((each) => (tagged(each)?.kind === 'alias' ? tagged(each)?.fields.this : each))
    const nameColumn = this.#reader.name(fields.name_column)
    if (!nameColumn) throw new UnreadableError('unpivot')
    const valueColumns = [...this.#reader.names([fields.value_column]), ...this.#reader.names(fields.extra_value_columns)]
    return {
      kind: 'unpivot',
      input: this.read(fields.this),
      nameColumn,
      valueColumns,
      reads: this.#reader.expressions(columns),
      ...this.#aliased(fields),
    }
  }

  #functionOf(node: unknown, fields: Raw, kind: string): FunctionSource {
    const found = tagged(node)
    const name = (text(found?.fields.name) ?? found?.kind ?? kind).toLowerCase()
    const ordinality = fields.with_ordinality === true || found?.fields.with_ordinality === true
    return {
      kind: 'function',
      name,
      reads: found ? [this.#reader.expression(node)] : this.#reader.inside(fields),
      ordinality,
      ...this.#aliased(fields),
    }
  }

  #unnestColumns(fields: Raw): Pick<FunctionSource, 'columns'> {
    const offset = this.#reader.name(fields.offset_alias)
    const alias = this.#reader.name(fields.alias)
    return { columns: offset && alias ? [alias, offset] : [] }
  }

  #lateralAlias(fields: Raw): Pick<FunctionSource, 'alias' | 'columns'> {
    this.#reader.check('lateral', fields)
    const quoted = fields.alias_quoted === true
    const alias = text(fields.alias)
    const columns = list(fields.column_aliases).flatMap((each) =>
      typeof each === 'string' ? [{ text: each, quoted: false }] : this.#reader.names([each]),
    )
    return { columns, ...(alias && { alias: { text: alias, quoted } }) }
  }

  #renamed(inner: Source, fields: Raw): Source {
    this.#reader.check(fields.lateral === undefined ? 'alias' : 'nested', fields)
    const { alias, columns } = this.#aliased(fields)
    return { ...inner, ...(alias && { alias }), ...(columns.length > 0 && { columns }) }
  }

  #aliased(fields: Raw): { alias?: Name; columns: readonly Name[] } {
    const alias = this.#reader.name(fields.alias)
    const columns = list(fields.column_aliases).length > 0 ? fields.column_aliases : fields.alias_columns
    return { columns: this.#reader.names(columns), ...(alias && { alias }) }
  }

  #pathOf(fields: Raw): Name[] {
    return [this.#reader.name(fields.catalog), this.#reader.name(fields.schema), this.#reader.name(fields.name)].filter(
      (each): each is Name => !!each,
    )
  }
}

/** `pivot t on a in ('x', 'y') using …`: the values stand where others have the keys alone. */
function isStatement({ using, expressions }: Raw): boolean {
  return list(using).length > 0 && list(expressions).length > 0 && list(expressions).every((each) => tagged(each)?.kind === 'in')
}

function unreadable(what: string): Case {
  return () => {
    throw new UnreadableError(what)
  }
}

function joined(a: Name, b: Name): Name {
  return a.text === '' ? b : { text: `${a.text}_${b.text}`, quoted: a.quoted || b.quoted }
}
