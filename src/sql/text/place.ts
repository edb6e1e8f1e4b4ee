/** Gives each item of a query its place in the text, which the parser tells of names alone. */
import type { Dialect } from '../dialect.js'
import type { Expression, ExpressionItem, Item, Query, SelectQuery, Source, Span, StarItem } from '../ir.js'
import { type SelectText, selectsOf } from './selects.js'
import type { Token } from './tokens.js'

/** Where the text and the tree do not surely agree, a select stays without places. */
export function placeItems(queries: readonly Query[], sql: string, dialect: Dialect): void {
  const texts = selectsOf(sql, dialect).sort((a, b) => a.start - b.start)
  const free = new Set(texts)
  const without: SelectQuery[] = []
  for (const query of queries.flatMap(selectsIn)) {
    const found = textOf(query, texts)
    if (!found) without.push(query)
    else if (fill(query, found, sql)) free.delete(found)
  }
  const [only, ...rivals] = without
  const [left, ...others] = free
  if (only && left && rivals.length === 0 && others.length === 0) fill(only, left, sql)
}

/** The innermost that has a name of the query's items in one of its own; without such a name, one of its other names anywhere. */
function textOf(query: SelectQuery, texts: readonly SelectText[]): SelectText | undefined {
  const [inItems] = query.items.flatMap(anchorsOf)
  if (inItems) return innermost(texts, inItems, (text) => text.items.some((item) => within(inItems, spanOfTokens(item))))
  const tables = query.from.flatMap(({ source }) =>
    source.kind === 'table' ? (source.path.at(-1)?.span ?? []) : (source.alias?.span ?? []),
  )
  const [elsewhere] = [...query.where, ...query.groupBy].flatMap(anchorsIn).concat(tables)
  return elsewhere && innermost(texts, elsewhere, () => true)
}

function fill(query: SelectQuery, text: SelectText, sql: string): boolean {
  if (text.items.length !== query.items.length) return false
  const spans = text.items.map(spanOfTokens)
  const agree = query.items.every((item, index) => anchorsOf(item).every((anchor) => within(anchor, spans[index])))
  if (!agree) return false
  Object.assign(query, { clauses: text.clauses })
  query.items.forEach((item, index) => {
    const tokens = text.items[index] ?? []
    if (item.kind === 'star') placeStar(item, tokens, sql)
    else named(item, tokens, sql)
  })
  return true
}

function placeStar(item: StarItem, tokens: readonly Token[], sql: string): void {
  const span = spanOfTokens(tokens)
  Object.assign(item, { span, sql: sql.slice(span.start, span.end) })
  const values = item.replace.length > 0 ? replacements(tokens, sql) : []
  if (values.length !== item.replace.length) return
  values.forEach((value, index) => {
    const replacement = item.replace[index]
    const at = replacement && withoutAlias(replacement.name.text, value, sql)
    if (at && at.length > 0) Object.assign(replacement, textAt(at, sql))
  })
}

/** What stands between the commas of `replace (…)`. */
function replacements(tokens: readonly Token[], sql: string): Token[][] {
  const start = tokens.findIndex(({ word }, index) => word === 'replace' && sql[tokens[index + 1]?.start ?? -1] === '(')
  const out: Token[][] = start < 0 ? [] : [[]]
  let depth = 0
  for (const token of start < 0 ? [] : tokens.slice(start + 1)) {
    if (/^[)\]}]$/.test(token.sign) && --depth === 0) break
    if (depth === 1 && token.sign === ',') out.push([])
    else if (depth > 0) out.at(-1)?.push(token)
    if (/^[([{]$/.test(token.sign)) depth++
  }
  return out
}

function textAt(tokens: readonly Token[], sql: string): { readonly span: Span; readonly sql: string } {
  const span = spanOfTokens(tokens)
  return { span, sql: sql.slice(span.start, span.end) }
}

/** The value is what is left without the alias. */
function named(item: ExpressionItem, tokens: readonly Token[], sql: string): void {
  const value = item.alias ? withoutAlias(item.alias.text, tokens, sql) : tokens
  if (value && value.length > 0) Object.assign(item, textAt(value, sql))
}

function withoutAlias(alias: string, tokens: readonly Token[], sql: string): readonly Token[] | undefined {
  const last = tokens.at(-1)
  if (last && tokens.length > 1 && isName(last, alias, sql)) return tokens.slice(0, tokens.at(-2)?.word === 'as' ? -2 : -1)
  const [first, colon] = tokens
  return first && colon?.sign === ':' && isName(first, alias, sql) ? tokens.slice(2) : undefined
}

function isName(token: Token, name: string, sql: string): boolean {
  const text = sql.slice(token.start, token.end)
  const bare = /^["'`]/.test(text) ? text.slice(1, -1).replaceAll(/(["'`])\1/g, '$1') : text
  return bare.toLowerCase() === name.toLowerCase()
}

function spanOfTokens(tokens: readonly Token[]): Span {
  return { start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0 }
}

function within(inner: Span, outer: Span | undefined): boolean {
  return outer !== undefined && inner.start >= outer.start && inner.end <= outer.end
}

/** Among texts in the order in which they begin; what begins behind the place cannot hold it. */
function innermost(texts: readonly SelectText[], place: Span, fits: (text: SelectText) => boolean): SelectText | undefined {
  let [low, high] = [0, texts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((texts[middle]?.start ?? 0) <= place.start) low = middle + 1
    else high = middle
  }
  for (let at = low - 1; at >= 0; at--) {
    const text = texts[at]
    if (text && within(place, text) && fits(text)) return text
  }
  return undefined
}

function anchorsOf(item: Item): Span[] {
  if (item.kind === 'expression') return [...(item.alias?.span ? [item.alias.span] : []), ...anchorsIn(item.value)]
  const names = [item.table, ...item.except, ...item.replace.map((each) => each.name), ...item.rename.map((each) => each.from)]
  return names.flatMap((each) => each?.span ?? [])
}

/** Without a copy at each level: a chain of ten thousand operators is one expression. */
function anchorsIn(expression: Expression): Span[] {
  const out: Span[] = []
  const waiting: Expression[] = [expression]
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    if (each.kind === 'column' && each.span) out.push(each.span)
    else if (each.kind === 'call') for (const part of each.parts.toReversed()) waiting.push(part)
    else if (each.kind === 'lambda') waiting.push(each.body)
  }
  return out
}

function selectsIn(query: Query): SelectQuery[] {
  const inCtes = query.ctes.flatMap((cte) => selectsIn(cte.query))
  const around = [...query.orderBy, ...query.limits].flatMap(inExpression)
  return [...inCtes, ...inBody(query), ...around]
}

function inBody(query: Query): SelectQuery[] {
  switch (query.kind) {
    case 'set':
      return [...selectsIn(query.left), ...selectsIn(query.right)]
    case 'nested':
      return selectsIn(query.query)
    case 'values':
      return query.rows.flat().flatMap(inExpression)
    case 'select':
      return [query, ...inSelect(query)]
  }
}

function inSelect(query: SelectQuery): SelectQuery[] {
  const values = query.items.flatMap((item) => (item.kind === 'expression' ? [item.value] : item.replace.map((each) => each.value)))
  const clauses = [...query.where, ...query.groupBy, ...query.having, ...query.qualify, ...query.distinctOn]
  const joins = query.from.flatMap(({ join }) => join?.on ?? [])
  return [...[...values, ...clauses, ...joins].flatMap(inExpression), ...query.from.flatMap(({ source }) => inSource(source))]
}

function inSource(source: Source): SelectQuery[] {
  switch (source.kind) {
    case 'table':
      return []
    case 'query':
      return selectsIn(source.query)
    case 'function':
      return source.reads.flatMap(inExpression)
    case 'joined':
      return source.items.flatMap((item) => [...inSource(item.source), ...(item.join?.on ?? []).flatMap(inExpression)])
    default:
      return inSource(source.input)
  }
}

function inExpression(expression: Expression): SelectQuery[] {
  switch (expression.kind) {
    case 'query':
      return selectsIn(expression.query)
    case 'call':
      return expression.parts.flatMap(inExpression)
    case 'lambda':
      return inExpression(expression.body)
    default:
      return []
  }
}
