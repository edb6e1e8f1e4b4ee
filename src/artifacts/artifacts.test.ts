import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SluiceError } from '../core/error.js'
import { createInvocation, type Flags } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import {
  isoMicroseconds,
  nodeFilePath,
  readManifest,
  readManifestIfAny,
  readPreviousState,
  readRunResults,
  semanticManifest,
  writeAtomic,
  writeManifest,
  writeNodeFile,
  writeRunResults,
} from './index.js'

const folder = () => mkdtempSync(join(tmpdir(), 'sluice-artifacts-'))
const invocationIn = (cwd: string, env: Record<string, string> = {}) =>
  createInvocation({ cwd, env, flags: { which: 'build', vars: {} } as unknown as Flags, now: () => new Date('2024-05-01T10:00:00Z') })
const fixture = join(import.meta.dirname, '../select/testdata/manifest.json')
const noEdges = { parent_map: {}, child_map: {}, group_map: {} }

describe('atomic files', () => {
  test('a failed write leaves the old file and nothing else', async () => {
    const dir = folder()
    const path = join(dir, 'a.json')
    await writeAtomic(path, ['one'])
    function* failing(): Generator<string> {
      yield 'two'
      throw new SluiceError('INTERNAL', { message: 'stopped midway' })
    }
    await expect(writeAtomic(path, failing())).rejects.toMatchObject({ code: 'ARTIFACT_WRITE_FAILED' })
    expect(readFileSync(path, 'utf8')).toBe('one')
    expect(readdirSync(dir)).toEqual(['a.json'])
  })

  test('two writers at once: one of them wins whole', async () => {
    const path = join(folder(), 'deep/folder/a.json')
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(3_000_000))
    await Promise.all(texts.map((text) => writeAtomic(path, [text, text])))
    const written = readFileSync(path, 'utf8')
    expect(texts.map((text) => text + text)).toContain(written)
  })

  test('a folder in the way is named', async () => {
    const dir = folder()
    mkdirSync(join(dir, 'a.json/x'), { recursive: true })
    await expect(writeAtomic(join(dir, 'a.json'), ['x'])).rejects.toThrow(/a\.json could not be written/)
    expect(readdirSync(dir)).toEqual(['a.json'])
  })
})

describe('manifest', () => {
  test('a large manifest is written whole and without secrets', async () => {
    const dir = folder()
    const small = await readManifest(fixture)
    const sample = small.nodes['model.depot.deliveries']
    const nodes = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [
        `model.depot.m${index}`,
        { ...sample, unique_id: `model.depot.m${index}`, raw_code: `-- hunter2 ${index}` },
      ]),
    )
    const manifest = { ...small, nodes } as unknown as Manifest
    const path = join(dir, 'manifest.json')
    await writeManifest(path, manifest, noEdges, invocationIn(dir))
    const size = readFileSync(path).length
    expect(size).toBeGreaterThan(10_000_000)
    await writeManifest(path, manifest, noEdges, invocationIn(dir, { DBT_ENV_SECRET_WORD: 'hunter2' }))
    expect(readFileSync(path, 'utf8')).not.toContain('hunter2')
    expect(Object.keys((await readManifest(path)).nodes)).toHaveLength(5000)
  })

  test('nodes that were not compiled have no compiled keys', async () => {
    const dir = folder()
    const manifest = await readManifest(fixture)
    await writeManifest(join(dir, 'manifest.json'), manifest, noEdges, invocationIn(dir))
    const { nodes } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'))
    expect(Object.keys(nodes['model.depot.routes'])).not.toContain('compiled')
    const compiled = {
      ...manifest.nodes['model.depot.routes'],
      compiled: true,
      compiled_code: 'select 1',
      extra_ctes: [],
      extra_ctes_injected: true,
    }
    const again = { ...manifest, nodes: { 'model.depot.routes': compiled } } as unknown as Manifest
    await writeManifest(join(dir, 'manifest.json'), again, noEdges, invocationIn(dir))
    const written = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')).nodes['model.depot.routes']
    expect(written).toMatchObject({ compiled: true, compiled_code: 'select 1', extra_ctes: [], extra_ctes_injected: true })
  })
})

describe('manifests of other versions', () => {
  test.each([
    [
      'of v10: sections that came later are empty',
      10,
      { nodes: {}, metrics: { 'metric.a.b': { name: 'b' } } },
      { unit_tests: {}, saved_queries: {}, metrics: { 'metric.a.b': { name: 'b' } } },
    ],
    ['of v9: metrics of another shape are left out', 9, { metrics: { 'metric.a.b': {} } }, { metrics: {} }],
    [
      'of v7: sql becomes code, refs become mappings',
      7,
      { nodes: { 'model.a.b': { raw_sql: 'select 1', compiled_sql: 'select 1', refs: [['c'], ['p', 'd']] } } },
      {
        nodes: {
          'model.a.b': {
            raw_code: 'select 1',
            compiled_code: 'select 1',
            refs: [
              { name: 'c', package: null, version: null },
              { name: 'd', package: 'p', version: null },
            ],
          },
        },
      },
    ],
  ])('%s', async (_, version, body, expected) => {
    const path = join(folder(), 'manifest.json')
    writeFileSync(
      path,
      JSON.stringify({ metadata: { dbt_schema_version: `https://schemas.getdbt.com/dbt/manifest/v${version}.json` }, ...body }),
    )
    expect(await readManifest(path)).toMatchObject(expected)
  })

  test.each([
    ['no file', undefined, 'ARTIFACT_UNREADABLE', /there is no artifact/],
    ['no JSON', '{', 'ARTIFACT_UNREADABLE', /is not JSON/],
    ['a list', '[]', 'ARTIFACT_UNREADABLE', /not a JSON object/],
    ['no version', '{}', 'ARTIFACT_UNREADABLE', /schema version/],
    ['too new', schema('manifest/v20'), 'ARTIFACT_VERSION', /manifest v20/],
    ['another artifact', schema('catalog/v1'), 'ARTIFACT_VERSION', /catalog v1/],
  ])('%s is a coded error', async (_, text, code, message) => {
    const path = join(folder(), 'manifest.json')
    if (text !== undefined) writeFileSync(path, text)
    const failure = await readManifest(path).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code })
    expect((failure as Error).message).toMatch(message)
  })

  test('none is no error where it may be missing', async () => {
    expect(await readManifestIfAny(join(folder(), 'manifest.json'))).toBeUndefined()
  })

  test('the semantic manifest has the spine and the models', async () => {
    expect(semanticManifest(await readManifest(fixture))).toMatchObject({
      semantic_models: [{ name: 'money_in', primary_entity: 'money_row' }],
      metrics: [{ name: 'total_revenue', type: 'simple' }],
      saved_queries: [{ name: 'by_day' }],
      project_configuration: {
        time_spines: [{ node_relation: { alias: 'days' }, primary_column: { name: 'date_day', time_granularity: 'day' } }],
      },
    })
  })
})

describe('run results', () => {
  test('written and read back, our own fields left out', async () => {
    const path = join(folder(), 'run_results.json')
    const result = {
      unique_id: 'model.a.b',
      status: 'error' as const,
      timing: [],
      thread_id: 'Thread-1',
      execution_time: 0,
      message: 'no',
      failures: null,
      adapter_response: {},
      compiled: false,
      compiled_code: null,
      relation_name: null,
      batch_results: null,
      error: { code: 'DB_QUERY_FAILED', message: 'no' },
    }
    await writeRunResults(path, { results: [result], elapsedTime: 1, args: { which: 'run' } }, invocationIn(folder()))
    const read = await readRunResults(path)
    const { error: _ours, ...rest } = result
    expect(read.results).toEqual([rest])
    expect(read.args).toEqual({ which: 'run', invocation_command: '', vars: {} })
  })

  test('of v4: what it does not say is null', async () => {
    const path = join(folder(), 'run_results.json')
    writeFileSync(
      path,
      JSON.stringify({ ...JSON.parse(schema('run-results/v4')), results: [{ unique_id: 'model.a.b', status: 'success' }] }),
    )
    expect((await readRunResults(path)).results[0]).toMatchObject({ status: 'success', failures: null, compiled_code: null })
  })

  test('a state folder may hold any of the files', async () => {
    const dir = folder()
    mkdirSync(join(dir, 'prod'))
    writeFileSync(join(dir, 'prod/run_results.json'), schema('run-results/v6'))
    const state = await readPreviousState('prod', 'target', invocationIn(dir))
    expect(state).toEqual({
      manifest: undefined,
      results: expect.objectContaining({ results: [] }),
      sources: undefined,
      currentSources: undefined,
    })
  })
})

describe('compiled files', () => {
  const model = { package_name: 'shop', path: 'marts/a.sql', original_file_path: 'models/marts/a.sql' }
  const schemaTest = { package_name: 'shop', path: 'unique_a_id.sql', original_file_path: 'models/schema.yml' }
  test.each([
    ['a file of its own', model, undefined, 'target/compiled/shop/models/marts/a.sql'],
    ['one of many in a file', schemaTest, undefined, 'target/compiled/shop/models/schema.yml/unique_a_id.sql'],
    ['a batch', model, '2024-01-01', 'target/compiled/shop/models/marts/a/a_2024-01-01.sql'],
  ])('%s', (_, node, part, expected) => {
    expect(nodeFilePath('target', 'compiled', node, part)).toBe(expected)
  })

  test('written below the project, secrets masked', async () => {
    const dir = folder()
    await writeNodeFile('target/run/shop/models/a.sql', "select 'hunter2'", invocationIn(dir, { DBT_ENV_SECRET_WORD: 'hunter2' }))
    expect(readFileSync(join(dir, 'target/run/shop/models/a.sql'), 'utf8')).toBe("select '*****'")
  })
})

test.each([
  ['2024-05-01T10:00:00.120Z', '2024-05-01T10:00:00.120000Z'],
  ['2024-05-01T10:00:00.000Z', '2024-05-01T10:00:00Z'],
])('times as Python writes them: %s', (time, expected) => {
  expect(isoMicroseconds(new Date(time))).toBe(expected)
})

function schema(name: string): string {
  return JSON.stringify({ metadata: { dbt_schema_version: `https://schemas.getdbt.com/dbt/${name}.json` } })
}
