/** Properties of the parse stage as a whole. */
import { expect, test } from 'vitest'
import { adapterModule } from '../adapters/index.js'
import { draftsOfPackage } from './code-files.js'
import { linkMacros, parseMacros } from './macros.js'
import { openSession } from './open-session.js'
import type { Draft } from './session.js'
import { parsed, parsedFolder, testdata } from './testdata/projects.js'

test('parsing a file depends on nothing but the file, the project and the macros', async () => {
  const { project, invocation } = await parsedFolder(`${testdata}/projects/kinds`)
  const module = await adapterModule('duckdb')
  const drafts = (order: 1 | -1): Draft[] => {
    const first = openSession({ project, invocation, module, macros: {}, locations: new Map() })
    const macros = parseMacros(project, invocation, first.problems)
    const session = openSession({ project, invocation, module, ...macros })
    linkMacros(macros.macros, session.macros)
    const files = [...project.root.files]
    return draftsOfPackage(session, { ...project.root, files: order === 1 ? files : files.reverse() })
  }
  const plain = (list: Draft[]): unknown =>
    list.map(({ file: _file, ...data }) => structuredClone(data)).sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1))
  expect(plain(drafts(1))).toEqual(plain(drafts(-1)))
})

test('vars: command line over root project over package, sections over globals', async () => {
  const files = {
    'dbt_project.yml': 'name: shop\nprofile: shop\nvars:\n  a: global\n  b: global\n  c: global\n  shop: {b: section, c: section}\n',
    'models/a.sql': "{{ config(alias=var('a') ~ '_' ~ var('b') ~ '_' ~ var('c')) }} select 1",
  }
  const { manifest } = await parsed(files, { vars: { c: 'line' } })
  expect(manifest.nodes['model.shop.a']?.alias).toBe('global_section_line')
})

test('vars.yml is known to dbt_project.yml and weaker than its vars', async () => {
  const files = {
    'vars.yml': 'vars:\n  place: from_file\n  over: from_file\n',
    'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {over: from_project}\nmodels:\n  +schema: "{{ var(\'place\') }}"\n',
    'models/a.sql': "{{ config(alias=var('over') ~ '_' ~ var('place')) }} select 1",
  }
  const { manifest } = await parsed(files)
  expect(manifest.nodes['model.shop.a']).toMatchObject({ alias: 'from_project_from_file', schema: 'main_from_file' })
})

test('.dbtignore leaves files out', async () => {
  const files = {
    '.dbtignore': 'models/old/\n*_draft.sql\n!keep_draft.sql\n',
    'models/a.sql': 'select 1',
    'models/old/b.sql': 'select',
    'models/c_draft.sql': '',
    'models/keep_draft.sql': 'select 1',
  }
  const { manifest } = await parsed(files)
  expect(Object.keys(manifest.nodes)).toEqual(['model.shop.a', 'model.shop.keep_draft'])
})

test('a moment without a clock: every created_at is the start of the invocation', async () => {
  const { manifest, invocation } = await parsed({ 'models/a.sql': 'select 1' })
  expect(manifest.nodes['model.shop.a']?.created_at).toBe(invocation.startedAt.getTime() / 1000)
})

test('custom schema names come from the project, packages from their own macros', async () => {
  const files = {
    'macros/names.sql': "{% macro generate_schema_name(custom, node) %}{{ node.resource_type }}_{{ custom or 'none' }}{% endmacro %}",
    'models/a.sql': "{{ config(schema='x') }} select 1",
    'seeds/s.csv': 'id\n1\n',
  }
  const { manifest } = await parsed(files)
  expect(manifest.nodes['model.shop.a']?.schema).toBe('model_x')
  expect(manifest.nodes['seed.shop.s']).toMatchObject({ schema: 'seed_none', relation_name: '"shop"."seed_none"."s"' })
})

test("a package's test counts as asked for where its name is overridden by the project, called or not", async () => {
  const files = {
    'dbt_packages/pkg/dbt_project.yml': 'name: pkg\n',
    'dbt_packages/pkg/tests/generic/filled.sql': "{% test filled(model, column_name) %}select 1 where '' = ''{% endtest %}",
    'dbt_packages/pkg/tests/generic/asking.sql': "{% test asking(model, column_name) %}{{ config(tags='t') }}select 1{% endtest %}",
    'macros/own.sql':
      '{% test filled(model, column_name) %}select 2{% endtest %}{% test asking(model, column_name) %}select 2{% endtest %}{% test other(model) %}{% endtest %}',
    'packages.yml': 'packages: []\n',
    'models/a.sql': 'select 1 as id',
    'models/a.yml': 'models: [{name: a, columns: [{name: id, tests: [pkg.filled, pkg.asking, filled]}]}]\n',
  }
  const { manifest } = await parsed(files)
  const macros = Object.values(manifest.nodes)
    .filter((node) => node.resource_type === 'test')
    .map((node) => [node.name, [...node.depends_on.macros].sort()])
  const where = 'macro.dbt.get_where_subquery'
  expect(Object.fromEntries(macros)).toEqual({
    pkg_filled_a_id: [where, 'macro.pkg.test_filled', 'macro.shop.test_filled'],
    pkg_asking_a_id: [where, 'macro.pkg.test_asking', 'macro.shop.test_asking'],
    filled_a_id: [where, 'macro.shop.test_filled'],
  })
})
