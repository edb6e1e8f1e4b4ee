/** `reconcile:` of a table: totals that must be what another table's totals are; each entry is a test. */
import type { Cursor } from '../../core/cursor.js'
import type { Plain, Resource } from '../../core/node.js'
import type { DeclaredTest, Declarer } from './declarer.js'
import { asWritten } from './literal-text.js'

const measures = ['sum', 'count', 'distinct'] as const
type Measure = (typeof measures)[number]

const keys = [
  'name',
  'description',
  ...measures,
  'against',
  ...measures.map((measure) => `against_${measure}`),
  'by',
  'against_by',
  'where',
  'against_where',
  'tolerance',
  'severity',
]

export const reconciled: Declarer = (subject) => {
  const cursor = subject.setting('reconcile')
  if (cursor === undefined) return []
  const { project } = subject.session
  const nested = project.root.config.flags.require_generic_test_arguments_property !== false
  const names = new Set<string>()
  return cursor.items().map((entry) => {
    const test = readEntry(entry)
    if (names.has(test.name)) throw entry.problem(`reconcile has two entries of the name ${test.name}`, 'another name', 'name')
    names.add(test.name)
    return testOf(subject.resource, test, entry, nested)
  })
}

interface Reconciliation {
  readonly name: string
  readonly description: string | undefined
  readonly severity: string | undefined
  readonly against: string
  readonly totals: Plain
}

function readEntry(entry: Cursor): Reconciliation {
  entry.mapping(keys, 'a reconciliation')
  const given = measures.filter((measure) => entry.has(measure))
  const [measure] = given
  if (measure === undefined || given.length > 1)
    throw entry.problem(
      given.length > 1 ? `a reconciliation is of one total, and ${given.join(' and ')} are given` : 'a reconciliation names no total',
      'one of sum, count, distinct',
      given[1],
      given.length > 1 ? 'write an entry for each' : 'such as `sum: amount`, or `count: "*"` for rows',
    )
  const by = entry.texts('by')
  const againstBy = entry.has('against_by') ? entry.texts('against_by') : by
  if (againstBy.length !== by.length)
    throw entry.problem(`by has ${by.length} and against_by ${againstBy.length}`, 'as many, in the same order', 'against_by')
  const stray = measures.find((each) => each !== measure && entry.has(`against_${each}`))
  if (stray !== undefined)
    throw entry.problem(`against_${stray} is given, and the total is a ${measure}`, `against_${measure}`, `against_${stray}`)
  const name = entry.optionalText('name') ?? measure
  if (!/^\w+$/.test(name)) throw entry.problem(`"${name}" is no name of a test`, 'letters, digits and _', 'name')
  const totals = {
    here: { measure, of: expressionOf(entry, measure, measure), by, where: entry.optionalText('where') ?? null },
    there: {
      measure,
      of: entry.has(`against_${measure}`) ? expressionOf(entry, `against_${measure}`, measure) : expressionOf(entry, measure, measure),
      by: againstBy,
      where: entry.optionalText('against_where') ?? null,
    },
    tolerance: toleranceOf(entry),
  }
  return {
    name,
    description: entry.optionalText('description'),
    severity: entry.optionalWord('severity', ['error', 'warn']),
    against: againstOf(entry),
    totals,
  }
}

/** `count: true` counts rows, as `count: "*"` does. */
function expressionOf(entry: Cursor, key: string, measure: Measure): string {
  if (measure === 'count' && entry.at(key).value === true) return '*'
  const text = entry.text(key).trim()
  if (text === '' || text === 'true' || text === 'false') throw entry.problem(`${key} names no column`, 'a column or an expression', key)
  if (text === '*' && measure !== 'count') throw entry.problem(`${key}: * is for count`, 'a column or an expression', key)
  return text
}

function againstOf(entry: Cursor): string {
  const text = entry.text('against').trim()
  const call = /^(ref|source)\s*\(.+\)$/s.test(text)
  if (call) return text
  const [first, second, more] = text.split('.')
  if (!/^\w+(\.\w+)?$/.test(text) || more !== undefined || first === undefined)
    throw entry.problem(`against: ${text} is no table of the project`, "ref('tickets') or source('feed', 'tickets')", 'against')
  return second === undefined ? `ref('${first}')` : `source('${first}', '${second}')`
}

function toleranceOf(entry: Cursor): Plain {
  if (!entry.has('tolerance')) return { by: 'absolute', value: 0 }
  const text = entry.text('tolerance')
  const [, digits, percent] = /^\s*(\d+(?:\.\d+)?(?:e-?\d+)?)\s*(%?)\s*$/i.exec(text) ?? []
  if (digits === undefined) throw entry.problem(`tolerance is "${text}"`, 'a distance such as 0.01, or a share such as 0.1 %', 'tolerance')
  return percent === '%' ? { by: 'share', value: Number(digits) / 100 } : { by: 'absolute', value: Number(digits) }
}

function testOf(resource: Resource, test: Reconciliation, from: Cursor, nested: boolean): DeclaredTest {
  const { name, description, severity, against, totals } = test
  const given = { against, totals: asWritten(totals) }
  const written = {
    name: `${tableName(resource)}_reconcile_${name}`,
    ...(description === undefined ? {} : { description }),
    config: { ...(severity === undefined ? {} : { severity }), meta: { reconcile: name } },
    ...(nested ? { arguments: given } : given),
  }
  return { written: { sluice_reconcile: written }, columnName: null, from }
}

function tableName(resource: Resource): string {
  if (resource.resource_type === 'source') return `${resource.source_name}_${resource.name}`
  const { version = null } = resource as { readonly version?: string | number | null }
  return version === null ? resource.name : `${resource.name}_v${String(version)}`
}
