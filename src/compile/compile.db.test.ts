/** Templates → SQL on a real DuckDB: ephemeral models, test arguments, unit tests, and the way back from SQL to template. */
import { describe, expect, test } from 'vitest'
import { type RunningProject, withRuntime } from '../../e2e/harness/in-process.js'
import { SluiceError } from '../core/error.js'
import { compileNode, locateDatabaseError } from './index.js'

async function codeOf({ runtime, connection, manifest }: RunningProject, id: string): Promise<string> {
  const node = manifest.nodes[id] ?? manifest.unit_tests[id]
  if (!node) return `no ${id}`
  return (await compileNode(runtime, node, connection)).code
}

describe('ephemeral models', () => {
  const files = {
    'models/eph.sql': "{{ config(materialized='ephemeral') }}select 1 as id",
    'models/eph2.sql': "{{ config(materialized='ephemeral', alias='second') }}select * from {{ ref('eph') }}",
    'models/plain.sql': "select * from {{ ref('eph2') }} join {{ ref('eph') }} using (id)",
    'models/lead.sql': "\n-- why\nselect * from {{ ref('eph') }}",
    'models/has_with.sql': "/* with */ with x as (select * from {{ ref('eph') }})\nselect * from x",
    'models/recursive.sql': "with recursive x as (select * from {{ ref('eph') }}) select * from x",
    'models/within.sql': "select * from {{ ref('eph') }} withdrawn",
  }
  const cte = ' __dbt__cte__eph as (\nselect 1 as id\n)'
  const cases: [model: string, code: string][] = [
    [
      'plain',
      `with${cte},  __dbt__cte__second as (\nselect * from __dbt__cte__eph\n) select * from __dbt__cte__second join __dbt__cte__eph using (id)`,
    ],
    ['lead', `with${cte} -- why\nselect * from __dbt__cte__eph`],
    ['has_with', `/* with */ with ${cte}, x as (select * from __dbt__cte__eph)\nselect * from x`],
    ['recursive', `with recursive ${cte}, x as (select * from __dbt__cte__eph) select * from x`],
    ['within', `with${cte} select * from __dbt__cte__eph withdrawn`],
  ]
  test('are put before the query that reads them, each once', async () => {
    await withRuntime(files, {}, async (running) => {
      for (const [model, code] of cases) expect(await codeOf(running, `model.p.${model}`), model).toBe(code)
      const { extra_ctes, compiled_code } = running.manifest.nodes['model.p.plain'] ?? {}
      expect(extra_ctes?.map((entry) => entry.id)).toEqual(['model.p.eph', 'model.p.eph2'])
      expect(compiled_code).toBe(cases[0]?.[1])
      expect(running.manifest.nodes['model.p.eph2']?.compiled_code).toContain('with __dbt__cte__eph as')
    })
  })
})

describe('generic tests', () => {
  const files = {
    'models/a.sql': 'select 1 as id',
    'macros/t.sql':
      '{% test shows(model, column_name, value, list=[]) %}{{ model }}|{{ column_name }}|{{ value }}|{{ list }}|{{ value is string }}{% endtest %}',
    'models/a.yml': `models:
  - name: a
    columns:
      - name: "1"
        tests:
          - shows: {value: "{{ 1 + 1 }}", name: native}
          - shows: {value: "x{{ 1 + 1 }}", list: ["{{ var('v') }}", 2.0, null], name: text}
          - shows: {value: ref('a'), name: bare, config: {where: "id > 0"}}
`,
  }
  test('get arguments rendered to the values they stand for', async () => {
    await withRuntime(files, { flags: { vars: { v: 5 } } }, async (running) => {
      const named = (name: string) => Object.keys(running.manifest.nodes).find((id) => id.startsWith(`test.p.${name}.`)) ?? name
      const relation = '"memory"."main"."a"'
      expect(await codeOf(running, named('native'))).toBe(`${relation}|1|2|[]|False`)
      expect(await codeOf(running, named('text'))).toBe(`${relation}|1|x2|[5, 2.0, None]|True`)
      expect(await codeOf(running, named('bare'))).toBe(`(select * from ${relation} where id > 0) dbt_subquery|1|${relation}|[]|False`)
    })
  })
})

describe('unit tests', () => {
  const files = {
    'models/a.sql': "select 1 as id, 'x' as name",
    'models/inc.sql': `{{ config(materialized='incremental') }}
select id, {{ var('v') }} as v, '{{ env_var('E', 'e') }}' as e from {{ ref('a') }} join {{ source('raw', 'r') }} using (id)
{% if is_incremental() %}where id > (select max(id) from {{ this }}){% endif %}`,
    'models/s.yml': `sources: [{name: raw, schema: main, tables: [{name: r}]}]
unit_tests:
  - name: full
    model: inc
    overrides: {macros: {is_incremental: false}, vars: {v: 7}, env_vars: {E: over}}
    given:
      - {input: ref('a'), rows: [{id: 1, name: "o'k"}, {id: 2}]}
      - {input: "source('raw', 'r')", format: csv, rows: "id\\n1\\n"}
    expect: {rows: [{id: 1, v: 7}]}
  - name: grows
    model: inc
    overrides: {macros: {is_incremental: true}, vars: {v: 7}}
    given:
      - {input: ref('a'), format: sql, rows: "select {{ 2 }} as id"}
      - {input: "source('raw', 'r')", rows: []}
      - {input: this, rows: [{id: 1}]}
    expect: {format: csv, rows: "id,v\\n2,\\n"}
  - name: lacks
    model: inc
    overrides: {macros: {is_incremental: false}, vars: {v: 7}}
    given: [{input: ref('a'), rows: []}]
    expect: {rows: []}
`,
  }
  const flat = (sql: string) => sql.replace(/\s+/g, ' ')
  test('read the given rows instead of the relations', async () => {
    await withRuntime(files, { flags: { vars: { v: 1 } } }, async (running) => {
      await running.connection.execute(
        "create table a as select 1 as id, 'x' as name; create table r as select 1 as id; create table inc (id int, v int, e varchar)",
      )
      const full = flat(await codeOf(running, 'unit_test.p.inc.full'))
      expect(full).toMatch(
        /^ ?with __dbt__cte__a as \( -- Fixture for a select cast\(1 as INTEGER\) as "id", cast\('o''k' as character varying\) as "name" union all/,
      )
      expect(full).toContain('__dbt__cte__raw__r as ( -- Fixture for r select cast(')
      expect(full).toMatch(/\) select id, 7 as v, 'over' as e from __dbt__cte__a join __dbt__cte__raw__r using \(id\) ?$/)
      const grows = flat(await codeOf(running, 'unit_test.p.inc.grows'))
      expect(grows).toMatch(/^ ?with __dbt__cte__inc as \(.* __dbt__cte__a as \( ?select 2 as id ?\).*limit 0 \)/)
      expect(grows).toContain('where id > (select max(id) from __dbt__cte__inc)')
      const standIn = running.runtime.standIns.get(running.manifest.unit_tests['unit_test.p.inc.grows'] as object)
      expect(standIn?.config).toMatchObject({ materialized: 'unit', expected_rows: [{ id: '2', v: null }] })
      expect(standIn?.path).toBe('models/grows.sql')
    })
  })
  test('say which input lacks rows', async () => {
    await withRuntime(files, { flags: { vars: { v: 1 } } }, async (running) => {
      await expect(codeOf(running, 'unit_test.p.inc.lacks')).rejects.toMatchObject({
        code: 'UNIT_TEST_INPUT',
        fields: { hint: "add to given: - {input: source('raw', 'r'), rows: []}" },
      })
    })
  })
  test('say that rows for an ephemeral model have no types, and how to give them', async () => {
    const ephemeral = {
      'models/eph.sql': "{{ config(materialized='ephemeral') }}select 1 as id",
      'models/m.sql': "select * from {{ ref('eph') }}",
      'models/s.yml': `unit_tests:
  - name: dicts
    model: m
    given: [{input: ref('eph'), rows: [{id: 1}]}]
    expect: {rows: [{id: 1}]}
`,
    }
    await withRuntime(ephemeral, {}, async (running) => {
      await expect(codeOf(running, 'unit_test.p.m.dicts')).rejects.toMatchObject({
        code: 'UNIT_TEST_INPUT',
        fields: { location: { file: 'models/s.yml', line: 2 }, hint: expect.stringContaining('format: sql') },
      })
    })
  })
})

describe('from SQL back to the template', () => {
  const files = {
    'models/eph.sql': "{{ config(materialized='ephemeral') }}\n\nselect 1 as id,\n  bad_one",
    'macros/m.sql': '{% macro cols() %}id,\n  bad_two{% endmacro %}',
    'models/m.sql': "select {{ cols() }},\n  bad_three\nfrom {{ ref('eph') }}",
  }
  test('offsets lead to the place that wrote the text', async () => {
    await withRuntime(files, {}, async ({ runtime, connection, manifest }) => {
      const node = manifest.nodes['model.p.m']
      if (!node) throw expect.fail('no node')
      const compiled = await compileNode(runtime, node, connection)
      const at = (word: string) => compiled.map.at(compiled.code.indexOf(word))
      expect(at('bad_one')).toEqual({ location: { file: 'models/eph.sql', line: 4, column: 3 }, macro: null })
      expect(at('bad_two')).toEqual({ location: { file: 'models/m.sql', line: 1, column: 11 }, macro: 'cols' })
      expect(at('bad_three')).toEqual({ location: { file: 'models/m.sql', line: 2, column: 3 }, macro: null })
      expect(compiled.map.original(4, 3)?.location).toEqual({ file: 'models/eph.sql', line: 3, column: 3 })
      const sent = `create view v as (\n${compiled.code}\n)`
      const error = new SluiceError('SQL_UNKNOWN_COLUMN', { message: 'x', detail: { sql: sent, position: sent.indexOf('bad_two') } })
      expect(locateDatabaseError(error, compiled).fields).toMatchObject({
        location: { file: 'models/m.sql', line: 1, column: 11 },
        related: [{ message: "in macro 'cols'", location: { file: 'macros/m.sql', line: 2, column: 3 } }],
      })
    })
  })
})
