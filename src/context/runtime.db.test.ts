/** Templates while nodes run, on a real DuckDB: references, statements, the adapter over its cache, errors with their place. */
import { describe, expect, test } from 'vitest'
import { type Files, type ProjectOptions, type RunningProject, withRuntime } from '../../e2e/harness/in-process.js'
import { SluiceError } from '../core/error.js'
import type { NodeScope, ScopeOptions } from './index.js'

const models: Files = {
  'models/a.sql': "{{ config(materialized='table', persist_docs={'relation': true}, meta={'k': 1}, event_time='d') }}select 1 as id",
  'models/b.sql': "select * from {{ ref('a') }}",
  'models/eph.sql': "{{ config(materialized='ephemeral') }}select 1",
  'models/s.yml':
    "sources: [{name: raw, schema: other, tables: [{name: t}, {name: files, config: {meta: {external_location: 'data/{name}.csv'}}}]}]",
}

/** Each expression rendered in the scope of a model. */
async function renders(running: RunningProject, cases: readonly (readonly [string, string])[], options: ScopeOptions = {}): Promise<void> {
  const scope = scopeOf(running, 'model.p.b', options)
  for (const [expression, text] of cases) expect(await scope.render(`{{ ${expression} }}`), expression).toBe(text)
}

function scopeOf({ runtime, manifest, connection }: RunningProject, id: string, options: ScopeOptions = {}): NodeScope {
  const node = manifest.nodes[id]
  if (!node) throw expect.fail(`no ${id}`)
  return runtime.nodeScope(node, connection, options)
}

async function failure(work: Promise<unknown>): Promise<{ code: string; fields: SluiceError['fields'] }> {
  const error = await work.then(
    () => expect.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SluiceError)) throw error
  return error
}

const run = (files: Files, body: (running: RunningProject) => Promise<void>, options: ProjectOptions = {}) =>
  withRuntime(files, options, body)

describe('references', () => {
  test('become relations', async () => {
    await run(models, async (running) => {
      await renders(running, [
        ["ref('a')", '"memory"."main"."a"'],
        ["ref('p', 'a').identifier", 'a'],
        ['this', '"memory"."main"."b"'],
        ["source('raw', 't')", '"memory"."other"."t"'],
        ["source('raw', 'files')", "'data/files.csv'"],
        ["builtins.ref('a')", '"memory"."main"."a"'],
        ["context['ref']('a')", '"memory"."main"."a"'],
      ])
    })
  })

  test('must have been seen while parsing, except in operations', async () => {
    await run(models, async (running) => {
      const scope = scopeOf(running, 'model.p.b')
      expect(await failure(scope.render("{{ ref('eph') }}"))).toMatchObject({ code: 'REF_NOT_DECLARED' })
      expect(await failure(scope.render("{{ ref('aa') }}"))).toMatchObject({
        code: 'REF_UNRESOLVED',
        fields: { hint: "did you mean 'a'?" },
      })
      const operation = running.runtime.operationScope(running.connection)
      expect(await operation.render("{{ ref('b') }}")).toBe('"memory"."main"."b"')
      expect(await failure(operation.render("{{ ref('eph') }}"))).toMatchObject({ code: 'REF_EPHEMERAL' })
    })
  })

  test('--empty reads no rows', async () => {
    const options = { flags: { empty: true } }
    await run(
      models,
      (running) =>
        renders(running, [
          ["ref('a')", '(select * from "memory"."main"."a" where false limit 0)'],
          ["ref('a').render()", '"memory"."main"."a"'],
          ["source('raw', 'files')", "(select * from 'data/files.csv' where false limit 0)"],
        ]),
      options,
    )
  })

  test('a batch reads its window of event time', async () => {
    await run(models, async (running) => {
      const batch = { id: 'x', event_time_start: '2024-01-01 00:00:00+00:00', event_time_end: '2024-01-02 00:00:00+00:00' }
      const window = `d >= '${batch.event_time_start}' and d < '${batch.event_time_end}'`
      await renders(running, [["ref('a')", `(select * from "memory"."main"."a" where ${window})`]], { batch })
    })
  })

  test('--defer reads the other environment where this one has nothing', async () => {
    const other = { database: 'memory', schema: 'prod', alias: 'a', relation_name: null }
    const options = { flags: { defer: true }, deferred: new Map([['model.p.a', other]]) }
    await withRuntime(models, options, async (running) => {
      await renders(running, [["ref('a')", '"memory"."prod"."a"']])
      running.runtime.cache.add(running.runtime.relationOf({ database: 'memory', schema: 'main', alias: 'a' }))
      await renders(running, [["ref('a')", '"memory"."main"."a"']])
    })
  })

  test('a macro named ref comes first, the original stays in builtins', async () => {
    const macro = { 'macros/r.sql': '{% macro ref(name) %}{% do return(builtins.ref(name).include(database=false)) %}{% endmacro %}' }
    await run({ ...models, ...macro }, (running) =>
      renders(running, [
        ["ref('a')", '"main"."a"'],
        ["builtins.ref('a')", '"memory"."main"."a"'],
      ]),
    )
  })
})

describe('statements', () => {
  test('are kept by name and taken once', async () => {
    await run(models, async (running) => {
      const scope = scopeOf(running, 'model.p.b')
      const text = await scope.render(
        "{% call statement('q', fetch_result=true) %}select 1 as a, 'x' as b{% endcall %}{% set r = load_result('q') %}{{ r.data }}{{ r['table'].columns[1].values() }}{{ r.response }}",
      )
      expect(text).toBe("[(1, 'x')]('x',)OK")
      expect(running.connection.inTransaction).toBe(true)
      expect(await failure(scope.render("{{ load_result('q') }}"))).toMatchObject({ code: 'RESULT_CONSUMED' })
      expect(await scope.render("{{ load_result('none') }}{% do adapter.commit() %}")).toBe('None')
      expect(running.connection.inTransaction).toBe(false)
      expect(await scope.render("{% set t = run_query('select 5 as x') %}{{ t.rows[0]['x'] + 1 }}")).toBe('6')
      expect(running.connection.inTransaction).toBe(false)
      await scope.render("{% call statement('main') %}select 2{% endcall %}")
      expect(scope.results.get('main')?.response).toMatchObject({ fields: { _message: 'OK' } })
    })
  })

  test('are refused without introspection', async () => {
    await run(models, async (running) => {
      const scope = scopeOf(running, 'model.p.b', { introspect: false })
      expect(await failure(scope.render("{% do run_query('select 1') %}"))).toMatchObject({ code: 'INTROSPECTION_REFUSED' })
    })
  })

  test('errors name the macro stack, and macros may be handed to re.sub', async () => {
    const macros = {
      'macros/m.sql':
        "{% macro bad() %}\n{% do run_query('selec 1') %}{% endmacro %}{% macro up(m) %}{{ return(m.group(0) | upper) }}{% endmacro %}",
    }
    await run({ ...models, ...macros }, async (running) => {
      const scope = scopeOf(running, 'model.p.b')
      const { code, fields } = await failure(scope.render('x\n{{ bad() }}', 'models/b.sql'))
      expect(code).toBe('SQL_SYNTAX')
      expect(fields.related?.map(({ message, location }) => `${message} ${location.file}:${location.line}`)).toContain(
        "in macro 'bad' macros/m.sql:2",
      )
      expect(await scope.render("{{ modules.re.sub('b', up, 'abc') }}")).toBe('aBc')
    })
  })
})

describe('the adapter', () => {
  test('keeps the cache true', async () => {
    await run(models, async (running) => {
      const { connection, runtime } = running
      await connection.execute('create table a as select 1 as id; create view v as select 1 as x')
      const get = (name: string) => `adapter.get_relation('memory', 'main', '${name}')`
      await renders(running, [
        [`${get('a')}.type`, 'table'],
        [`${get('A')}`, '"memory"."main"."a"'],
        [`${get('v')}.is_view`, 'True'],
        [get('none'), 'None'],
        ["adapter.list_relations('memory', 'main') | length", '2'],
        [`adapter.rename_relation(${get('a')}, api.Relation.create('memory', 'main', 'a2', 'table'))`, 'None'],
        [get('a'), 'None'],
        [`${get('a2')}.type`, 'table'],
        [`adapter.drop_relation(${get('v')})`, 'None'],
        [get('v'), 'None'],
        ["adapter.check_schema_exists('memory', 'main')", 'True'],
        ["adapter.check_schema_exists('memory', 'nope')", 'False'],
        ["adapter.create_schema(api.Relation.create('memory', 'made'))", 'None'],
        ["adapter.check_schema_exists('memory', 'made')", 'True'],
        ["adapter.drop_schema(api.Relation.create('memory', 'made'))", 'None'],
        ["adapter.check_schema_exists('memory', 'made')", 'False'],
      ])
      expect(runtime.cache.list({ database: 'memory', schema: 'main' }).map((relation) => relation.identifier)).toEqual(['a2'])
      const { table } = await connection.execute('select table_name from information_schema.tables', { fetch: true })
      expect(table.rows.map((row) => row.cells[0])).toEqual(['a2'])
    })
  })

  test('knows columns', async () => {
    await run(models, async (running) => {
      await running.connection.execute('create table a (id int, n decimal(10, 2), s varchar); create table c (id int)')
      await renders(running, [
        [
          "adapter.get_columns_in_relation(ref('a')) | map(attribute='data_type') | list",
          "['INTEGER', 'DECIMAL(10,2)', 'character varying(256)']",
        ],
        ["adapter.get_columns_in_relation(api.Relation.create('memory', 'main', 'gone'))", '[]'],
        ["adapter.get_missing_columns(ref('a'), api.Relation.create('memory', 'main', 'c')) | map(attribute='name') | list", "['n', 's']"],
        ["adapter.get_column_schema_from_query('select 1 as q, 1.5 as r') | map(attribute='dtype') | list", "['INTEGER', 'DECIMAL(2,1)']"],
        ["adapter.expand_target_column_types(ref('a'), ref('a'))", 'None'],
      ])
      const scope = scopeOf(running, 'model.p.b')
      const invalid = await failure(
        scope.render("{{ adapter.valid_snapshot_target(ref('a'), {'dbt_scd_id': 'id', 'dbt_valid_from': 'nope', 'dbt_valid_to': 'N'}) }}"),
      )
      expect(invalid).toMatchObject({
        code: 'SNAPSHOT_TARGET_INVALID',
        fields: { message: expect.stringContaining('configured columns: nope') },
      })
    })
  })
})

describe('the adapter without a statement', () => {
  test('answers questions that need no warehouse', async () => {
    await run(models, async (running) => {
      await renders(running, [
        ["adapter.get_hard_deletes_behavior({'hard_deletes': 'new_record'})", 'new_record'],
        ["adapter.get_hard_deletes_behavior({'invalidate_hard_deletes': true})", 'invalidate'],
        ['adapter.get_hard_deletes_behavior(config)', 'ignore'],
        [
          "adapter.render_raw_columns_constraints({'a': {'name': 'a', 'data_type': 'int', 'constraints': [{'type': 'not_null'}, {'type': 'check', 'expression': 'a > 0'}], 'quote': true}})",
          `['"a" int not null check (a > 0)']`,
        ],
        [
          "adapter.render_raw_model_constraints([{'type': 'primary_key', 'columns': ['a', 'b'], 'name': 'pk'}, {'type': 'foreign_key', 'columns': ['a'], 'to': '\"db\".\"s\".\"t\"', 'to_columns': ['x']}])",
          `['constraint pk primary key (a, b)', 'foreign key (a) references "s"."t" (x)']`,
        ],
        ["adapter.get_incremental_strategy_macro(context, 'delete+insert') is callable", 'True'],
        ["config.get('materialized') ~ config.get('nope', 'd') ~ config.persist_relation_docs()", 'viewdFalse'],
        ["adapter.standardize_grants_dict(run_query(\"select 'me' as grantee, 'select' as privilege_type\"))", "{'select': ['me']}"],
      ])
      const scope = scopeOf(running, 'model.p.b')
      for (const [strategy, code] of [
        ['insert_overwrite', 'INCREMENTAL_STRATEGY_UNKNOWN'],
        ['own', 'INCREMENTAL_STRATEGY_UNKNOWN'],
      ])
        expect(await failure(scope.render(`{{ adapter.get_incremental_strategy_macro(context, '${strategy}') }}`))).toMatchObject({ code })
      expect(await failure(scope.render("{{ adapter.render_raw_model_constraints([{'type': 'odd'}]) }}"))).toMatchObject({
        code: 'CONSTRAINT_INVALID',
      })
      expect(await failure(scope.render("{{ config.require('nope') }}"))).toMatchObject({ code: 'CONFIG_MISSING' })
      const own = scopeOf(running, 'model.p.a')
      expect(
        await own.render(
          "{{ config.persist_relation_docs() }}{{ config.meta_get('k') }}{{ config.get('alias', 'x') }}{{ model.config.materialized }}",
        ),
      ).toBe('True1Nonetable')
    })
  })
})

test('templates log, print and warn through events', async () => {
  await run(models, async ({ runtime, connection, events }) => {
    const scope = runtime.operationScope(connection)
    await scope.render(
      "{{ log('a') }}{{ log([1], info=true) }}{{ print('b') }}{{ exceptions.warn('c') }}{% do run_query('select 1 as x').print_table() %}",
    )
    const told = events.flatMap(({ name, data }) => (/^Jinja|Print/.test(name) ? [`${name} ${(data as { msg: string }).msg}`] : []))
    expect(told).toEqual(['JinjaLogDebug a', 'JinjaLogInfo [1]', 'PrintEvent b', 'JinjaLogWarning c', 'PrintEvent | x |\n| - |\n| 1 |'])
  })
})
