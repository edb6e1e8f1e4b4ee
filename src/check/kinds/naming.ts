/** `naming`: names of nodes, columns or files. */
import type { SourceLocation } from '../../core/error.js'
import type { Resource } from '../../core/node.js'
import { type Facts, labelOf } from '../facts.js'
import type { Draft, Kind, Rule } from '../rule.js'

export const naming: Kind = {
  code: 'RULE_NAMING',
  meaning: 'names match a pattern, or have a prefix or suffix: of nodes, of their columns (all, or those of some types), or of files',
  takes: ['model', 'seed', 'snapshot', 'source', 'exposure', 'analysis', 'function', 'unit_test'],
  options: {
    of: { type: 'text', among: ['node', 'column', 'file'], meaning: 'what is named; node where nothing is said' },
    pattern: { type: 'pattern', meaning: 'what the whole name matches' },
    prefix: { type: 'texts', meaning: 'what the name begins with: one of these' },
    suffix: { type: 'texts', meaning: 'what the name ends with: one of these' },
    types: { type: 'texts', meaning: 'resource types, such as model or source; all where nothing is said' },
    column_type: { type: 'pattern', meaning: 'only columns whose type matches, as boolean or timestamp' },
  },
  *check(rule, facts) {
    const { options } = rule
    const types = options.texts('types')
    const of = options.text('of') ?? 'node'
    for (const resource of nodesOf(rule, facts, naming)) {
      if (types.length > 0 && !types.includes(resource.resource_type)) continue
      if (of === 'column') yield* columnDrafts(rule, facts, resource)
      else yield* named(rule, of === 'file' ? fileName(resource) : resource.name, resource, of, () => facts.places.of(resource))
    }
  },
}

/** What a rule looks at. */
export function nodesOf(rule: Rule, facts: Facts, kind: Pick<Kind, 'takes' | 'select'>): readonly Resource[] {
  const words = rule.select ?? kind.select
  const all = facts.own(kind.takes)
  if (words === undefined && rule.exclude.length === 0) return all
  const wanted = words === undefined ? undefined : facts.select(words, rule.exclude)
  const without = words === undefined ? facts.select(rule.exclude) : undefined
  return all.filter(({ unique_id }) => (wanted ? wanted.has(unique_id) : !without?.has(unique_id)))
}

function* columnDrafts(rule: Rule, facts: Facts, resource: Resource): Generator<Draft> {
  const type = rule.options.pattern('column_type')
  const known = new Map(facts.sql.nodes.get(resource.unique_id)?.columns.map((column) => [column.name, column]))
  for (const name of facts.columns(resource.unique_id)) {
    const column = known.get(name)
    const spelled = column?.type ?? facts.spec(resource.unique_id, name)?.data_type ?? ''
    if (type && !new RegExp(type.source, 'iu').test(spelled)) continue
    yield* named(rule, asWritten(name, facts), resource, 'column', () => column?.location ?? facts.places.column(resource, name))
  }
}

function* named({ options }: Rule, name: string, resource: Resource, of: string, at: () => SourceLocation): Generator<Draft> {
  const expected = expectation(options, name)
  if (expected === undefined) return
  const what = of === 'column' ? `column ${name} of ${labelOf(resource)}` : of === 'file' ? `file ${name}` : labelOf(resource)
  yield { node: resource, message: `${what} is not named as wanted`, at: at(), about: of === 'node' ? '' : name, expected }
}

/** A warehouse that stores what is not quoted in capitals says nothing about how people write it. */
function asWritten(name: string, { sql }: Facts): string {
  return sql.dialect === 'snowflake' && name === name.toUpperCase() ? name.toLowerCase() : name
}

/** What the name ought to be; undefined where it is. */
function expectation(options: Rule['options'], name: string): string | undefined {
  const pattern = options.pattern('pattern')
  const [prefixes, suffixes] = [options.texts('prefix'), options.texts('suffix')]
  if (pattern && !new RegExp(`^(?:${pattern.source})$`, 'u').test(name)) return `a name that matches ${pattern.source}`
  if (prefixes.length > 0 && !prefixes.some((prefix) => name.startsWith(prefix))) return `a name that begins with ${prefixes.join(' or ')}`
  if (suffixes.length > 0 && !suffixes.some((suffix) => name.endsWith(suffix))) return `a name that ends with ${suffixes.join(' or ')}`
  return undefined
}

/** Without its ending. */
function fileName({ original_file_path }: Resource): string {
  return (original_file_path.split('/').at(-1) ?? '').replace(/\.\w+$/, '')
}
