/**
 * selectors.yml → SelectionExpr. A definition is a criterion as text, a criterion as a mapping, a single `method: value`,
 * a union or intersection of definitions, or another selector's, defined above it.
 */
import type { Plain } from '../core/node.js'
import { selectorInvalid, selectorNotFound } from './errors.js'
import { type Depth, type IndirectSelection, indirectSelections, type SelectionExpr } from './expression.js'
import { knownMethod, parseCriterion } from './grammar.js'

/** Entries of selectors.yml by name, in file order. */
export type SelectorEntries = Readonly<Record<string, Plain>>

export interface NamedSelectors {
  readonly byName: ReadonlyMap<string, SelectionExpr>
  /** The one with `default: true`. */
  readonly defaultName: string | undefined
}

interface Reading {
  readonly name: string
  readonly indirect: IndirectSelection
  readonly earlier: ReadonlyMap<string, SelectionExpr>
}

export function parseSelectors(entries: SelectorEntries, indirect: IndirectSelection): NamedSelectors {
  const byName = new Map<string, SelectionExpr>()
  for (const [name, entry] of Object.entries(entries)) {
    byName.set(name, readRoot(entry.definition, { name, indirect, earlier: byName }))
  }
  const defaults = Object.keys(entries).filter((name) => entries[name]?.default === true)
  if (defaults.length > 1)
    throw selectorInvalid(defaults[1] ?? '', `it is default: true, and so is "${defaults[0]}"`, 'one default selector')
  return { byName, defaultName: defaults[0] }
}

function readRoot(definition: unknown, reading: Reading): SelectionExpr {
  if (isRecord(definition) && ('union' in definition || 'intersection' in definition) && Object.keys(definition).length > 1)
    throw selectorInvalid(
      reading.name,
      `beside union or intersection it has ${Object.keys(definition).join(', ')}`,
      'union or intersection alone at the top',
    )
  return readDefinition(definition, reading)
}

function readDefinition(definition: unknown, reading: Reading): SelectionExpr {
  if (typeof definition === 'string') return parseCriterion(definition, reading.indirect)
  if (!isRecord(definition)) throw selectorInvalid(reading.name, `a definition is ${describe(definition)}`, 'text, or a mapping')
  if ('union' in definition) return readSet('union', definition.union, reading)
  if ('intersection' in definition) return readSet('intersection', definition.intersection, reading)
  return readCriterion(definition, reading)
}

/** `exclude` may be a member of the list, once. */
function readSet(op: 'union' | 'intersection', members: unknown, reading: Reading): SelectionExpr {
  if (!Array.isArray(members)) throw selectorInvalid(reading.name, `${op} is ${describe(members)}`, 'a list of definitions')
  const excludes = members.filter((member) => isRecord(member) && 'exclude' in member)
  if (excludes.length > 1)
    throw selectorInvalid(reading.name, `${op} has ${excludes.length} excludes`, 'one exclude in a list; it may name several definitions')
  const of = members.filter((member) => !excludes.includes(member)).map((member) => readDefinition(member, reading))
  const included: SelectionExpr = { op, of, indirect: 'eager' }
  return excludes.length === 0 ? included : without(included, excludes[0].exclude, reading)
}

function without(included: SelectionExpr, exclude: unknown, reading: Reading): SelectionExpr {
  if (!Array.isArray(exclude)) throw selectorInvalid(reading.name, `exclude is ${describe(exclude)}`, 'a list of definitions')
  if (exclude.length === 0) return included
  const excluded = exclude.map((member) => readDefinition(member, reading))
  const [only] = excluded
  const minus: SelectionExpr = excluded.length === 1 && only ? only : { op: 'union', of: excluded, indirect: 'eager' }
  return { op: 'difference', of: [included, minus], indirect: 'eager' }
}

function readCriterion(definition: Plain, reading: Reading): SelectionExpr {
  const keys = Object.keys(definition)
  const [only] = keys
  if (keys.length === 1 && only !== undefined) return criterion({ method: only, value: definition[only] }, reading)
  if (definition.method === 'selector') return inherited(definition.value, reading)
  if (!('method' in definition && 'value' in definition))
    throw selectorInvalid(
      reading.name,
      `a definition has the keys ${keys.join(', ') || '(none)'}`,
      'method and value, or a single method: value',
    )
  const base = criterion(definition, reading)
  return 'exclude' in definition ? without(base, definition.exclude, reading) : base
}

function inherited(value: unknown, { name, earlier }: Reading): SelectionExpr {
  const expression = earlier.get(String(value))
  if (expression) return expression
  throw selectorNotFound(String(value), [...earlier.keys()]).with({
    hint: `selector "${name}" takes over another: that one must stand above it in selectors.yml`,
  })
}

function criterion(definition: Plain, reading: Reading): SelectionExpr {
  const { method, value } = definition
  if (typeof method !== 'string') throw selectorInvalid(reading.name, `a method is ${describe(method)}`, 'the name of a selection method')
  if (value !== null && typeof value === 'object')
    throw selectorInvalid(reading.name, `the value of ${method} is ${describe(value)}`, 'one value; use union for several')
  const [name = '', ...args] = method.split('.')
  const raw = `${method}:${String(value)}`
  if (definition.children && definition.childrens_parents)
    throw selectorInvalid(
      reading.name,
      `${raw} has both children and childrens_parents`,
      'one of them: childrens_parents takes all children',
    )
  return {
    op: 'criterion',
    raw,
    method: knownMethod(name, raw),
    args,
    value,
    childrensParents: Boolean(definition.childrens_parents),
    parents: definition.parents ? depth(definition.parents_depth, reading) : undefined,
    children: definition.children ? depth(definition.children_depth, reading) : undefined,
    indirect: indirectOf(definition.indirect_selection, reading),
  }
}

function depth(value: unknown, { name }: Reading): Depth {
  if (value === undefined || value === null || value === '' || value === 0) return 'all'
  const number = Number(value)
  if (!Number.isInteger(number)) throw selectorInvalid(name, `a depth is ${describe(value)}`, 'a whole number')
  return number
}

function indirectOf(value: unknown, { name, indirect }: Reading): IndirectSelection {
  if (value === undefined) return indirect
  const mode = indirectSelections.find((known) => known === value)
  if (mode === undefined) throw selectorInvalid(name, `indirect_selection is ${describe(value)}`, indirectSelections.join(', '))
  return mode
}

function isRecord(value: unknown): value is Plain {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `"${String(value)}"`
}
