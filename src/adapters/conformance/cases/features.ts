/** What not every warehouse has, and tests, unit tests and the catalog, which every one has. */
import { ended, holds, rowTexts, same } from '../expect.js'
import type { Bench, Case, Day } from '../types.js'

const built = (bench: Bench, name: string, day: Day = 1) => ended(bench.result(name, day), 'success', `${name} in build ${day}`)

const model = (name: string, sql: string, yaml = ''): Readonly<Record<string, string>> => ({
  [`models/${name}.sql`]: sql,
  ...(yaml ? { [`models/${name}.yml`]: `models:\n  - name: ${name}\n${yaml}` } : {}),
})

const relation = (name: string) => `api.Relation.create(database=target.database, schema=target.schema, identifier='${name}')`

const tests: readonly Case[] = [
  {
    id: 'test.generic',
    files: () =>
      model(
        'tested',
        "{{ config(materialized='table') }}select 1 as id, 'a' as kind union all select 2, 'b' union all select 2, null",
        `    columns:
      - name: id
        data_tests:
          - not_null: {name: tested_not_null}
          - unique: {name: tested_unique}
          - relationships: {name: tested_relationships, arguments: {to: ref('tested'), field: id}}
      - name: kind
        data_tests:
          - accepted_values: {name: tested_values, arguments: {values: [a, b]}}
          - not_null: {name: tested_kept, config: {store_failures: true}}
`,
      ),
    async run(bench) {
      built(bench, 'tested')
      const outcome = (name: string) => `${bench.result(name, 1).status} ${bench.result(name, 1).failures ?? 0}`
      const names = ['tested_not_null', 'tested_unique', 'tested_relationships', 'tested_values', 'tested_kept']
      same(names.map(outcome), ['pass 0', 'fail 1', 'pass 0', 'pass 0', 'fail 1'], 'outcomes and failures')
    },
  },
  {
    id: 'test.unit',
    files: () => ({
      ...model(
        'unit_source',
        `{{ config(materialized='table') }}select 1 as id, {{ dbt.cast("'a'", dbt.type_string()) }} as name, {{ dbt.cast("'2024-01-01'", dbt.type_timestamp()) }} as happened`,
      ),
      ...model('unit_model', "select id + 1 as id, coalesce(name, 'none') as name, happened from {{ ref('unit_source') }}"),
      'models/unit.yml': `unit_tests:
  - name: unit_right
    model: unit_model
    given: [{input: ref('unit_source'), rows: [{id: 1, name: "it's", happened: '2024-02-29 12:00:00'}, {id: 5}]}]
    expect: {rows: [{id: 2, name: "it's", happened: '2024-02-29 12:00:00'}, {id: 6, name: none, happened: null}]}
  - name: unit_wrong
    model: unit_model
    given: [{input: ref('unit_source'), rows: [{id: 1, name: x}]}]
    expect: {rows: [{id: 3, name: x}]}
`,
    }),
    async run(bench) {
      ended(bench.result('unit_right', 2), 'pass', 'a unit test whose rows are right')
      ended(bench.result('unit_wrong', 2), 'fail', 'a unit test whose rows are wrong')
    },
  },
]

const catalogMacro = (schemas: string) =>
  `{%- set found = [] -%}
   {%- for row in get_catalog(${relation('x')}.information_schema(), [${schemas}]).rows -%}
     {%- set cells = {} -%}
     {%- for name, value in row.items() -%}{%- do cells.update({name | lower: value}) -%}{%- endfor -%}
     {%- if cells['table_name'] | lower == 'described' -%}
       {%- do found.append([cells['column_index'], cells['column_name'] | lower, cells['table_type'], cells['table_comment'], cells['column_comment']]) -%}
     {%- endif -%}
   {%- endfor -%}
   {{ tojson(found | sort(attribute='0')) }}`

const comments = `it's "described"\\nin two lines; with ünïcödé and a back\\\\slash`

const metadata: readonly Case[] = [
  {
    id: 'catalog.columns',
    files: () => model('described', "{{ config(materialized='table') }}select 1 as z, 'x' as a"),
    async run(bench) {
      built(bench, 'described')
      const found: unknown[][] = JSON.parse(await bench.render(catalogMacro('target.schema')))
      same(
        found.map(([index, name, type]) => `${index} ${name} ${String(type).replace(/^TABLE$/, 'BASE TABLE')}`),
        [0, 1].map((n) => `${Number(found[0]?.[0]) + n} ${n === 0 ? 'z' : 'a'} BASE TABLE`),
        'index, name and table type of each column',
      )
    },
  },
  {
    id: 'catalog.by-relations',
    needs: { capability: 'schema-metadata-by-relations' },
    async run(bench) {
      const asked = `{{ get_catalog_relations(${relation('x')}.information_schema(), [${relation('described')}]).rows | length }}`
      same(await bench.render(asked), '2', 'rows for one relation of two columns')
    },
  },
  {
    id: 'catalog.comments',
    needs: { capability: 'persist-docs' },
    files: () =>
      model(
        'commented',
        "{{ config(materialized='table', persist_docs={'relation': true, 'columns': true}) }}select 1 as id",
        `    description: "${comments.replaceAll('"', '\\"')}"\n    columns: [{name: id, description: "it's the key"}]\n`,
      ),
    async run(bench) {
      built(bench, 'commented')
      const found: unknown[][] = JSON.parse(await bench.render(catalogMacro('target.schema').replace("'described'", "'commented'")))
      same(found[0]?.slice(3), [`it's "described"\nin two lines; with ünïcödé and a back\\slash`, "it's the key"], 'comments')
    },
  },
  {
    id: 'freshness.loaded-at',
    async run(bench) {
      const asked = `{%- set answer = collect_freshness(${relation('large')}, snapshot_get_time(), '') -%}{{ answer['table'].rows | length }} {{ answer['table'].column_names | map('lower') | join(' ') }}`
      same(await bench.render(asked), '1 max_loaded_at snapshotted_at', 'rows and columns of collect_freshness')
    },
  },
  {
    id: 'freshness.last-modified',
    needs: { capability: 'table-last-modified' },
    async run(bench) {
      const asked = `{{ get_relation_last_modified(${relation('large')}.information_schema(), [${relation('large')}])['table'].rows | length }}`
      same(await bench.render(asked), '1', 'rows of get_relation_last_modified')
    },
  },
]

const contract = (name: string) => ({
  yaml: `    config: {contract: {enforced: true}}
    columns:
      - {name: id, data_type: integer, constraints: [{type: not_null}]}
      - {name: name, data_type: text}
`,
  sql: (id: string, type = 'dbt.type_string()') =>
    `{{ config(materialized='table') }}select ${id} as id, {{ dbt.cast("'${name}'", ${type}) }} as name`,
})

const special: readonly Case[] = [
  {
    id: 'contract.kept',
    needs: { capability: 'constraints' },
    files: () => model('contracted', contract('x').sql('1'), contract('x').yaml),
    reads: { contracted: "select * from {{ ref('contracted') }}" },
    async run(bench) {
      built(bench, 'contracted')
      built(bench, 'contracted', 2)
      same(bench.rows('contracted', 2), ['1|x'], 'rows')
    },
  },
  {
    id: 'contract.broken',
    needs: { capability: 'constraints' },
    files: () => model('contract_broken', contract('1').sql('1', 'dbt.type_int()'), contract('1').yaml),
    run: async (bench) => same(bench.result('contract_broken', 1).error?.code, 'CONTRACT_MISMATCH', 'code for a column of another type'),
  },
  {
    id: 'contract.not-null',
    needs: { capability: 'constraints', enforced: 'not_null' },
    files: (day) =>
      model('contract_nulls', contract('x').sql(day === 1 ? '1' : "{{ dbt.cast('null', dbt.type_int()) }}"), contract('x').yaml),
    reads: { contract_nulls: "select * from {{ ref('contract_nulls') }}" },
    async run(bench) {
      built(bench, 'contract_nulls')
      same(bench.result('contract_nulls', 2).error?.code, 'CONSTRAINT_VIOLATED', 'code for a null')
      same(bench.rows('contract_nulls', 2), ['1|x'], 'rows of the table that was to be replaced')
    },
  },
  {
    id: 'grant.select',
    needs: { capability: 'grants' },
    files: (day) =>
      model('granted', `{{ config(materialized='table', grants={'select': ${day === 1 ? "['public']" : '[]'}}) }}select 1 as id`),
    reads: {},
    async run(bench) {
      built(bench, 'granted')
      built(bench, 'granted', 2)
      const sql = `{{ get_grant_sql(${relation('granted')}, 'select', ['public']) }}`
      await bench.query(sql)
      const shown = `{{ adapter.standardize_grants_dict(run_query(get_show_grant_sql(${relation('granted')}))) | lower }}`
      holds((await bench.render(shown)).includes("'public'"), 'a grant to public is not among those the relation shows')
    },
  },
  {
    id: 'materialized-view.refresh',
    needs: { capability: 'materialized-view' },
    files: (day) => ({
      ...model('mv_base', `{{ config(materialized='table') }}select ${day} as id`),
      ...model('mv_source', "{{ config(materialized='incremental') }}select {{ var('day') }} as id"),
      ...model(
        'mv',
        "{{ config(materialized='materialized_view', on_configuration_change='apply') }}select id from {{ ref('mv_source') }}",
      ),
    }),
    reads: { mv: "select id from {{ ref('mv') }}" },
    async run(bench) {
      built(bench, 'mv')
      built(bench, 'mv', 2)
      same([bench.rows('mv', 1), bench.rows('mv', 2)], [['1'], ['1', '2']], 'rows after each build')
    },
  },
  {
    id: 'clone.table',
    async run(bench) {
      ended(await bench.clone('model_table'), 'success', 'clone')
      const other = `api.Relation.create(database=target.database, schema='${bench.schemas[1]}', identifier='model_table')`
      same(rowTexts(await bench.query(`select id, name from {{ ${other} }} order by id`)), ['2|B', '3|c'], 'rows of the clone')
    },
  },
]

export const featureCases: readonly Case[] = [...tests, ...metadata, ...special]
