/** The name a warehouse gives to an item without an alias, as far as models can rely on it. */
import { type Dialect, foldName } from '../dialect.js'
import type { Expression, Name, Query } from '../ir.js'
import type { ScopeColumn } from './model.js'

const unnamed: Name = { text: '?column?', quoted: true }

export function nameOfItem(value: Expression, dialect: Dialect): Name {
  if (value.kind === 'column') return value.path.at(-1) ?? unnamed
  if (dialect === 'postgres' || dialect === 'redshift') return postgresName(value)
  if (value.kind === 'call' && (value.name === 'cast' || value.name === 'try_cast') && value.parts[0]?.kind === 'column')
    return dialect === 'duckdb' ? { text: 'cast', quoted: true } : (value.parts[0].path.at(-1) ?? unnamed)
  if (value.kind === 'call' && value.name === 'count' && value.parts.length === 0)
    return { text: dialect === 'duckdb' ? 'count_star()' : 'count(*)', quoted: true }
  return unnamed
}

/** That of its first column. */
function nameOfQuery(query: Query): Name {
  if (query.kind === 'nested') return nameOfQuery(query.query)
  if (query.kind === 'set') return nameOfQuery(query.left)
  const item = query.kind === 'select' ? query.items[0] : undefined
  return item?.kind === 'expression' ? (item.alias ?? postgresName(item.value)) : unnamed
}

/** A function gives its name, a cast that of its value. */
function postgresName(value: Expression): Name {
  if (value.kind === 'column') return value.path.at(-1) ?? unnamed
  if (value.kind === 'query') return value.role === 'exists' ? { text: 'exists', quoted: true } : nameOfQuery(value.query)
  if (value.kind !== 'call') return unnamed
  const [first] = value.parts
  if (value.name === 'cast' && first) {
    const inner = postgresName(first)
    return inner === unnamed ? { text: /to=.*?"data_type":"(\w+)/.exec(value.detail)?.[1] ?? unnamed.text, quoted: true } : inner
  }
  const operators =
    /^(add|sub|mul|div|mod|eq|neq|lt|lte|gt|gte|and|or|not|neg|concat|is_null|is_true|is_false|like|i_like|in|between|literal)$/
  return operators.test(value.name) ? unnamed : { text: value.name, quoted: true }
}

/** As the warehouse would write it. */
export function shown({ text, quoted }: Name, dialect: Dialect): string {
  return quoted || (dialect !== 'snowflake' && dialect !== 'postgres') ? text : foldName(text, false, dialect)
}

/** DuckDB tells columns of one name apart where a query is read by another: the second `id` is `id_1` there. */
export function toldApart(columns: readonly ScopeColumn[], dialect: Dialect): readonly ScopeColumn[] {
  const keys = new Set(columns.map((each) => each.key))
  if (dialect !== 'duckdb' || keys.size === columns.length) return columns
  const seen = new Map<string, number>()
  return columns.map((column) => {
    const before = seen.get(column.key) ?? 0
    seen.set(column.key, before + 1)
    return before === 0 ? column : { ...column, name: `${column.name}_${before}`, key: `${column.key}_${before}` }
  })
}
