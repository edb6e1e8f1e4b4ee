/** What stands in `from`: tables as instances, queries merged where that changes nothing, all others by their own rows. */
import { foldName } from '../dialect.js'
import type { FromItem, Join, Name, Query, Source } from '../ir.js'
import type { Column, Definition, Joined, Place, Relation, Scope, Shape } from './model.js'
import { newFrame, newScope } from './model.js'
import { columnOf } from './names.js'
import { areLight, isMergeable, type Merging } from './plain.js'
import { asSet, node, UnsureError } from './text.js'
import { conditions, type Reader, textOf } from './value.js'

/** A relation and what it adds to the list of what is joined. */
interface Added {
  readonly relations: readonly Relation[]
  readonly joined: readonly Omit<Joined, 'kind' | 'on'>[]
  readonly instance: string
}

export class SourceReader {
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** Fills the scope from the left. `inside`: the list stands in brackets, beside others. */
  add(list: readonly FromItem[], place: Place, inside?: Merging): Joined[] {
    const items = withoutBrackets(list)
    const out: Joined[] = []
    items.forEach(({ source, join }, index) => {
      const merging = inside ?? mergingOf(items, index)
      const before = [...place.scope.relations]
      const added = this.#added(source, place, merging)
      place.scope.relations.push(...added.relations)
      const on = join ? this.#conditions(join, before, added.relations, place) : []
      out.push(...added.joined.map((each, at) => ({ ...each, kind: at === 0 ? kindOf(join, index) : 'cross', on: at === 0 ? on : [] })))
      if (join?.kind === 'semi' || join?.kind === 'anti') place.scope.relations.length = before.length
    })
    return inside ? out : loosened(out, place)
  }

  #added(source: Source, place: Place, merging: Merging): Added {
    switch (source.kind) {
      case 'table':
        return this.#table(source, place, merging)
      case 'query':
        return this.#query(source.query, source, place, place.scope, merging)
      case 'function':
        return this.#function(source, place)
      case 'joined':
        return this.#joined(source, place)
      default:
        throw new UnsureError(source.kind)
    }
  }

  #table(source: Extract<Source, { kind: 'table' }>, place: Place, merging: Merging): Added {
    const { dialect, catalog } = place.context
    const path = source.path.map(({ text, quoted }) => foldName(text, quoted, dialect, 'table'))
    const definition = path.length === 1 ? place.ctes.get(path[0] ?? '') : undefined
    if (definition) return this.#cte(definition, source, path, place, merging)
    const found = catalog.relation(source.path)
    if (found === 'missing') throw new UnsureError(`nothing is known of ${path.join('.')}`)
    const key = found?.key ?? path.join('.')
    const instance = instanceOf(key, place.scope)
    const columns = (found?.columns ?? []).map(({ text, quoted }) => {
      const folded = foldName(text, quoted, dialect)
      return { key: folded, name: text, value: columnOf(instance, folded) }
    })
    const whole = found?.columns !== undefined && found.declared === undefined
    const relation = named({ columns, open: whole ? [] : [instance] }, source, path, place)
    return { relations: [relation], joined: [{ what: node('table', key), order: '' }], instance }
  }

  #cte(definition: Definition, source: Source, path: readonly string[], place: Place, merging: Merging): Added {
    const { cte, recursive } = definition
    const outer: Scope = { ...newScope(newFrame(), definition.outer), barrier: true }
    const within = { ...place, ctes: definition.ctes }
    if (!recursive && isMergeable(cte.query, merging)) {
      const added = this.#query(cte.query, { columns: cte.columns }, within, outer, merging, path)
      return { ...added, relations: added.relations.map((each) => named(each, source, path, place)) }
    }
    definition.shape ??= this.#reader.query(cte.query, definition.ctes, outer, place.context)
    const columns = renamed(definition.shape.columns, cte.columns, place)
    return this.#opaque({ ...definition.shape, columns }, source, path, place)
  }

  #query(
    query: Query,
    source: Pick<Source, 'alias' | 'columns'>,
    place: Place,
    outer: Scope,
    merging: Merging,
    path: readonly string[] = [],
  ): Added {
    if (!isMergeable(query, merging)) return this.#opaque(this.#reader.query(query, place.ctes, outer, place.context), source, path, place)
    const scope = newScope(place.scope.frame, outer)
    const inner = { ...place, scope, ctes: this.#reader.ctes(query, place.ctes, outer) }
    const [first] = query.from
    const joined: Added = first ? this.#added(first.source, inner, merging) : { relations: [], joined: [], instance: '' }
    scope.relations.push(...joined.relations)
    const { columns, open } = this.#reader.items(query, inner)
    scope.frame.where.push(...this.#reader.where(query, inner))
    const order = this.#reader.order(query, columns, inner)
    if (order !== '') scope.frame.orders.push(order)
    const told = merging.nullable && !areLight(query, false) ? wherePresent(columns, joined) : columns
    return { ...joined, relations: [named({ columns: told, open }, source, path, place)] }
  }

  #opaque(shape: Shape, source: Pick<Source, 'alias' | 'columns'>, path: readonly string[], place: Place): Added {
    const instance = instanceOf('query', place.scope)
    const columns = shape.columns.map((column) => ({ ...column, value: node('of', instance, column.value) }))
    const open = shape.open.map((each) => node('of', instance, each))
    const relation = named({ columns, open }, source, path, place)
    const what = node('query', shape.rows, ...(shape.open.length > 0 ? [shape.layout] : []))
    return { relations: [relation], joined: [{ what, order: shape.order }], instance }
  }

  /** Its columns' names are known for few functions: each name is told by itself. */
  #function(source: Extract<Source, { kind: 'function' }>, place: Place): Added {
    const instance = instanceOf('function', place.scope)
    const reads = source.reads.map((each) => textOf(each, place, this.#reader))
    const columns = source.columns.map(({ text, quoted }, index) => ({
      key: foldName(text, quoted, place.context.dialect),
      name: text,
      value: columnOf(instance, `$${index}`),
    }))
    const relation = named({ columns, open: columns.length > 0 ? [] : [instance] }, { ...source, columns: [] }, [source.name], place)
    return {
      relations: [relation],
      joined: [{ what: node('function', source.name, String(source.ordinality), ...reads), order: '' }],
      instance,
    }
  }

  #joined(source: Extract<Source, { kind: 'joined' }>, place: Place): Added {
    if (source.alias) throw new UnsureError('joins in brackets with a name')
    const scope: Scope = { ...newScope(place.scope.frame, place.scope.outer), windows: place.scope.windows }
    const joined = this.add(source.items, { ...place, scope }, { nullable: true, filters: false })
    for (const [key, merged] of scope.merged) place.scope.merged.set(key, merged)
    const what = node('joined', ...joined.map(joinedText))
    return { relations: scope.relations, joined: [{ what, order: joined.map((each) => each.order).join('') }], instance: what }
  }

  #conditions(join: Join, left: readonly Relation[], right: readonly Relation[], place: Place): string[] {
    const { dialect } = place.context
    const all = [...left, ...right]
    if (join.natural && all.some(({ open }) => open.length > 0)) throw new UnsureError('a natural join of unknown columns')
    const names = join.natural ? common(left, right) : join.using.map(({ text, quoted }) => foldName(text, quoted, dialect))
    const keys = names.map((key) => merge(key, join, left, right, place))
    const on = join.kind === 'asof' ? join.on.map((each) => textOf(each, place, this.#reader)) : conditions(join.on, place, this.#reader)
    return [...keys, ...on]
  }
}

/** Joins in brackets that come first are joined first anyway. */
function withoutBrackets(list: readonly FromItem[]): readonly FromItem[] {
  const [first, ...others] = list
  if (first?.source.kind !== 'joined' || first.source.alias) return list
  return withoutBrackets([...first.source.items, ...others])
}

export function joinedText({ what, kind, on }: Joined): string {
  return node('join', kind, what, ...(kind === 'asof' ? on : asSet(on)))
}

function kindOf(join: Join | undefined, index: number): string {
  if (index === 0) return 'first'
  return join === undefined ? 'cross' : join.kind
}

function mergingOf(items: readonly FromItem[], index: number): Merging {
  const own = items[index]?.join?.kind ?? 'cross'
  const later = items.slice(index + 1).map(({ join }) => join?.kind ?? 'cross')
  const empties = (kind: string) => kind === 'right' || kind === 'full' || kind === 'asof' || kind === 'positional'
  const nullable = later.some(empties) || (index > 0 && own !== 'inner' && own !== 'cross' && own !== 'right')
  const filters = !later.some(empties) && (index === 0 || own === 'inner' || own === 'cross')
  return { nullable, filters }
}

/** Conditions of inner joins are conditions of the whole, unless a later join gives rows without them. */
function loosened(joined: readonly Joined[], { scope }: Place): Joined[] {
  const strict = joined.findLastIndex(({ kind }) => kind === 'right' || kind === 'full' || kind === 'asof' || kind === 'positional')
  return joined.map((each, index) => {
    if (each.kind !== 'inner' || index < strict) return each
    scope.frame.where.push(...each.on)
    return { ...each, kind: 'cross', on: [] }
  })
}

/** What a source computes of its row is null where a join finds no row. */
function wherePresent(columns: readonly Column[], { relations, instance }: Added): Column[] {
  const own = new Set(relations.flatMap((relation) => relation.columns.map(({ value }) => value)))
  return columns.map((column) => (own.has(column.value) ? column : { ...column, value: node('where present', instance, column.value) }))
}

function instanceOf(what: string, { frame }: Scope): string {
  const count = frame.counts.get(what) ?? 0
  frame.counts.set(what, count + 1)
  return node('instance', what, String(count))
}

function common(left: readonly Relation[], right: readonly Relation[]): string[] {
  const known = new Set(left.flatMap((each) => each.columns.map(({ key }) => key)))
  return right.flatMap((each) => each.columns.map(({ key }) => key).filter((key) => known.has(key)))
}

/** The condition that a common column stands for; the column itself becomes one for both sides. */
function merge(key: string, join: Join, left: readonly Relation[], right: readonly Relation[], { scope, context }: Place): string {
  const before = scope.merged.get(key)
  const first = before?.column ?? side(key, left)
  const second = side(key, right)
  const kept = context.dialect === 'duckdb' || join.kind === 'semi' || join.kind === 'anti'
  const left1 = kept && /inner|left|cross|semi|anti/.test(join.kind)
  const value = left1 ? first.value : node('merged', join.kind, first.value, second.value)
  const owners = new Set([...(before?.owners ?? []), ...[...left, ...right].filter((each) => each.columns.some((own) => own.key === key))])
  scope.merged.set(key, { column: { ...first, value }, owners })
  return node('eq', ...[first.value, second.value].sort())
}

function side(key: string, relations: readonly Relation[]): Column {
  const found = relations.flatMap((each) => each.columns.find((column) => column.key === key) ?? [])
  const open = relations.flatMap((each) => each.open)
  const [column] = found
  const [only] = open
  if (column && found.length === 1) return column
  if (!column && only !== undefined && open.length === 1) return { key, name: key, value: columnOf(only, key) }
  throw new UnsureError(`more than one ${key} in a join`)
}

function named(
  shape: Pick<Relation, 'columns' | 'open'>,
  source: Pick<Source, 'alias' | 'columns'>,
  path: readonly string[],
  place: Place,
): Relation {
  if (source.columns.length > 0 && shape.open.length > 0) throw new UnsureError('names for unknown columns')
  const alias = source.alias && foldName(source.alias.text, source.alias.quoted, place.context.dialect, 'table')
  return { columns: renamed(shape.columns, source.columns, place), open: shape.open, alias, path }
}

export function renamed(columns: readonly Column[], names: readonly Name[], { context }: Pick<Place, 'context'>): Column[] {
  return columns.map((column, index) => {
    const name = names[index]
    return name ? { ...column, name: name.text, key: foldName(name.text, name.quoted, context.dialect) } : column
  })
}
