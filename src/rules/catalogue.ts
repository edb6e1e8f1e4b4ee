/** Every rule and data test of a project in one list: what it demands, who answers for it, how often it was kept. */
import { Cursor } from '../core/cursor.js'
import { findResource, type Manifest } from '../core/manifest.js'
import type { Plain, Resource, TestNode, UniqueId } from '../core/node.js'
import { ownSetting } from '../core/own-setting.js'
import { readDataRules } from './read-rules.js'
import type { DataRule } from './rule.js'
import { ruleInWords, testInWords } from './words.js'

export interface RuleOutcome {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly status: 'pass' | 'warn' | 'fail'
  /** Rows that break it; null where the warehouse did not answer. */
  readonly failures: number | null
}

/** By test, oldest first; a run that skipped it says nothing. */
export type RuleHistory = ReadonlyMap<UniqueId, readonly RuleOutcome[]>

export interface CatalogueRule {
  /** Of the test; of a rule that replaces values, that of its model and `#name`. */
  readonly id: string
  /** As the rule is named in its table, else the name of the test. */
  readonly name: string
  /** `value_range` …, `not_null` …, `singular`. */
  readonly kind: string
  /** The node it is about; null: a test of several. */
  readonly node: UniqueId | null
  /** Name of that node, `source.table` of a source; of several, joined by commas. */
  readonly table: string
  readonly columns: readonly string[]
  readonly demand: string
  readonly description: string
  readonly owner: string | null
  /** As written: `critical`, `warn`. */
  readonly severity: string
  /** ISO 8601 date; null where nobody wrote it down. */
  readonly since: string | null
  /** `error_if > 0.1 %`; empty: no row may break it. */
  readonly threshold: string
  readonly file: string
  readonly tags: readonly string[]
  /** Times it was asked. */
  readonly runs: number
  /** Of these, the share that passed; null where it was never asked. */
  readonly passRate: number | null
  readonly last: RuleOutcome | null
  /** Rows that broke it, oldest first, the last thirty times. */
  readonly trend: readonly number[]
}

const longestTrend = 30

/** In the order of tables, then of names. */
export function ruleCatalogue(manifest: Manifest, history: RuleHistory = new Map()): readonly CatalogueRule[] {
  const tests = Object.values(manifest.nodes).filter((node): node is TestNode => node.resource_type === 'test')
  const found = [...tests.map((test) => ofTest(manifest, test, history.get(test.unique_id) ?? [])), ...replacing(manifest)]
  return found.sort((a, b) => compare(a.table, b.table) || compare(a.name, b.name))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function ofTest(manifest: Manifest, test: TestNode, outcomes: readonly RuleOutcome[]): CatalogueRule {
  const { config, test_metadata: metadata } = test
  const meta = config.meta ?? {}
  const about = (test.attached_node ? [test.attached_node] : tested(test)).flatMap((id) => findResource(manifest, id) ?? [])
  const rule = metadata?.name === 'sluice_rule' ? (metadata.kwargs.rule as Pick<DataRule, 'kind' | 'columns'>) : undefined
  const only = about.length === 1 ? (about[0] as Resource) : null
  return {
    id: test.unique_id,
    name: rule ? String(meta.rule ?? test.name) : test.name,
    kind: rule?.kind ?? metadata?.name ?? 'singular',
    node: only?.unique_id ?? null,
    table: about.map(tableName).join(', '),
    columns: rule?.columns ?? (test.column_name ? [test.column_name] : []),
    demand: testInWords(test),
    description: test.description,
    owner: text(meta.owner) ?? about.map((node) => ownerOf(manifest, node)).find((owner) => owner !== null) ?? null,
    severity: text(meta.level) ?? String(config.severity ?? 'error').toLowerCase(),
    since: text(meta.since),
    threshold: thresholdOf(config),
    file: test.original_file_path,
    tags: test.tags,
    ...kept(outcomes),
  }
}

/** Of a generic test of a source: others that it reads besides are what it is compared with. */
function tested(test: TestNode): readonly UniqueId[] {
  const { depends_on, test_metadata: metadata } = test
  const [, name, table] = /source\('([^']*)', ?'([^']*)'\)/.exec(String(metadata?.kwargs.model ?? '')) ?? []
  const own = depends_on.nodes.filter((id) => id.startsWith('source.') && id.endsWith(`.${name}.${table}`))
  return name !== undefined && own.length === 1 ? own : depends_on.nodes
}

function kept(outcomes: readonly RuleOutcome[]): Pick<CatalogueRule, 'runs' | 'passRate' | 'last' | 'trend'> {
  const runs = outcomes.length
  return {
    runs,
    passRate: runs === 0 ? null : outcomes.filter(({ status }) => status === 'pass').length / runs,
    last: outcomes.at(-1) ?? null,
    trend: outcomes.slice(-longestTrend).map(({ failures }) => failures ?? 0),
  }
}

function* replacing(manifest: Manifest): Generator<CatalogueRule> {
  for (const node of Object.values(manifest.nodes)) {
    const written = node.resource_type === 'model' ? ownSetting(node, 'data_quality_rules') : undefined
    if (written === undefined) continue
    const cursor = new Cursor(written, { code: 'SETTINGS_INVALID', locate: () => undefined })
    for (const rule of readDataRules(cursor))
      if (rule.kind === 'replace')
        yield {
          id: `${node.unique_id}#${rule.name}`,
          name: rule.name,
          kind: rule.kind,
          node: node.unique_id,
          table: tableName(node),
          columns: rule.columns,
          demand: ruleInWords(rule),
          description: rule.description,
          owner: rule.owner ?? ownerOf(manifest, node),
          severity: '',
          since: rule.since,
          threshold: '',
          file: node.original_file_path,
          tags: rule.tags,
          ...kept([]),
        }
  }
}

function tableName(resource: Resource): string {
  if (resource.resource_type === 'source') return `${resource.source_name}.${resource.name}`
  const { version = null } = resource as { readonly version?: unknown }
  return version === null ? resource.name : `${resource.name}.v${String(version)}`
}

/** `meta.owner` before the owner of the group. */
function ownerOf(manifest: Manifest, resource: Resource): string | null {
  const { config, group } = resource as { readonly config?: { readonly meta?: Plain }; readonly group?: string | null }
  const named = text(config?.meta?.owner)
  if (named !== null || !group) return named
  const owner = Object.values(manifest.groups).find((each) => each.name === group)?.owner
  return owner?.name ?? owner?.email ?? null
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function thresholdOf(config: Plain): string {
  const parts = (['warn_if', 'error_if'] as const).flatMap((key) => {
    const value = text(config[key])
    return value === null || value === '!= 0' ? [] : [`${key} ${value}`]
  })
  return parts.join(', ')
}
