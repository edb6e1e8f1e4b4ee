/** The outputs of the project's profile: types without an adapter, fields without effect. Nothing is connected to. */
import type { Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'
import { type Finding, finding } from './finding.js'
import type { YamlSource } from './old-project.js'

/** What only dbt-duckdb's own Python process can do. */
const pythonOnly: Readonly<Record<string, string>> = {
  plugins: 'read files by external_location or an extension of DuckDB, or attach the database',
  filesystems: 'use DuckDB’s httpfs with secrets',
  module_paths: 'the modules of plugins are Python',
  remote: 'attach the database instead',
}

/** Fields of dbt's adapters that change nothing here. */
const idle: Readonly<Record<string, readonly string[]>> = {
  postgres: ['keepalives_interval', 'keepalives_count'],
  snowflake: ['query_tag_on_connect', 's3_stage_vpce_dns_name', 'platform_detection_timeout_seconds'],
}

export interface ProfileQuestion {
  readonly profile: string
  /** As asked for on the command line. */
  readonly target: string | undefined
  readonly types: readonly string[]
}

/** The findings, and the type of the target that is used. */
export function checkProfile(
  source: YamlSource,
  question: ProfileQuestion,
): { readonly findings: Finding[]; readonly type: string | undefined } {
  const { profile, types } = question
  const entry = source.values[profile]
  const outputs = isMapping(entry) && isMapping(entry.outputs) ? entry.outputs : {}
  const target =
    question.target ?? (isMapping(entry) && typeof entry.target === 'string' && !entry.target.includes('{') ? entry.target : 'default')
  const findings = Object.entries(outputs).flatMap(([name, output]) =>
    isMapping(output) ? checkOutput(source, [profile, 'outputs', name], output, name === target, types) : [],
  )
  const used = outputs[target]
  return { findings, type: isMapping(used) && typeof used.type === 'string' ? used.type : undefined }
}

function checkOutput(source: YamlSource, path: readonly string[], output: Plain, used: boolean, types: readonly string[]): Finding[] {
  const type = String(output.type)
  if (type.includes('{')) return []
  // An adapter from elsewhere is named by `adapter:`.
  if (!types.includes(type) && output.adapter === undefined) {
    const what = `there is no adapter for ${type}`
    const todo = `${types.join(', ')} are built in; a package sluice-adapter-${type} adds it (docs/adapters.md)`
    return [finding(used ? 'WAREHOUSE_TYPE' : 'OTHER_WAREHOUSE_TYPE', source.at([...path, 'type']), what, todo)]
  }
  return Object.keys(output).flatMap((field) => {
    const at = source.at([...path, field])
    const instead = type === 'duckdb' && filled(output[field]) ? pythonOnly[field] : undefined
    if (instead) return [finding('DUCKDB_PLUGIN', at, `\`${field}\` is left out: it needs dbt-duckdb's own process`, instead)]
    return idle[type]?.includes(field) ? [finding('PROFILE_FIELD', at, `\`${field}\` has no effect`, 'leave it for dbt, or remove it')] : []
  })
}

function filled(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)
}
