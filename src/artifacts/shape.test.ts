/** What is written has the keys and types dbt's own classes ask for (testdata/artifact-keys.json, by scripts/artifact-table.py). */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { beforeAll, describe, expect, test } from 'vitest'
import { createInvocation, type Flags } from '../core/invocation.js'
import type { RunResult } from '../core/result.js'
import { noStats, readManifest, writeCatalog, writeManifest, writeRunResults, writeSources } from './index.js'
import { manifestKeys } from './manifest-keys.js'

type Shape = Readonly<Record<string, string>>
const table = JSON.parse(readFileSync(join(import.meta.dirname, 'testdata/artifact-keys.json'), 'utf8')) as {
  roots: Readonly<Record<string, string>>
  types: Readonly<Record<string, Shape>>
}
const folder = mkdtempSync(join(tmpdir(), 'sluice-artifacts-'))
const flags = { which: 'build', vars: {} } as unknown as Flags
const invocation = createInvocation({
  cwd: folder,
  env: { DBT_ENV_CUSTOM_ENV_RUN: '7' },
  flags,
  now: () => new Date('2024-05-01T10:00:00.120Z'),
})

/** A manifest written by dbt 1.11.16 for the fixture project of `select`. */
const dbtManifest = join(import.meta.dirname, '../select/testdata/manifest.json')

const result: RunResult = {
  unique_id: 'model.depot.stg_vans',
  status: 'success',
  timing: [{ name: 'compile', started_at: '2024-05-01T10:00:00.000000Z', completed_at: '2024-05-01T10:00:01.000000Z' }],
  thread_id: 'Thread-1',
  execution_time: 1.5,
  message: 'OK',
  failures: null,
  adapter_response: { _message: 'OK' },
  compiled: true,
  compiled_code: 'select 1',
  relation_name: '"depot"."main"."stg_vans"',
  batch_results: null,
  skippedBecause: undefined,
  rows: { inserted: 3 },
}
const files = {
  manifest: join(folder, 'target/manifest.json'),
  run_results: join(folder, 'target/run_results.json'),
  catalog: join(folder, 'target/catalog.json'),
  sources: join(folder, 'target/sources.json'),
}

beforeAll(async () => {
  const original = JSON.parse(readFileSync(dbtManifest, 'utf8'))
  await writeManifest(files.manifest, await readManifest(dbtManifest), original, invocation)
  await writeRunResults(files.run_results, { results: [result], elapsedTime: 2.25, args: { which: 'build', select: ['a'] } }, invocation)
  const columns = { id: { type: 'INTEGER', index: 1, name: 'id', comment: null } }
  const metadata = { type: 'VIEW', schema: 'main', name: 'stg_vans', database: 'depot', comment: null, owner: null }
  const relation = { metadata, columns, stats: noStats, unique_id: 'model.depot.stg_vans' }
  await writeCatalog(files.catalog, { nodes: { 'model.depot.stg_vans': relation }, sources: {}, errors: null }, invocation)
  await writeSources(
    files.sources,
    {
      results: [
        {
          unique_id: 'source.depot.carrier.parcels',
          max_loaded_at: '2024-05-01T09:00:00Z',
          snapshotted_at: '2024-05-01T10:00:00Z',
          max_loaded_at_time_ago_in_s: 3600,
          status: 'warn',
          criteria: { warn_after: { count: 1, period: 'minute' }, error_after: { count: null, period: null }, filter: null },
          adapter_response: {},
          timing: result.timing,
          thread_id: 'Thread-1',
          execution_time: 0.1,
        },
        { unique_id: 'source.depot.crm.clients', error: 'no such table', status: 'runtime error' },
      ],
      elapsedTime: 1,
    },
    invocation,
  )
})

/** Every way `value` differs from the type, as paths. */
function misfits(value: unknown, type: string, path: string): string[] {
  const options = splitTop(type, '|')
  if (options.length > 1) return fewest(options.map((option) => misfits(value, option, path)))
  const inner = /^(list|map)<(.*)>$/.exec(type)
  const found = inner ? memberMisfits(value, inner[1] === 'list', inner[2] ?? '', path) : plainMisfits(value, type, path)
  return found ?? [`${path}: ${JSON.stringify(value)?.slice(0, 60)} is not ${type}`]
}

function fewest(tried: string[][]): string[] {
  return tried.sort((a, b) => a.length - b.length)[0] ?? []
}

/** Undefined where the value as a whole is wrong. */
function memberMisfits(value: unknown, isList: boolean, type: string, path: string): string[] | undefined {
  if (isList) return Array.isArray(value) ? value.flatMap((entry, index) => misfits(entry, type, `${path}[${index}]`)) : undefined
  return isRecord(value) ? Object.entries(value).flatMap(([key, entry]) => misfits(entry, type, `${path}.${key}`)) : undefined
}

function plainMisfits(value: unknown, type: string, path: string): string[] | undefined {
  if (type.startsWith("'")) return value === type.slice(1, -1) ? [] : undefined
  const shape = table.types[type]
  if (shape) return isRecord(value) ? shapeMisfits(value, shape, path) : undefined
  return isPrimitive(value, type) ? [] : undefined
}

function shapeMisfits(value: Readonly<Record<string, unknown>>, shape: Shape, path: string): string[] {
  const found: string[] = []
  for (const [key, type] of Object.entries(shape)) {
    const name = key.replace('?', '')
    if (name === '*') continue
    if (name in value) found.push(...misfits(value[name], type, `${path}.${name}`))
    else if (!key.endsWith('?')) found.push(`${path}: ${name} is missing`)
  }
  const known = new Set(Object.keys(shape).map((key) => key.replace('?', '')))
  if (!known.has('*')) for (const key of Object.keys(value)) if (!known.has(key)) found.push(`${path}: ${key} is not known to dbt`)
  return found
}

function isPrimitive(value: unknown, type: string): boolean {
  if (type === 'any') return true
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  const kind: string = typeof value
  return kind === type
}

function splitTop(type: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < type.length; at++) {
    if (type[at] === '<') depth++
    else if (type[at] === '>') depth--
    else if (type[at] === separator && depth === 0) {
      parts.push(type.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, type.slice(from)]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

describe('keys and types', () => {
  test.each(Object.entries(files))('%s', (kind, path) => {
    const written = JSON.parse(readFileSync(path, 'utf8'))
    expect(misfits(written, table.roots[kind] ?? '', kind)).toEqual([])
  })

  const classes: Readonly<Record<string, string>> = {
    model: 'Model',
    seed: 'Seed',
    snapshot: 'Snapshot',
    analysis: 'Analysis',
    singular_test: 'SingularTest',
    generic_test: 'GenericTest',
    operation: 'HookNode',
    sql_operation: 'SqlOperation',
    function: 'Function',
    source: 'SourceDefinition',
    macro: 'Macro',
    doc: 'Documentation',
    group: 'Group',
    exposure: 'Exposure',
    unit_test: 'UnitTestDefinition',
    metric: 'Metric',
    semantic_model: 'SemanticModel',
    saved_query: 'SavedQuery',
  }
  test.each(Object.entries(manifestKeys))('%s has the keys of dbt, in its order', (kind, keys) => {
    expect(keys).toEqual(Object.keys(table.types[classes[kind] ?? ''] ?? {}).map((key) => key.replace('?', '')))
  })

  test("a manifest of dbt's comes out as it went in", () => {
    const { metadata: _was, ...before } = JSON.parse(readFileSync(dbtManifest, 'utf8'))
    const { metadata, ...after } = JSON.parse(readFileSync(files.manifest, 'utf8'))
    expect(after).toEqual(before)
    expect(metadata).toMatchObject({
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json',
      dbt_version: '1.11.16',
      generated_at: '2024-05-01T10:00:00.120000Z',
      invocation_id: invocation.id,
      env: { RUN: '7' },
      project_name: 'depot',
      adapter_type: 'duckdb',
    })
  })
})

const python = env.SLUICE_PYTHON ?? 'python3'
const hasDbt = spawnSync(python, ['-c', 'import dbt.artifacts.schemas.manifest']).status === 0

describe.skipIf(!hasDbt)("dbt's own classes read our files (needs SLUICE_PYTHON)", () => {
  const readers = {
    manifest: 'from dbt.artifacts.schemas.manifest import WritableManifest as A',
    run_results: 'from dbt.artifacts.schemas.run import RunResultsArtifact as A',
    catalog: 'from dbt.artifacts.schemas.catalog import CatalogArtifact as A',
    sources: 'from dbt.artifacts.schemas.freshness import FreshnessExecutionResultArtifact as A',
  }
  test.each(Object.entries(readers))(
    '%s',
    (kind, reader) => {
      const path = files[kind as keyof typeof files]
      const validate = kind === 'manifest' ? '' : 'A.validate(json.load(open(sys.argv[1])))'
      const code = `import json, sys\n${reader}\n${validate}\nA.read_and_check_versions(sys.argv[1])\nprint('read')`
      const answer = spawnSync(python, ['-c', code, path], { encoding: 'utf8' })
      expect(answer.stderr + answer.stdout).toBe('read\n')
    },
    60_000,
  )
})
