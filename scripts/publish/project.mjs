/** A project with one node of each kind that is published after its tests; every row carries a version, and a bad batch marks some. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const rows = 500

const series = { duckdb: `range(${rows}) r(n)`, postgres: `generate_series(0, ${rows - 1}) r(n)` }

/** Name → the condition under which its rows are those to look at. */
export function tables(engine) {
  const all = { t_table: 'true', t_view: 'true', t_incremental: 'true', t_seed: 'true', t_snapshot: 'dbt_valid_to is null' }
  return engine === 'postgres' ? { ...all, t_materialized: 'true' } : all
}

export function writeProject(folder, engine, output, publish) {
  const select = (config) =>
    `{{ config(${config}) }}\nselect n as id, {{ var('v', 0) }} as version, case when n % 100 = 7 then {{ var('bad', 0) }} else 0 end as bad from ${series[engine]}\n`
  const files = {
    'dbt_project.yml': `name: shop
version: '1.0'
profile: shop
models: {+publish: ${publish}}
seeds: {+publish: ${publish}}
snapshots: {+publish: ${publish}}
`,
    'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${JSON.stringify(output)}\n`,
    'models/t_table.sql': select("materialized='table'"),
    'models/t_view.sql': select("materialized='view'"),
    'models/t_incremental.sql': select("materialized='incremental', unique_key='id', incremental_strategy='delete+insert'"),
    'models/unpublished/news.sql': select("materialized='view', publish=false"),
    'snapshots/t_snapshot.yml': `snapshots:
${described('t_snapshot', false)}    relation: ref('news')
    config: {unique_key: id, strategy: check, check_cols: [version, bad]}
`,
    'models/tests.yml': properties(engine),
  }
  if (engine === 'postgres') files['models/t_materialized.sql'] = select("materialized='materialized_view'")
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  writeSeed(folder, 0, 0)
}

export function writeSeed(folder, version, bad) {
  mkdirSync(join(folder, 'seeds'), { recursive: true })
  const lines = Array.from({ length: rows }, (_, n) => `${n},${version},${n % 100 === 7 ? bad : 0}`)
  writeFileSync(join(folder, 'seeds/t_seed.csv'), `id,version,bad\n${lines.join('\n')}\n`)
}

function properties(engine) {
  const models = ['t_table', 't_view', 't_incremental', ...(engine === 'postgres' ? ['t_materialized'] : [])]
  return `models:\n${models.map((name) => described(name, true)).join('')}seeds:\n${described('t_seed', true)}`
}

/** One test that refuses bad rows, and others that look at the whole. */
function described(name, unique) {
  const refuses = '{accepted_values: {arguments: {values: [0], quote: false}}}'
  return `  - name: ${name}
    columns:
      - {name: bad, data_tests: [${refuses}]}
      - {name: id, data_tests: [not_null${unique ? ', unique' : ''}]}
`
}
