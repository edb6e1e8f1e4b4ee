/**
 * Two tables of ten million rows that differ in 17: how long does `sluice diff` take, beside one full join of both? The two are
 * timed in turn, each in a process of its own. `node bench/diff.mjs [rows] [rounds]`; `SLUICE_BIN` names another build.
 */
import { equal } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

const here = dirname(fileURLToPath(import.meta.url))
const tool = process.env.SLUICE_BIN ?? join(here, '..', 'dist', 'bin.js')
const [rows, rounds] = [Number(process.argv[2] ?? 10_000_000), Number(process.argv[3] ?? 3)]
const columns = ['carrier', 'fuel', 'quantity', 'price', 'amount', 'at', 'day', 'note']

if (process.argv[2] === '--join') await fullJoin(process.argv[3])
else await compare()

async function fullJoin(file) {
  const connection = await (await DuckDBInstance.create(file, { threads: '2' })).connect()
  const differs = columns.map((name) => `a.${name} is distinct from b.${name}`).join(' or ')
  const sql = `select count(*) from dev.t a full join prod.t b on a.id = b.id where a.id is null or b.id is null or ${differs}`
  console.log(String((await connection.runAndReadAll(sql)).getRows()[0][0]))
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
  try {
    await makeTables(join(folder, 'shop.duckdb'))
    writeFileSync(join(folder, 'dbt_project.yml'), "name: shop\nversion: '1.0'\nprofile: shop\n")
    const target = (schema) => `{type: duckdb, path: shop.duckdb, schema: ${schema}, threads: 2, settings: {threads: 2}}`
    writeFileSync(join(folder, 'profiles.yml'), `shop: {target: dev, outputs: {dev: ${target('dev')}, prod: ${target('prod')}}}\n`)
    const times = { join: [], diff: [] }
    for (let round = 0; round < rounds; round++) {
      times.join.push(timed(() => equal('17', run([fileURLToPath(import.meta.url), '--join', join(folder, 'shop.duckdb')], folder).trim())))
      times.diff.push(
        timed(() =>
          check(JSON.parse(run([tool, 'diff', 'dev.t', 'prod.t', '--key', 'id', '--limit', '20', '--output', 'json', '-q'], folder))),
        ),
      )
    }
    const [joined, diffed] = [median(times.join), median(times.diff)]
    console.log(
      `${rows} rows, ${rounds} rounds: full join ${joined.toFixed(2)} s, diff ${diffed.toFixed(2)} s, ratio ${(diffed / joined).toFixed(2)}`,
    )
    if (diffed >= 2 * joined) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Ten rows changed, four only in dev, three only in prod. */
async function makeTables(file) {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  const row = `i as id, 'C' || (i % 500) as carrier, ['Diesel', 'Biofuel', null, 'LNG'][1 + i % 4] as fuel, (i % 9973) / 7.0 as quantity,
    ((i % 777) / 3.0)::decimal(12, 4) as price, ((i % 9999) * 1.01)::decimal(18, 2) as amount,
    timestamp '2026-01-01' + to_seconds(i) as at, date '2026-01-01' + (i % 300)::integer as day, md5(i::varchar) as note`
  await connection.run('create schema dev; create schema prod')
  await connection.run(`create table dev.t as select ${row} from range(${rows}) r(i)`)
  const change = Math.floor(rows / 11)
  await connection.run(`create table prod.t as select * replace (case when id % ${change} = 3 and id < ${10 * change} then amount + 0.01 else amount end as amount)
    from dev.t where id not in (10, 20, 30, 40) union all select ${row} from range(${rows}, ${rows + 3}) r(i)`)
  await connection.run('checkpoint')
  connection.closeSync()
  instance.closeSync()
}

function check({ onlyA, onlyB, changed, repeated, columns: found, samples }) {
  equal('[4,3,10,0]', JSON.stringify([onlyA, onlyB, changed, repeated]))
  equal('10,20,30,40', samples.onlyA.flat().join())
  equal([0, 1, 2].map((more) => rows + more).join(), samples.onlyB.flat().join())
  const ids = Array.from({ length: 10 }, (_each, index) => index * Math.floor(rows / 11) + 3)
  equal(
    ids.join(),
    found
      .find(({ column }) => column === 'amount')
      .samples.map(({ key }) => key[0])
      .join(),
  )
}

function run(args, cwd) {
  return execFileSync(process.execPath, [resolve(args[0]), ...args.slice(1)], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function timed(work) {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
}
