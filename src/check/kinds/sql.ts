/** How SQL is written: stars, functions, tables named in full, size. Templates are read as they stand; what macros write is not seen. */
import type { NodeConfig, Resource } from '../../core/node.js'
import { type Facts, labelOf } from '../facts.js'
import type { Template } from '../places.js'
import type { Draft, Kind, Rule } from '../rule.js'
import { hardCoded, openStars } from '../scan/structure.js'
import { nodesOf } from './naming.js'

const written = ['model', 'snapshot', 'test', 'analysis'] as const

function* templates(rule: Rule, facts: Facts, kind: Kind): Generator<readonly [Resource, Template]> {
  for (const resource of nodesOf(rule, facts, kind)) {
    // Generic tests have no file of their own.
    const template = 'test_metadata' in resource && resource.test_metadata ? undefined : facts.places.template(resource)
    if (template) yield [resource, template]
  }
}

export const noSelectStar: Kind = {
  code: 'RULE_NO_SELECT_STAR',
  meaning: 'queries name their columns; `select *` from a common table expression that names them is fine',
  takes: ['model', 'snapshot', 'analysis'],
  options: {
    where: {
      type: 'text',
      among: ['final', 'anywhere'],
      meaning: 'final: the columns a model gives; anywhere: also inside. final where nothing is said',
    },
  },
  *check(rule, facts) {
    for (const [resource, template] of templates(rule, facts, noSelectStar)) {
      const { structure } = template
      const inner = structure.selects.filter(({ reads }) =>
        reads.some((table) => !table || table.parts.length > 1 || !structure.ctes.has((table.parts[0] ?? '').toLowerCase())),
      )
      const stars = rule.options.text('where') === 'anywhere' ? inner.flatMap((select) => select.stars) : openStars(structure)
      for (const star of stars) {
        const { at, end } = template.place(star)
        yield { node: resource, message: `${labelOf(resource)} takes all columns there are`, at, end, expected: 'the names of the columns' }
      }
    }
  },
}

export const bannedFunctions: Kind = {
  code: 'RULE_BANNED_FUNCTIONS',
  meaning: 'functions that are not called, in models, tests and macros',
  takes: written,
  options: {
    functions: { type: 'words', required: true, meaning: 'their names, or a mapping from each to what is used instead' },
    macros: { type: 'flag', meaning: 'whether macros that selected nodes call are looked at as well; true where nothing is said' },
  },
  *check(rule, facts) {
    const banned = new Map([...rule.options.words('functions')].map(([name, instead]) => [name.toLowerCase(), instead]))
    const macros = new Set<string>()
    for (const resource of nodesOf(rule, facts, bannedFunctions)) {
      for (const id of callsMacros(resource)) macros.add(id)
      const template = 'test_metadata' in resource && resource.test_metadata ? undefined : facts.places.template(resource)
      if (template) yield* calls(banned, resource, labelOf(resource), template)
    }
    if (rule.options.flag('macros', true)) yield* macroCalls(banned, facts, macros)
  },
}

function callsMacros(resource: Resource): readonly string[] {
  return (resource as { readonly depends_on?: { readonly macros?: readonly string[] } }).depends_on?.macros ?? []
}

/** Files of the project's own macros, and of those they call in turn. */
function* macroCalls(banned: ReadonlyMap<string, string | null>, facts: Facts, called: ReadonlySet<string>): Generator<Draft> {
  const { macros, metadata } = facts.manifest
  const all = new Set(called)
  for (const id of all) for (const next of macros[id]?.depends_on.macros ?? []) all.add(next)
  const files = new Map(
    [...all].flatMap((id) => (macros[id]?.package_name === metadata.project_name ? [[macros[id].original_file_path, id] as const] : [])),
  )
  for (const [file, id] of files) {
    const template = facts.places.templateAt(file)
    if (template) yield* calls(banned, { unique_id: id }, `${file}`, template)
  }
}

function* calls(banned: ReadonlyMap<string, string | null>, node: Draft['node'], what: string, template: Template): Generator<Draft> {
  for (const call of template.structure.calls) {
    if (!banned.has(call.name)) continue
    const instead = banned.get(call.name)
    const { at, end } = template.place(call)
    yield { node, message: `${what} calls ${call.name}`, at, end, about: call.name, hint: instead ? `use ${instead}` : undefined }
  }
}

export const noHardCodedRelations: Kind = {
  code: 'RULE_NO_HARD_CODED_RELATIONS',
  meaning: 'tables are read by ref and source, not by name',
  takes: written,
  options: { allow: { type: 'pattern', meaning: 'names that may be written; those of information_schema and pg_catalog always may' } },
  *check(rule, facts) {
    const allow = rule.options.pattern('allow')
    for (const [resource, template] of templates(rule, facts, noHardCodedRelations))
      for (const table of hardCoded(template.structure)) {
        const name = table.parts.join('.')
        if (/(?:^|\.)(?:information_schema|pg_catalog)\./i.test(name) || (allow && new RegExp(`^(?:${allow.source})$`, 'iu').test(name)))
          continue
        const { at, end } = template.place(table)
        yield { node: resource, message: `${labelOf(resource)} reads ${name} by name`, at, end, about: name, expected: 'ref() or source()' }
      }
  },
}

/** How large something is; undefined where that is not known. */
const measures: Readonly<Record<string, (resource: Resource, facts: Facts) => number | undefined>> = {
  columns: ({ unique_id }, facts) => facts.columns(unique_id).length,
  joins: (resource, facts) => facts.places.template(resource)?.structure.joins,
  lines: (resource, facts) => facts.places.template(resource)?.text.trimEnd().split('\n').length,
  parents: ({ unique_id }, facts) => facts.graph.parents(unique_id).length,
  children: ({ unique_id }, facts) => facts.graph.children(unique_id).filter((id) => !/^(?:unit_)?test\./.test(id)).length,
}

export const maxSize: Kind = {
  code: 'RULE_MAX_SIZE',
  meaning: 'models have at most so many columns, joins, lines, parents or children',
  takes: ['model', 'snapshot', 'seed', 'source'],
  select: ['resource_type:model'],
  options: Object.fromEntries(Object.keys(measures).map((name) => [name, { type: 'number', meaning: `most ${name}` }])),
  *check(rule, facts) {
    for (const resource of nodesOf(rule, facts, maxSize))
      for (const [name, measure] of Object.entries(measures)) {
        const most = rule.options.number(name)
        const found = most === undefined ? undefined : measure(resource, facts)
        if (most === undefined || found === undefined || found <= most) continue
        yield {
          node: resource,
          message: `${labelOf(resource)} has ${found} ${name}, ${most} at most`,
          at: facts.places.definition(resource),
          about: name,
        }
      }
  },
}

export const materialization: Kind = {
  code: 'RULE_MATERIALIZATION',
  meaning: 'models are materialized in these ways only',
  takes: ['model'],
  options: { allowed: { type: 'texts', required: true, meaning: 'materializations, as view, table, incremental' } },
  *check(rule, facts) {
    const allowed = rule.options.texts('allowed')
    for (const resource of nodesOf(rule, facts, materialization)) {
      const { materialized } = (resource as unknown as { config: NodeConfig }).config
      if (!allowed.includes(materialized))
        yield {
          node: resource,
          message: `${labelOf(resource)} is materialized as ${materialized}`,
          at: facts.places.definition(resource),
          expected: allowed.join(' or '),
        }
    }
  },
}
