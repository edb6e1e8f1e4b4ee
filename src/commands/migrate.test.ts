// A project with one of everything that `migrate` looks for, and projects in which there is nothing to find.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../core/event.js'
import { packageRoot } from '../core/package-root.js'
import { type Finding, findingTable } from '../migrate/index.js'
import { invoke } from './invoke.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-migrate-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

async function migrate(cwd = root, flags: Readonly<Record<string, unknown>> = {}) {
  const told: RunEvent[] = []
  const env = { PATH: '/nowhere', HOME: root }
  const sinks = () => [{ name: 'test', on: (event: RunEvent) => void told.push(event) }]
  const { success, value } = await invoke({ command: 'migrate', flags, cwd, env, sinks })
  const { findings } = value as { findings: readonly Finding[] }
  const text = told.flatMap((event) => (event.name === 'PrintEvent' ? [(event as RunEvent<'PrintEvent'>).data.msg] : []))
  return { success, text: text.join('\n'), findings, places: new Map(findings.map((each) => [each.code, placed(each)])) }
}

function placed({ level, location: { file, line, column } }: Finding): string {
  return `${level} ${file}:${line}:${column}`
}

const profile = `shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: ':memory:', schema: main}
`

const clean = {
  'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\nmodels:\n  shop:\n    +materialized: view\n',
  'profiles.yml': profile,
  'models/staging/stg_customers.sql': "select 1 as id, 'a' as name {# modules.json #}",
  'models/customers.sql': "{{ config(materialized='table') }}\nselect * from {{ ref('stg_customers') }} -- adapter.nothing",
  'models/schema.yml': 'version: 2\nmodels:\n  - name: customers\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n',
  'macros/cents.sql':
    '{% macro cents(name) %}({{ name }} / 100){% endmacro %}\n{% macro bigquery__cents(name) %}{{ adapter.only_there(name) }}{% endmacro %}',
}

describe('a project with nothing to find', () => {
  it('runs unchanged, and nothing is written', async () => {
    write(clean)
    const before = readdirSync(root)
    const { success, text, findings } = await migrate()
    expect(findings).toEqual([])
    expect(text).toBe('0 break, 0 differ, 0 to note\nruns unchanged\nnext: sluice build')
    expect(success).toBe(true)
    expect(readdirSync(root)).toEqual(before)
  })

  it('the tickets project', async () => {
    const { success, findings } = await migrate(packageRoot())
    expect(findings.filter(({ level }) => level !== 'note').map((each) => `${placed(each)} ${each.what}`)).toEqual([])
    expect(success).toBe(true)
  })
})

const planted = {
  'dbt_project.yml': [
    'name: shop',
    'profile: shop',
    'require-dbt-version: ">=1.3.0,<1.8.0"',
    'source-paths: [models]',
    'dbt-cloud: {project-id: 1}',
    'query-coment: none',
    'flags:',
    '  use_experimental_parser: true',
    '  no_such_flag: true',
    'on-run-start: ["select 1"]',
  ].join('\n'),
  'profiles.yml': [
    'shop:',
    '  target: dev',
    '  outputs:',
    '    dev:',
    '      type: duckdb',
    '      plugins: [{module: gsheet}]',
    '    old: {type: redshift}',
    '    pg: {type: postgres, keepalives_count: 3}',
  ].join('\n'),
  'packages.yml': 'packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.3.0\n  - private: shop/secret\n',
  'dependencies.yml': 'projects:\n  - name: upstream\n',
  'selectors.yml': 'selectors:\n  - name: nightly\n    definition: {method: colour, value: red}\n',
  'models/scored.py': 'def model(dbt, session):\n    return dbt.ref("a")\n',
  'models/a.sql': 'select {{ modules.json.dumps({}) }}, {{ x.__class__ }}',
  'macros/all.sql': [
    '{% macro one() %}{% do adapter.nice_connection_name() %}{% endmacro %}',
    "{% macro two() %}{{ adapter_macro('x') }}{% endmacro %}",
    "{% macro three() %}{{ adapter.dispatch('x', packages=['y']) }}{% endmacro %}",
    '{% macro four() %}{{ api.Connection }}{% endmacro %}',
    "{% macro five() %}{{ exceptions.raise_nothing('x') }}{% endmacro %}",
    '{% macro six(rows) %}{% do rows.print_bars() %}{% endmacro %}',
    '{% macro get_where_subquery(relation) %}{{ relation }}{% endmacro %}',
    '{% materialization nothing, default %}{% endmaterialization %}',
  ].join('\n'),
  '.env': 'A=1\n',
  'vars.yml': 'vars: {}\n',
  'dbt_cloud.yml': 'version: "1"\n',
  '.sqlfluff': '[sqlfluff]\ntemplater = dbt\n',
  Makefile: 'all:\n\tdbt build --target prod\n',
  'dags/shop.py': 'import os\nfrom dbt.cli.main import dbtRunner\n',
}

/** As planted above: each code, its level, file, line and column. */
const expected: Readonly<Record<string, string>> = {
  ADAPTER_MACRO: 'breaks macros/all.sql:2:21',
  ADAPTER_METHOD: 'breaks macros/all.sql:1:32',
  API_NAME: 'breaks macros/all.sql:4:26',
  CROSS_PROJECT: 'breaks dependencies.yml:2:5',
  DISPATCH_PACKAGES: 'breaks macros/all.sql:3:45',
  EXCEPTION_NAME: 'breaks macros/all.sql:5:33',
  MODULE_NAME: 'breaks models/a.sql:1:19',
  PRIVATE_PACKAGE: 'breaks packages.yml:4:5',
  PROJECT_KEY: 'breaks dbt_project.yml:6:1',
  PYTHON_INTERNAL: 'breaks models/a.sql:1:43',
  PYTHON_MODEL_WITHOUT_PYTHON: 'breaks models/scored.py:1:1',
  REQUIRED_VERSION: 'breaks dbt_project.yml:3:1',
  SELECTOR_METHOD: 'breaks selectors.yml:3:18',
  TABLE_METHOD: 'breaks macros/all.sql:6:33',
  DUCKDB_PLUGIN: 'differs profiles.yml:6:7',
  OTHER_WAREHOUSE_TYPE: 'differs profiles.yml:7:11',
  ENV_FILE: 'differs .env:1:1',
  PROFILE_FIELD: 'differs profiles.yml:8:26',
  PYTHON_API: 'note dags/shop.py:2:1',
  UNKNOWN_FLAG: 'differs dbt_project.yml:9:3',
  VARS_FILE: 'differs vars.yml:1:1',
  BUILTIN_OVERRIDE: 'note macros/all.sql:7:1',
  CALLS_DBT: 'note Makefile:2:2',
  CUSTOM_MATERIALIZATION: 'note macros/all.sql:8:1',
  FLAG_WITHOUT_EFFECT: 'note dbt_project.yml:8:3',
  LINTER_NEEDS_DBT: 'note .sqlfluff:1:1',
  OLD_KEY: 'note dbt_project.yml:4:1',
  PACKAGES_MISSING: 'note packages.yml:1:1',
  PACKAGES_UNLOCKED: 'note packages.yml:1:1',
  RUN_HOOK: 'note dbt_project.yml:10:1',
}

describe('a project with one of each', () => {
  it('finds each where it stands, worst first, and fails', async () => {
    write(planted)
    const { success, places, findings, text } = await migrate()
    for (const [code, place] of Object.entries(expected)) expect(`${code} ${places.get(code as Finding['code'])}`).toBe(`${code} ${place}`)
    const rank = { breaks: 0, differs: 1, note: 2 }
    expect(findings.map(({ level }) => rank[level])).toEqual(findings.map(({ level }) => rank[level]).sort())
    expect(findings.filter(({ code }) => code === 'DBT_CLOUD').map(placed)).toEqual(['note dbt_cloud.yml:1:1', 'note dbt_project.yml:5:1'])
    expect(findings.every(({ what, todo }) => what !== '' && todo !== '')).toBe(true)
    expect(text).toContain('breaks  macros/all.sql:1:32  ADAPTER_METHOD\n        adapter.nice_connection_name is not offered\n        → ')
    expect(text).not.toContain('runs unchanged')
    expect(success).toBe(false)
  })

  it('and as JSON', async () => {
    write(planted)
    const { text, findings } = await migrate(root, { output: 'json' })
    const report = JSON.parse(text) as { breaks: number; findings: unknown[] }
    expect(report.findings).toEqual(findings)
    expect(report.breaks).toBe(findings.filter(({ level }) => level === 'breaks').length)
  })

  it('what other projects are needed for', async () => {
    write({ ...clean, 'models/bad.sql': "select * from {{ ref('nowhere') }}" })
    expect((await migrate()).places.get('DOES_NOT_LOAD')).toMatch(/^breaks models\/bad\.sql:1:/)
    write({ 'models/bad.sql': 'select 1 as id', 'profiles.yml': profile.replace('duckdb', 'redshift') })
    expect((await migrate()).places).toEqual(new Map([['WAREHOUSE_TYPE', 'breaks profiles.yml:4:11']]))
    write({ 'profiles.yml': profile.replace("':memory:'", `"{{ env_var('SHOP_FILE') }}"`) })
    expect((await migrate()).places.get('NEEDS_ENVIRONMENT')).toMatch(/^note profiles\.yml:4:/)
    write({ 'profiles.yml': 'other: {}\n' })
    expect((await migrate()).places).toEqual(new Map([['NO_PROFILE', 'note dbt_project.yml:3:1']]))
    write({ ...clean, 'models/schema.yml': 'models:\n  - name: customers\n    colunms: []\n    description: x\n    description: y\n' })
    const { findings } = await migrate()
    expect(findings.map(({ code }) => code)).toContain('DEPRECATED')
  })

  it('packages: a macro that cannot run matters where it is called', async () => {
    const packaged = { 'packages.yml': 'packages:\n  - local: ../other\n', 'package-lock.yml': 'packages: []\n' }
    const other = { 'dbt_project.yml': 'name: other\n', 'macros/m.sql': '{% macro m() %}{% do adapter.nothing() %}{% endmacro %}' }
    write({
      ...clean,
      ...packaged,
      ...Object.fromEntries(Object.entries(other).map(([path, text]) => [`dbt_packages/other/${path}`, text])),
    })
    expect((await migrate()).places).toEqual(new Map([['PACKAGE_MACRO', 'note dbt_packages/other/macros/m.sql:1:30']]))
  })
})

it('every code is tested', () => {
  const here = [...Object.keys(expected), 'DBT_CLOUD', 'DOES_NOT_LOAD', 'WAREHOUSE_TYPE', 'NEEDS_ENVIRONMENT', 'NO_PROFILE', 'DEPRECATED']
  const left = Object.keys(findingTable).filter((code) => !here.includes(code))
  expect(left).toEqual(['PYTHON_MODEL', 'PACKAGE_MACRO', 'WARNING'])
})
