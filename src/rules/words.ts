/** What a rule or a test demands, in words. */
import type { Plain, TestNode } from '../core/node.js'
import type { DataRule } from './rule.js'

type Said = Pick<DataRule, 'kind' | 'columns' | 'where'> & { readonly arguments: Plain }

const kinds: Readonly<Record<DataRule['kind'], (rule: Said, what: string) => string>> = {
  value_range: ({ arguments: args }, what) => `${what} is ${rangeWords(args)}`,
  custom_validation: ({ arguments: args }) => `${shown(args.expression)} holds`,
  referential_integrity: ({ arguments: args, columns }, what) => {
    const foreign = list(args.foreign_key)
    const named = foreign.length > 0 && foreign.join() !== columns.join() ? ` (${foreign.join(', ')})` : ''
    return `${what} is known in ${tableWords(args.check_table)}${named}`
  },
  uniqueness: (_rule, what) => `no two rows have the same ${what}`,
  completeness: (_rule, what) => `${what} is never missing`,
  allowed_values: ({ arguments: args }, what) => `${what} is ${orWords(args.values)}`,
  regex: ({ arguments: args }, what) => `${what} matches ${shown(args.pattern)}`,
  replace: ({ arguments: args }, what) => {
    const pairs = (args.pairs ?? []) as readonly (readonly [unknown, unknown])[]
    return `${what}: ${pairs.map(([old, value]) => `${shown(old)} becomes ${shown(value)}`).join(', ')}`
  },
}

export function ruleInWords(rule: Said): string {
  const words = kinds[rule.kind](rule, rule.columns.join(', '))
  return rule.where === null ? words : `${words}, where ${rule.where}`
}

/** A test that a rule asked for says what the rule does; of others, those everybody knows are told, and the rest by their arguments. */
export function testInWords(test: TestNode): string {
  const { test_metadata: metadata, config } = test
  const where = typeof config.where === 'string' && config.where !== '' ? config.where : null
  if (!metadata) return test.description === '' ? `the query ${test.name} finds nothing` : test.description
  const { model: _model, column_name: column, ...args } = metadata.kwargs
  const words = metadata.name === 'sluice_rule' ? ruleInWords({ ...(args.rule as Said), where: null }) : usual(metadata.name, column, args)
  return where === null ? words : `${words}, where ${where}`
}

function usual(name: string, column: unknown, args: Plain): string {
  const what = column === undefined ? '' : String(column)
  if (name === 'not_null') return `${what} is never missing`
  if (name === 'unique') return `no two rows have the same ${what}`
  if (name === 'accepted_values') return `${what} is ${orWords(args.values)}`
  if (name === 'relationships') return `${what} is known in ${tableWords(args.to)} (${String(args.field)})`
  if (name === 'unique_combination_of_columns') return `no two rows have the same ${list(args.combination_of_columns).join(', ')}`
  if (name === 'sluice_monitor') return `as it was before: ${monitored(args.monitor)}`
  if (name === 'sluice_reconcile') return `the totals are those of ${tableWords(args.against)}`
  if (name === 'expression_is_true') return `${[what, shown(args.expression)].filter(Boolean).join(' ')} holds`
  const given = Object.entries(args).map(([key, value]) => `${key} ${shown(value)}`)
  return [what, name.replaceAll('_', ' '), given.length === 0 ? '' : `(${given.join(', ')})`].filter(Boolean).join(' ')
}

/** `volume, null_share of vessel_id`. */
function monitored(monitor: unknown): string {
  const { checks } = (monitor ?? {}) as { readonly checks?: readonly { readonly kind: string; readonly columns?: readonly string[] }[] }
  return list(
    checks?.map(({ kind, columns = [] }) =>
      [kind.replaceAll('_', ' '), columns.join(', ')].filter(Boolean).join(' of ').replace('null share', 'empty share'),
    ),
  ).join('; ')
}

function rangeWords({ min_value: least, max_value: most, inclusive }: Plain): string {
  const edge = inclusive === false ? ', both excluded' : ''
  if (least === null || least === undefined) return `${inclusive === false ? 'below' : 'at most'} ${shown(most)}`
  if (most === null || most === undefined) return `${inclusive === false ? 'above' : 'at least'} ${shown(least)}`
  return `between ${shown(least)} and ${shown(most)}${edge}`
}

const mostValues = 12

function orWords(value: unknown): string {
  const values = list(value).map(shown)
  const more = values.length > mostValues ? `, or one of ${values.length - mostValues} more` : ''
  if (more !== '') return `${values.slice(0, mostValues).join(', ')}${more}`
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

/** `ref('carriers')` and `source('raw', 'carriers')` as people say them. */
function tableWords(value: unknown): string {
  const names = [...String(value).matchAll(/'([^']+)'/g)].map(([, name]) => name)
  return names.length > 0 ? names.join('.') : String(value)
}

function list(value: unknown): readonly string[] {
  return value === undefined || value === null ? [] : (Array.isArray(value) ? value : [value]).map(String)
}

/** As it was written: arguments of tests hold text that looks like a value as a template that gives it. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'object' && !(value instanceof Number)) return JSON.stringify(value)
  const [, quoted] = /^\{\{ (".*") \}\}$/s.exec(String(value)) ?? []
  return quoted === undefined ? String(value) : String(JSON.parse(quoted))
}
