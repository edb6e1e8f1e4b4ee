/** Contract constraints as DDL text, by what the warehouse supports: `adapter.render_raw_columns_constraints` and its model twin. */
import type { AdapterModule } from '../../adapters/index.js'
import type { Plain } from '../../core/node.js'
import { constraintInvalid } from '../errors.js'

const types = ['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom'] as const
type ConstraintType = (typeof types)[number]

interface Constraint {
  readonly type: ConstraintType
  readonly name: string | null
  readonly expression: string
  readonly columns: readonly string[]
  readonly to: string | null
  readonly toColumns: readonly string[]
  readonly warnUnsupported: boolean
  readonly warnUnenforced: boolean
}

/** Told of constraints the warehouse does not take or does not check. */
export type ConstraintWarning = (type: string, problem: 'not_supported' | 'not_enforced') => void

/** `name type constraint …` of each column. */
export function columnDefinitions(module: AdapterModule, columns: readonly Plain[], warn: ConstraintWarning): string[] {
  return columns.map((column) => {
    const name = String(column['name'])
    const shown = column['quote'] ? module.types.quote(name) : name
    const constraints = listOf(column['constraints']).map((raw) => supported(module, read(raw), columnText, warn))
    return [`${shown} ${String(column['data_type'])}`, ...constraints.filter((text) => text !== null)].join(' ')
  })
}

export function modelConstraints(module: AdapterModule, raw: readonly unknown[], warn: ConstraintWarning): string[] {
  return raw.map((entry) => supported(module, read(entry), modelText, warn)).filter((text) => text !== null)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function read(raw: unknown): Constraint {
  const fields = raw as Plain
  const type = types.find((known) => known === fields?.['type'])
  if (type === undefined) throw constraintInvalid(raw, `a type: ${types.join(', ')}`)
  const text = (key: string): string | null => (typeof fields[key] === 'string' ? fields[key] : null)
  return {
    type,
    name: text('name'),
    expression: text('expression') ?? '',
    columns: listOf(fields['columns']).map(String),
    to: text('to'),
    toColumns: listOf(fields['to_columns']).map(String),
    warnUnsupported: fields['warn_unsupported'] !== false,
    warnUnenforced: fields['warn_unenforced'] !== false,
  }
}

type Renderer = (constraint: Constraint, target: (name: string) => string) => string | null

function supported(module: AdapterModule, constraint: Constraint, render: Renderer, warn: ConstraintWarning): string | null {
  const target = (name: string) => module.foreignKeyTarget?.(name) ?? name
  if (constraint.type === 'custom') return render(constraint, target)
  const support = module.constraintSupport[constraint.type]
  if (support === 'not_supported') {
    if (constraint.warnUnsupported) warn(constraint.type, 'not_supported')
    return null
  }
  if (support === 'not_enforced' && constraint.warnUnenforced) warn(constraint.type, 'not_enforced')
  return render(constraint, target)
}

function columnText(constraint: Constraint, target: (name: string) => string): string | null {
  const { type, expression } = constraint
  switch (type) {
    case 'check':
      return expression ? `check (${expression})` : null
    case 'not_null':
      return `not null ${expression}`.trim()
    case 'unique':
      return `unique ${expression}`.trim()
    case 'primary_key':
      return `primary key ${expression}`.trim()
    case 'foreign_key':
      return references(constraint, target)
    case 'custom':
      return expression || null
  }
}

function modelText(constraint: Constraint, target: (name: string) => string): string | null {
  const { type, name, expression } = constraint
  const prefix = name ? `constraint ${name} ` : ''
  const columns = constraint.columns.join(', ')
  const middle = expression ? ` ${expression}` : ''
  switch (type) {
    case 'check':
      return expression ? `${prefix}check (${expression})` : null
    case 'unique':
      return `${prefix}unique${middle} (${columns})`
    case 'primary_key':
      return `${prefix}primary key${middle} (${columns})`
    case 'foreign_key': {
      const to = references(constraint, target)
      return to === null ? null : `${prefix}foreign key (${columns}) ${to}`
    }
    case 'custom':
      return expression ? `${prefix}${expression}` : null
    default:
      return null
  }
}

function references(constraint: Constraint, target: (name: string) => string): string | null {
  if (constraint.to && constraint.toColumns.length > 0) return `references ${target(constraint.to)} (${constraint.toColumns.join(', ')})`
  return constraint.expression ? `references ${constraint.expression}` : null
}
