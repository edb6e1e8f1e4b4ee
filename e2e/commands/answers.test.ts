import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Project, project, run } from '../harness/project.js'
import { shop } from './shop.js'

let made: Project
beforeAll(async () => {
  made = project({
    ...shop,
    'models/sources.yml':
      'sources:\n  - name: raw\n    schema: main\n    config: {loaded_at_field: loaded_at}\n    tables:\n      - name: feed\n        config: {freshness: {warn_after: {count: 1, period: day}, error_after: {count: 100000, period: day}}}\n',
  })
  await made.sluice(['build'])
})
afterAll(() => made.remove())

describe('stdout holds the answer and nothing else', () => {
  it.each([
    ['list', ['list', '--resource-type', 'model']],
    ['ls as names', ['ls', '--select', '+customers', '--output', 'name']],
    [
      'ls as JSON',
      ['ls', '-s', 'customers', '--resource-type', 'model', '--output', 'json', '--output-keys', 'name', 'config.materialized'],
    ],
    ['ls as paths', ['ls', '--resource-type', 'model', 'seed', '--output', 'path']],
    ['show', ['show', '--select', 'customers']],
    ['show as JSON', ['show', '--select', 'stg_orders', '--limit', '1', '--output', 'json']],
    ['show without limit', ['show', '--inline', 'select * from range(7) r(n)', '--limit', '-1', '--quiet']],
    ['compile', ['compile', '--select', 'stg_orders']],
    ['compile a line', ['compile', '--inline', "select * from {{ ref('customers') }}", '--quiet']],
    ['explain', ['explain', 'PROFILE_NOT_FOUND', '--quiet']],
  ])('%s', async (_name, args) => {
    const { code, stdout } = await made.sluice(args)
    expect(code).toBe(0)
    expect(stdout.replaceAll(made.folder, '<project>')).toMatchSnapshot()
  })

  it('warns on stderr about a selection of nothing, and exits 0', async () => {
    expect(await made.sluice(['ls', '--select', 'nope'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining("'nope' does not match any enabled nodes"),
    })
  })
})

describe('other commands', () => {
  it('parse writes the manifest', async () => {
    await made.sluice(['clean'])
    expect(made.exists('target')).toBe(false)
    expect(await made.sluice(['parse'])).toMatchObject({ code: 0 })
    expect(made.json('target/manifest.json')).toMatchObject({ metadata: { dbt_version: '1.11.16', project_name: 'shop' } })
  })

  it('run-operation calls a macro with arguments', async () => {
    const { code, stdout } = await made.sluice(['run-operation', 'greet', '--args', 'name: ada'])
    expect(code).toBe(0)
    expect(stdout).toContain('hello ada')
    expect(await made.sluice(['run-operation', 'great'])).toMatchObject({ code: 2 })
    expect(await made.sluice(['run-operation', '--sql', 'create or replace table made_by_hand as select 1 as id'])).toMatchObject({
      code: 0,
    })
    expect((await made.sluice(['show', '-q', '--inline', 'select id from made_by_hand'])).stdout).toBe('| id |\n| -- |\n|  1 |\n')
  })

  it('source freshness judges by age and writes sources.json', async () => {
    await made.sluice(['run-operation', '--sql', "create or replace table feed as select timestamp '2020-01-01' as loaded_at"])
    rmSync(join(made.folder, 'target/manifest.json'))
    const { code, stdout } = await made.sluice(['source', 'freshness'])
    expect(made.json<{ sources: object }>('target/manifest.json').sources).toHaveProperty(['source.shop.raw.feed'])
    expect(stdout).toContain('WARN freshness of raw.feed')
    expect(code).toBe(0)
    expect(made.json<{ results: unknown[] }>('target/sources.json').results).toMatchObject([
      { unique_id: 'source.shop.raw.feed', status: 'warn' },
    ])
  })

  it('docs generate writes the catalog with the columns of the warehouse', async () => {
    await made.sluice(['build'])
    const { code, stdout } = await made.sluice(['docs', 'generate'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Catalog written to ${made.folder}/target/catalog.json`)
    const { nodes } = made.json<{ nodes: Record<string, { columns: Record<string, { type: string }> }> }>('target/catalog.json')
    expect(nodes['model.shop.customers']?.columns).toMatchObject({
      customer: { type: 'VARCHAR', index: 1 },
      orders: { type: 'BIGINT', index: 2 },
    })
  })

  it('seed --show and snapshot with nothing to do exit 0', async () => {
    expect(await made.sluice(['seed', '--show'])).toMatchObject({ code: 0 })
    expect(await made.sluice(['snapshot'])).toMatchObject({ code: 0 })
  })

  it('deps without packages is content', async () => {
    expect(await made.sluice(['deps'])).toMatchObject({ code: 0 })
  })

  it('init makes a project that builds', async () => {
    expect(await made.sluice(['init', 'fresh'])).toMatchObject({ code: 0 })
    const { code, stdout } = await run(['build'], `${made.folder}/fresh`)
    expect(stdout).toContain('Done. PASS=7 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=7')
    expect(code).toBe(0)
    expect(await made.sluice(['init', 'fresh'])).toMatchObject({ code: 2 })
  })

  it('completion gives a script that bash takes', async () => {
    const { code, stdout } = await made.sluice(['completion', 'bash'])
    expect(code).toBe(0)
    expect(stdout).toContain('complete -F _sluice sluice')
  })
})

describe('debug', () => {
  it('checks everything', async () => {
    const { code, text } = await made.sluice(['debug'])
    expect(code).toBe(0)
    expect(text).toContain('Connection test: [OK connection ok]')
    expect(text).toContain('All checks passed!')
  })

  it.each([
    ['--target prod', "The profile 'shop' does not have a target named 'prod'."],
    ['--profile other', "Could not find profile named 'other'"],
    ['--profiles-dir nowhere', 'dbt looked for a profiles.yml file in nowhere'],
  ])('--connection %s says what is wrong with the profile', async (flags, said) => {
    const { code, text } = await made.sluice(['debug', '--connection', ...flags.split(' ')])
    expect(code).toBe(1)
    expect(text).toContain('Skipping steps before connection verification')
    expect(text).toContain('1 check failed:')
    expect(text).toContain(said)
  })

  it('connects even where dbt_project.yml is broken, by the only profile', async () => {
    made.write({ 'broken/dbt_project.yml': 'nayme: shop\n', 'broken/profiles.yml': made.read('profiles.yml') })
    const { code, text } = await run(['debug'], `${made.folder}/broken`)
    expect(code).toBe(1)
    expect(text).toMatch(/profiles\.yml file \[OK.*\n.*dbt_project\.yml file \[ERROR invalid\]/)
    expect(text).toContain('Connection test: [OK connection ok]')
    expect(text).toContain('Project loading failed for the following reason:')
  })
})
