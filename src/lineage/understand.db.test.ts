// A project whose every node is understood on three dialects, from its files alone, with its mistakes at their lines.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
// The test goes through the commands, which open the project that this folder is handed.
import { openProject } from '../commands/open-project.js'
import { understand } from '../commands/project-sql.js'
import { createInvocation } from '../core/invocation.js'
import type { ProjectSql } from './model.js'

const files = {
  'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
  'profiles.yml': `shop:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: shop.duckdb, schema: main}
    postgres: {type: postgres, host: nowhere.invalid, port: 5432, user: x, password: y, dbname: shop, schema: public}
    snowflake: {type: snowflake, account: a, user: u, password: p, database: shop, schema: public, warehouse: w, role: r}
`,
  'seeds/rates.csv': 'currency,rate,since\nEUR,1.1,2026-01-01\nGBP,1.3,2026-01-01\n',
  'models/shop.yml': `sources:
  - name: raw
    tables:
      - name: orders
        columns:
          - {name: id, data_type: integer}
          - {name: customer_id, data_type: integer}
          - {name: currency, data_type: varchar}
          - {name: amount, data_type: "decimal(18,2)"}
          - {name: created_at, data_type: timestamp}
models:
  - name: sales
    columns:
      - name: nope
        data_tests: [not_null]
`,
  'models/lines.sql':
    "{{ config(materialized='ephemeral') }}\nselect id, customer_id, amount * 2 as twice, currency from {{ source('raw', 'orders') }}\n",
  'macros/total.sql': `{% macro total(column) %}sum({{ column }}){% endmacro %}
{% macro only_new(column) %}{% if is_incremental() %}where {{ column }} > (select max({{ column }}) from {{ this }}){% endif %}{% endmacro %}`,
  'models/sales.sql': `select
  l.customer_id,
  r.currency,
  {{ total('l.twice * r.rate') }} as total,
  max(r.since) as since
from {{ ref('lines') }} as l
join {{ ref('rates') }} as r on r.currency = l.currency
group by 1, 2
`,
  'models/growing.sql': `{{ config(materialized='incremental', unique_key='id') }}
select id, amout, created_at
from {{ source('raw', 'orders') }} as o
{% if is_incremental() %}
where o.created_at > (select max(creatd_at) from {{ this }})
{% endif %}
`,
  'models/by_macro.sql': `{{ config(materialized='incremental') }}
select id, created_at as made_at from {{ ref('lines_seen') }}
{{ only_new('creatd_at') }}
`,
  'models/by_rows.sql': `{% set there = load_relation(ref('sales')) %}
select {% if there %}{% for row in run_query('select distinct currency from ' ~ there).rows %}1 as {{ row[0] }},{% endfor %}{% endif %} 1 as n
from {{ ref('sales') }}
`,
  'models/after_rows.sql': "select eur, gbp from {{ ref('by_rows') }}",
  'models/lines_seen.sql': "select id, created_at from {{ source('raw', 'orders') }}",
  'models/wrong.sql': `select s.totl,
  s.since * 2 as twice
from {{ ref('sales') }} as s
where s.{{ 'curency' }} = 'EUR'
`,
  'models/odd.sql': 'frobnicate every {{ ref("sales") }} into 3',
  'models/after_odd.sql': 'select o.anything, s.currency from {{ ref("odd") }} as o, {{ ref("sales") }} as s',
  'snapshots/kept.yml': `snapshots:
  - name: kept
    relation: ref('sales')
    config: {unique_key: customer_id, strategy: check, check_cols: all}
`,
}

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-understand-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

async function understood(target: string): Promise<ProjectSql> {
  const flags = { which: 'check', target, vars: {}, failFast: false, warnError: false, empty: false } as never
  const invocation = createInvocation({ cwd: root, env: { HOME: root }, flags })
  return await understand(await openProject(invocation), invocation)
}

function edges(project: ProjectSql, id: string): Record<string, string[]> {
  const short = (node: string) => node.split('.').slice(2).join('.')
  const columns = project.nodes.get(id)?.columns ?? []
  return Object.fromEntries(
    columns.map((each) => [
      each.name.toLowerCase(),
      each.upstream.map((up) => `${up.kind} ${short(up.node)}.${up.column.toLowerCase()}`).sort(),
    ]),
  )
}

describe.each(['duckdb', 'postgres', 'snowflake'])('on %s', (target) => {
  let project: ProjectSql
  beforeAll(async () => {
    project = await understood(target)
  })

  it('leads each column to the columns of the nodes it reads, ephemeral ones too', () => {
    expect(edges(project, 'model.shop.lines')).toMatchObject({ twice: ['derive raw.orders.amount'], id: ['passthrough raw.orders.id'] })
    expect(edges(project, 'model.shop.sales')).toEqual({
      customer_id: ['passthrough lines.customer_id'],
      currency: ['passthrough rates.currency'],
      total: ['aggregate lines.twice', 'aggregate rates.rate'],
      since: ['aggregate rates.since'],
    })
    const rows = project.nodes.get('model.shop.sales')?.rows.map((each) => `${each.column.toLowerCase()} ${each.effects.join()}`)
    expect(rows?.sort()).toEqual(['currency group,join', 'currency join', 'customer_id group'])
  })

  it('types seeds, sources and what is made of them', () => {
    const types = project.nodes.get('model.shop.sales')?.columns.map(({ type }) => type?.toLowerCase().replace(/\(.*/, ''))
    expect(types?.[1]).toMatch(/^(varchar|text|character varying)$/)
    expect(types?.[3]).toBe('date')
  })

  it('adds to a snapshot the columns of its own', () => {
    const names = project.nodes.get('snapshot.shop.kept')?.columns.map(({ name }) => name.toLowerCase())
    expect(names).toEqual(['customer_id', 'currency', 'total', 'since', 'dbt_scd_id', 'dbt_updated_at', 'dbt_valid_from', 'dbt_valid_to'])
  })

  it('finds what is wrong at the line of the template, in both queries of an incremental model', () => {
    const found = project.findings.map(({ location: { file, line, column }, severity, code, hint }) => [
      `${file}:${line}:${column}`,
      severity,
      code,
      hint?.toLowerCase(),
    ])
    // Their own parsers are at hand, so that what they cannot read is surely wrong.
    const odd = ['models/odd.sql:1:1', 'error', 'SQL_SYNTAX', undefined]
    expect(found.filter((each) => each[2] === 'SQL_SYNTAX')).toEqual(target === 'snowflake' ? [] : [odd])
    expect(found.filter((each) => each[2] !== 'SQL_SYNTAX')).toEqual([
      ['models/by_macro.sql:3:4', 'error', 'SQL_UNKNOWN_COLUMN', 'did you mean created_at?'],
      ['models/growing.sql:2:12', 'warning', 'SQL_UNDECLARED_COLUMN', 'did you mean amount?'],
      ['models/growing.sql:5:34', 'warning', 'SQL_UNDECLARED_COLUMN', 'did you mean created_at?'],
      ['models/shop.yml:15:22', 'error', 'SQL_UNKNOWN_COLUMN', undefined],
      ['models/wrong.sql:1:10', 'error', 'SQL_UNKNOWN_COLUMN', 'did you mean total?'],
      ['models/wrong.sql:4:12', 'error', 'SQL_UNKNOWN_COLUMN', 'did you mean currency?'],
    ])
  })

  it('expects further columns where a template asks for rows of a relation', () => {
    expect(project.nodes.get('model.shop.by_rows')).toMatchObject({ complete: false, reason: 'its template reads rows of the warehouse' })
    expect(edges(project, 'model.shop.after_rows')).toEqual({ eur: ['passthrough by_rows.eur'], gbp: ['passthrough by_rows.gbp'] })
  })

  it('takes what it cannot read for unchecked, and what reads it as well', () => {
    expect(project.nodes.get('model.shop.odd')).toMatchObject({
      depth: 'table',
      reads: ['model.shop.sales'],
      complete: false,
    })
    expect(edges(project, 'model.shop.after_odd')).toEqual({
      anything: ['passthrough odd.anything'],
      currency: ['passthrough sales.currency'],
    })
  })
})
