/**
 * Columns of a grouped select that are neither grouped nor inside an aggregate. Told only where a warehouse would surely
 * refuse: functions that are not known may be aggregates, columns of a table may follow from its primary key on PostgreSQL.
 */
import { foldName } from '../dialect.js'
import type { Call, ColumnRef, Expression, ExpressionItem, Item, SelectQuery, StarItem } from '../ir.js'
import { isSureAggregate } from './aggregates.js'
import type { Place } from './expression.js'
import { type OwnColumn, ownColumn, report } from './lookup.js'
import { nameOfItem } from './names.js'

/** Calls whose parts need to be grouped as they need to be themselves. */
const scalar = new Set(
  (
    'add sub mul div mod neg eq neq lt lte gt gte and or not is_null is_true is_false in between like i_like concat safe_divide ' +
    'cast try_cast safe_cast case coalesce null_if nullif if_null ifnull nvl if iff upper lower trim l_trim r_trim ltrim rtrim length ' +
    'round floor ceil abs substring left right replace date_trunc timestamp_trunc extract year month day date_add date_sub date_diff ' +
    'timestamp_diff tuple ordered value greatest least'
  ).split(' '),
)

interface Grouped {
  readonly columns: readonly OwnColumn[]
  /** Texts that are equal where two expressions are. */
  readonly texts: ReadonlySet<string>
}

export function checkGroups(query: SelectQuery, place: Place): void {
  if (query.groupAll || place.scope.relations.length === 0 || !isGrouped(query)) return
  const grouped = groupedBy(query, place)
  if (!grouped) return
  const check = new GroupCheck(query, grouped, place)
  for (const item of query.items) check.item(item)
  for (const each of [...query.having, ...query.orderBy, ...query.qualify]) check.clause(each)
}

function isGrouped(query: SelectQuery): boolean {
  return query.groupBy.length > 0 || query.items.some((item) => item.kind === 'expression' && hasAggregate(item.value))
}

function hasAggregate(expression: Expression): boolean {
  if (expression.kind !== 'call') return false
  return (expression.role === 'aggregate' && isSureAggregate(expression.name)) || expression.parts.some(hasAggregate)
}

class GroupCheck {
  readonly #grouped: Grouped
  readonly #place: Place
  /** Names of the items: in clauses they may stand for the item. */
  readonly #names: ReadonlySet<string>

  constructor(query: SelectQuery, grouped: Grouped, place: Place) {
    this.#grouped = grouped
    this.#place = place
    this.#names = new Set(query.items.flatMap((item) => (item.kind === 'expression' && item.alias ? keyOf(item, place) : [])))
  }

  item(item: Item): void {
    if (item.kind === 'expression') this.#expression(item.value)
    else this.#star(item)
  }

  clause(expression: Expression): void {
    if (expression.kind === 'literal') return
    this.#expression(expression)
  }

  #expression(expression: Expression): void {
    if (expression.kind === 'column') this.#column(expression)
    if (expression.kind !== 'call' || expression.role === 'aggregate') return
    if (this.#grouped.texts.has(textOf(expression, this.#place) ?? '')) return
    if (expression.role === 'window' || scalar.has(expression.name)) for (const part of expression.parts) this.#expression(part)
  }

  #column(ref: ColumnRef): void {
    const own = ownColumn(ref, this.#place.scope, this.#place.context)
    if (!own || this.#isGrouped(own) || (ref.path.length === 1 && this.#names.has(own.key))) return
    this.#report(own, ref)
  }

  #isGrouped(own: OwnColumn): boolean {
    return this.#grouped.columns.some((each) => isSame(each, own)) || this.#followsFromKey(own)
  }

  /** A primary key among the grouped columns of a table stands for all of its columns. */
  #followsFromKey({ owner }: OwnColumn): boolean {
    if (this.#place.context.dialect !== 'postgres') return false
    return owner === undefined || (owner.stored === true && this.#grouped.columns.some((each) => each.owner === owner || !each.owner))
  }

  #report(own: OwnColumn, { span, path }: ColumnRef): void {
    report(this.#place.context, 'SQL_NOT_GROUPED', `${path.at(-1)?.text ?? own.key} is neither grouped nor inside an aggregate`, span)
  }

  #star(star: StarItem): void {
    const { scope, context } = this.#place
    if (star.matching !== undefined || star.inside || star.replace.length > 0 || star.except.length > 0) return
    const table = star.table
    const relations = scope.relations.filter(
      (each) => !table || each.alias === foldName(table.text, table.quoted, context.dialect, 'table'),
    )
    if (relations.some((each) => each.open.length > 0 || each.opaque)) return
    for (const owner of relations)
      for (const { key, name } of owner.columns) {
        if (scope.merged.has(key) || this.#isGrouped({ key, owner, fields: [] })) continue
        report(context, 'SQL_NOT_GROUPED', `${name} of the star is neither grouped nor inside an aggregate`, star.span)
        return
      }
  }
}

/** Of two names one may be that of a joined column: then the name alone counts. */
function isSame(grouped: OwnColumn, own: OwnColumn): boolean {
  if (grouped.key !== own.key || (grouped.owner && own.owner && grouped.owner !== own.owner)) return false
  return grouped.fields.every((field, index) => own.fields[index] === field)
}

/** Undefined where it cannot be told what is grouped. */
function groupedBy(query: SelectQuery, place: Place): Grouped | undefined {
  const columns: OwnColumn[] = []
  const texts = new Set<string>()
  const add = (value: Expression): void => {
    if (value.kind === 'column') columns.push(...[ownColumn(value, place.scope, place.context) ?? []].flat())
    const text = textOf(value, place)
    if (text !== undefined) texts.add(text)
  }
  const all = query.groupBy.flatMap(flattened)
  for (const each of all) {
    if (each.kind === 'query' || each.kind === 'lambda' || (each.kind === 'call' && /^(star|columns|unknown|all)$/.test(each.name)))
      return undefined
    const items = itemsMeant(each, query, place)
    if (!items) return undefined
    if (each.kind !== 'literal') add(each)
    for (const item of items) add(item.value)
  }
  return { columns, texts }
}

const sets = /^(rollup|cube|grouping[ _]?sets|tuple|ordered)$/

function flattened(expression: Expression): Expression[] {
  return expression.kind === 'call' && sets.test(expression.name) ? expression.parts.flatMap(flattened) : [expression]
}

/** By position or by name; undefined where a star stands before the position. */
function itemsMeant(by: Expression, { items }: SelectQuery, place: Place): readonly ExpressionItem[] | undefined {
  if (by.kind === 'literal' && by.type === 'number') {
    const upTo = items.slice(0, Number(by.text))
    const item = upTo.at(-1)
    return item?.kind === 'expression' && upTo.every((each) => each.kind === 'expression') ? [item] : undefined
  }
  if (by.kind !== 'column' || by.path.length !== 1) return []
  const [name] = by.path
  const key = name && foldName(name.text, name.quoted, place.context.dialect)
  return items.filter((item): item is ExpressionItem => item.kind === 'expression' && keyOf(item, place) === key)
}

function keyOf({ alias, value }: ExpressionItem, { context }: Place): string {
  const name = alias ?? nameOfItem(value, context.dialect)
  return foldName(name.text, name.quoted, context.dialect)
}

/** Names without their relations, texts in lower case, casts without their types: rather equal too often. */
function textOf(expression: Expression, place: Place): string | undefined {
  switch (expression.kind) {
    case 'literal':
      return `'${expression.text.toLowerCase()}'`
    case 'column': {
      const own = ownColumn(expression, place.scope, place.context)
      return own ? [own.key, ...own.fields].join('.') : expression.path.map((each) => each.text.toLowerCase()).join('.')
    }
    case 'call':
      return callText(expression, place)
    default:
      return undefined
  }
}

function callText({ name, parts, detail }: Call, place: Place): string | undefined {
  const texts = parts.map((part) => textOf(part, place))
  if (texts.includes(undefined)) return undefined
  return `${name}(${texts.join()})${/cast$/.test(name) ? '' : detail.toLowerCase()}`
}
