/** Quarantine and circuit breakers declare no tests: they are read here so that what is wrong is told before anything runs. */
import type { Cursor } from '../../core/cursor.js'
import type { ModelNode, RefArgs } from '../../core/node.js'
import { readQuarantine } from '../../rules/index.js'
import type { DeclaredTest, Subject } from './declarer.js'

const built = new Set(['table', 'view', 'incremental'])
const addingStrategies = new Set(['append', 'delete+insert', 'merge', 'default'])

export function quarantined({ resource, setting }: Subject): readonly DeclaredTest[] {
  const asked = setting('on_rule_failure') ?? setting('circuit_breaker')
  if (resource.resource_type !== 'model') {
    if (asked && resource.resource_type !== 'source')
      throw asked.problem(
        `${resource.name} is no model: its rows are taken as they come`,
        'a model',
        undefined,
        'set it on the model that reads it',
      )
    return []
  }
  const found = readQuarantine(setting)
  if (!found) return []
  checkKind(resource as ModelNode, (asked ?? setting('data_quality_rules')) as Cursor)
  for (const { arguments: args } of found.rules) if (typeof args.check_table === 'string') dependOn(resource as ModelNode, args.check_table)
  return []
}

function checkKind(model: ModelNode, at: Cursor): void {
  const { materialized, incremental_strategy: strategy } = model.config as {
    readonly materialized: string
    readonly incremental_strategy?: unknown
  }
  const refuse = (what: string, hint: string): Error =>
    at.problem(
      `${model.name} cannot be judged row by row while it is built: ${what}`,
      'a table, view or incremental model in SQL',
      undefined,
      hint,
    )
  if (model.language !== 'sql') throw refuse('it is written in Python', 'judge the model that reads it')
  if (!built.has(materialized)) throw refuse(`it is materialized as ${materialized}`, 'make it a table, or judge the model that reads it')
  if (materialized !== 'incremental' || strategy === undefined || strategy === null || addingStrategies.has(String(strategy))) return
  if (strategy === 'microbatch')
    throw refuse('each batch replaces its whole window, so a row that comes back would replace the others', 'use delete+insert or merge')
  throw refuse(
    `${String(strategy)} replaces whole partitions, so a row that comes back would replace the others`,
    'use delete+insert or merge',
  )
}

/** What a rule looks up is built before, and is part of the lineage. */
function dependOn(model: ModelNode, table: string): void {
  const [first = '', second] = table.split('.')
  if (second !== undefined) {
    const sources = model.sources as (readonly string[])[]
    if (!sources.some(([source, name]) => source === first && name === second)) sources.push([first, second])
    return
  }
  const refs = model.refs as RefArgs[]
  if (!refs.some(({ name }) => name === first)) refs.push({ name: first, package: null, version: null })
}
