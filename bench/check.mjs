// How long the built tool takes to understand the SQL of a project, as ratios against `node -e 0` and against parsing alone:
// this project and one of many models, with nothing kept, with all of it kept, and with one model changed.
// usage: node bench/check.mjs [MODELS] [RUNS]   (after `npm run build`)
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const bin = resolve(import.meta.dirname, '../dist/bin.js')
const models = Number(process.argv[2] ?? 1000)
const runs = Number(process.argv[3] ?? 3)
if (!existsSync(bin)) {
  console.error('dist/bin.js is not there: npm run build')
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-check-'))
const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** A tenth reads sources, the others two or three models before them, through common table expressions and a macro. */
function modelText(index, staging) {
  if (index < staging)
    return `select id, grp_id, lower(status) as status, cast(amount as decimal(12, 2)) as amount, event_date
from {{ source('raw', 'orders_${index % 8}') }}\n`
  const parents = [1, 7, 31].map((step) => (index * step + 13) % index)
  const incremental = index % 5 === 0
  return `{{ config(materialized='${incremental ? 'incremental' : index % 3 === 0 ? 'table' : 'view'}') }}
with joined as (
  select a.id, a.grp_id, a.status, a.amount + coalesce(b.amount, 0) as amount, c.event_date, {{ rank_of('a.status') }} as rank
  from {{ ref('m${parents[0]}') }} as a
  left join {{ ref('m${parents[1]}') }} as b on b.id = a.id
  left join {{ ref('m${parents[2]}') }} as c on c.id = a.id
),
by_group as (
  select grp_id, {% for s in ['new', 'paid'] %}sum(case when status = '{{ s }}' then amount else 0 end) as amount_{{ s }}, {% endfor %}count(*) as n
  from joined
  group by grp_id
)
select j.id, j.grp_id, j.status, j.amount, j.event_date, j.rank, g.amount_new + g.amount_paid as amount_open, g.n
from joined as j
inner join by_group as g on g.grp_id = j.grp_id
${incremental ? '{% if is_incremental() %}where j.event_date > (select max(event_date) from {{ this }}){% endif %}\n' : ''}`
}

function generate() {
  write('dbt_project.yml', 'name: many\nprofile: many\n')
  write('profiles.yml', 'many:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: many.duckdb}\n')
  write(
    'macros/rank_of.sql',
    "{% macro rank_of(column) %}case {{ column }} when 'new' then 1 when 'paid' then 2 else 3 end{% endmacro %}\n",
  )
  const types = { id: 'integer', grp_id: 'integer', status: 'varchar', amount: 'double', event_date: 'date' }
  const columns = Object.entries(types).map(([name, type]) => `{name: ${name}, data_type: ${type}}`)
  const tables = Array.from({ length: 8 }, (_, index) => `      - {name: orders_${index}, columns: [${columns.join(', ')}]}`)
  write('models/sources.yml', `sources:\n  - name: raw\n    tables:\n${tables.join('\n')}\n`)
  const staging = Math.max(8, Math.floor(models / 10))
  for (let from = 0; from < models; from += 50) {
    const names = Array.from({ length: Math.min(50, models - from) }, (_, index) => from + index)
    for (const index of names) write(`models/f${from}/m${index}.sql`, modelText(index, staging))
    const tested = names.map(
      (index) =>
        `  - name: m${index}\n    columns:\n      - {name: id, data_tests: [unique, not_null]}\n      - {name: status, description: "See m0."}`,
    )
    write(`models/f${from}/models.yml`, `models:\n${tested.join('\n')}\n`)
  }
}

function milliseconds(args, cwd) {
  const started = process.hrtime.bigint()
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw `node ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`
  return Number(process.hrtime.bigint() - started) / 1e6
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const of = (work) => median(Array.from({ length: runs }, work))

const floor = of(() => milliseconds(['-e', '0'], folder))
const show = (name, time, peer) => {
  const ratios = `${(time / floor).toFixed(1).padStart(6)}× node -e 0${peer ? `   ${(time / peer).toFixed(2)}× parse` : ''}`
  console.log(`${name.padEnd(34)} ${time.toFixed(0).padStart(6)} ms ${ratios}`)
}

const here = resolve(import.meta.dirname, '..')
const target = join(folder, 'target')
const tickets = ['check', '--quiet', '--no-rules', '--target-path', target]
const cold = (args, cwd) =>
  of(() => {
    rmSync(target, { recursive: true, force: true })
    return milliseconds([bin, ...args], cwd)
  })
try {
  generate()
  show('this project, nothing kept', cold(tickets, here), cold(['ls', '--quiet', '--target-path', target], here))
  milliseconds([bin, ...tickets], here)
  show(
    'this project, all kept',
    of(() => milliseconds([bin, ...tickets], here)),
  )
  const parse = cold(['ls', '--quiet'], folder)
  show(`${models} models, nothing kept`, cold(['check', '--quiet'], folder), parse)
  show(
    `${models} models, all kept`,
    of(() => milliseconds([bin, 'check', '--quiet'], folder)),
    parse,
  )
  const changed = join(folder, 'models/f0/m9.sql')
  show(
    `${models} models, one changed`,
    of(() => {
      appendFileSync(changed, `-- ${Math.random()}\n`)
      return milliseconds([bin, 'check', '--quiet'], folder)
    }),
    parse,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
