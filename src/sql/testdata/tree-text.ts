/** A tree as one readable line, for tests that keep what the parsers make of a text. */
import type { Expression, FromItem, Item, Name, Query, Source } from '../ir.js'

export function queryText(query: Query): string {
  const ctes = query.ctes.map(({ name, columns, query: inner }) => `${nameText(name)}${namesText(columns)} = {${queryText(inner)}}`)
  const tail = [
    clause('order', [...query.orderBy.map(expressionText), ...(query.orderAll ? ['all'] : [])]),
    clause('limit', query.limits.map(expressionText)),
  ]
  const parts = [clause(query.recursive ? 'with recursive' : 'with', ctes), body(query), ...tail, query.exact === false ? 'inexact' : '']
  return parts.filter((part) => part !== '').join(' ')
}

function body(query: Query): string {
  switch (query.kind) {
    case 'nested':
      return `{${queryText(query.query)}}`
    case 'values':
      return `values ${query.rows.map((row) => `(${row.map(expressionText).join(', ')})`).join(', ')}`
    case 'set': {
      const operator = [query.operator, query.all ? 'all' : '', query.byName ? 'by name' : ''].filter((word) => word !== '').join(' ')
      return `{${queryText(query.left)}} ${operator} {${queryText(query.right)}}`
    }
    case 'select':
      return selectText(query)
  }
}

function selectText(query: Extract<Query, { readonly kind: 'select' }>): string {
  const distinct = query.distinct
    ? `distinct${query.distinctOn.length > 0 ? ` on (${query.distinctOn.map(expressionText).join(', ')})` : ''} `
    : ''
  const clauses = [
    `select ${distinct}${query.items.map(itemText).join(', ')}`,
    clause('from', query.from.map(fromText), ' '),
    clause('where', query.where.map(expressionText)),
    clause('group', [...query.groupBy.map(expressionText), ...(query.groupAll ? ['all'] : [])]),
    clause('having', query.having.map(expressionText)),
    clause('qualify', query.qualify.map(expressionText)),
    clause(
      'window',
      query.windows.map(({ name, parts }) => `${nameText(name)} (${parts.map(expressionText).join(', ')})`),
    ),
  ]
  return clauses.filter((each) => each !== '').join(' ')
}

function itemText(item: Item): string {
  if (item.kind === 'expression') return `${expressionText(item.value)}${item.alias ? ` as ${nameText(item.alias)}` : ''}`
  const { table, except, replace, rename, matching } = item
  const more = [
    clause('except', except.map(nameText)),
    clause(
      'replace',
      replace.map(({ name, value }) => `${nameText(name)} = ${expressionText(value)}`),
    ),
    clause(
      'rename',
      rename.map(({ from, to }) => `${nameText(from)} = ${nameText(to)}`),
    ),
    matching === undefined ? '' : `matching ${matching}`,
    item.inside ? 'inside' : '',
  ]
  return [`${table ? `${nameText(table)}.` : ''}*`, ...more].filter((each) => each !== '').join(' ')
}

function fromText({ source, join }: FromItem, index: number): string {
  if (!join) return `${index > 0 ? ', ' : ''}${sourceText(source)}`
  const on = [clause('using', join.using.map(nameText)), clause('on', join.on.map(expressionText))].filter((each) => each !== '')
  return [`${join.natural ? 'natural ' : ''}${join.kind} join`, sourceText(source), ...on].join(' ')
}

function sourceText(source: Source): string {
  const alias = source.alias ? ` as ${nameText(source.alias)}` : ''
  return `${bareSource(source)}${alias}${namesText(source.columns)}`
}

function bareSource(source: Source): string {
  switch (source.kind) {
    case 'table':
      return source.path.map(nameText).join('.')
    case 'query':
      return `{${queryText(source.query)}}`
    case 'function':
      return `${source.name}[${source.reads.map(expressionText).join(', ')}]${source.ordinality ? ' with ordinality' : ''}`
    case 'joined':
      return `(${source.items.map(fromText).join(' ')})`
    case 'pivot':
      return `pivot(${sourceText(source.input)} ${clause('of', source.aggregates.map(itemText))} ${clause('on', source.keys.map(expressionText))} = ${source.values?.map(nameText).join(', ') ?? '?'}${source.groups ? ` ${clause('group', source.groups.map(expressionText))}` : ''})`
    case 'unpivot':
      return `unpivot(${sourceText(source.input)} ${nameText(source.nameColumn)} = ${source.valueColumns.map(nameText).join(', ')} of ${source.reads.map(expressionText).join(', ')})`
  }
}

function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.path.map(nameText).join('.')
    case 'literal':
      return expression.type === 'string' ? `'${expression.text}'` : expression.text
    case 'query':
      return `${expression.role} {${queryText(expression.query)}}`
    case 'lambda':
      return `(${expression.parameters.map(nameText).join(', ')} -> ${expressionText(expression.body)})`
    case 'call': {
      const { name, role, parts, window, detail } = expression
      const said = [role === 'plain' ? '' : role, window ? `over ${nameText(window)}` : '', detail].filter((each) => each !== '').join(' ')
      return `${name}(${parts.map(expressionText).join(', ')})${said === '' ? '' : `[${said}]`}`
    }
  }
}

function nameText({ text, quoted }: Name): string {
  return quoted ? `"${text}"` : text
}

function namesText(names: readonly Name[]): string {
  return names.length > 0 ? ` (${names.map(nameText).join(', ')})` : ''
}

function clause(word: string, parts: readonly string[], between = ', '): string {
  return parts.length > 0 ? `${word} ${parts.join(between)}` : ''
}
