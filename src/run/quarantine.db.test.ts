/** Rows kept out of models, on real warehouses: whatever comes and however rules change, each row is in the model or among its rejects. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresDatabase } from '../../e2e/harness/postgres.js'
import { call } from '../commands/api.js'
import type { RunResult } from '../core/result.js'

type Rows = readonly (readonly unknown[])[]

interface Bench {
  readonly output: string
  readonly schema: string
  query(sql: string): Promise<Rows>
  close(): Promise<void>
}

async function duckdb(folder: string): Promise<Bench> {
  const path = join(folder, 'q.duckdb')
  return {
    output: `{type: duckdb, path: '${path}', threads: 2}`,
    schema: 'main',
    async query(sql) {
      const instance = await DuckDBInstance.create(path)
      const connection = await instance.connect()
      try {
        return (await connection.runAndReadAll(sql)).getRows() as Rows
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    },
    close: async () => undefined,
  }
}

async function postgres(): Promise<Bench> {
  const database = await postgresDatabase()
  return {
    output: database.output(),
    schema: 'public',
    query: async (sql) => (await database.query(sql)).map((row) => Object.values(row)),
    close: () => database.drop(),
  }
}

interface Rule {
  readonly low: number
  readonly high: number
}

const modelNames = ['tab', 'vw', 'inc', 'mrg', 'app'] as const

function files(bench: Bench, { low, high }: Rule, more = ''): Record<string, string> {
  const added = "{% if is_incremental() %} where batch = {{ var('batch') }} {% endif %}"
  const config = (text: string) => `{{ config(${text}) }} select id, batch, qty, carrier`
  return {
    'dbt_project.yml': 'name: q\nversion: "1"\nprofile: q\nmodels: {q: {+on_rule_failure: quarantine}}\n',
    'profiles.yml': `q:\n  target: dev\n  outputs:\n    dev: ${bench.output}\n`,
    'models/m.yml': `sources:
  - {name: raw, schema: ${bench.schema}, tables: [{name: feed}, {name: log}, {name: carriers}]}
models:
${modelNames.map((name) => `  - name: ${name}\n    config: {meta: {data_quality_rules: *r}${more}}`).join('\n')}
`.replace(
      '*r',
      `&r [
        {type: value_range, column: qty, min_value: ${low}, max_value: ${high}, name: qty_range},
        {type: completeness, column: carrier, name: carrier_there},
        {type: referential_integrity, column: carrier, check_table: raw.carriers, foreign_key: code, name: known_carrier},
        {type: value_range, column: qty, max_value: 8, severity: warn, name: qty_high}]`,
    ),
    'models/tab.sql': `${config("materialized='table'")} from {{ source('raw', 'feed') }}`,
    'models/vw.sql': `${config("materialized='view'")} from {{ source('raw', 'feed') }} -- the end`,
    'models/inc.sql': `${config("materialized='incremental', unique_key='id', incremental_strategy='delete+insert'")} from {{ source('raw', 'feed') }} ${added}`,
    'models/mrg.sql': `${config("materialized='incremental', unique_key=['id'], incremental_strategy='merge'")} from {{ source('raw', 'feed') }} ${added}`,
    'models/app.sql': `${config("materialized='incremental', incremental_strategy='append'")} from {{ source('raw', 'log') }} ${added}`,
  }
}

function write(folder: string, texts: Record<string, string>): void {
  mkdirSync(join(folder, 'models'), { recursive: true })
  for (const [path, text] of Object.entries(texts)) writeFileSync(join(folder, path), text)
}

async function build(folder: string, options: Record<string, unknown> = {}): Promise<readonly RunResult[]> {
  const env = { ...process.env, SLUICE_HISTORY: 'off', SLUICE_DOCS: 'false' }
  return await call('run', { projectDir: folder, env, ...options }, [], ({ results }) => (results ?? []) as readonly RunResult[])
}

/** Numbers from 0 to `below`, the same for a seed. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const text = (rows: Rows): string[] => rows.map((row) => row.map(String).join('|')).sort()
const columns = 'id, batch, qty, carrier'

async function check(bench: Bench, { low, high }: Rule, results: readonly RunResult[]): Promise<void> {
  const known = new Set(text(await bench.query('select code from carriers')))
  const bad = (row: string): boolean => {
    const [, , qty = '', carrier = ''] = row.split('|')
    return Number(qty) < low || Number(qty) > high || carrier === 'null' || !known.has(carrier)
  }
  for (const name of modelNames) {
    const all = text(await bench.query(`select ${columns} from ${name === 'app' ? 'log' : 'feed'}`))
    const kept = text(await bench.query(`select ${columns} from ${name}`))
    const rejects = text(await bench.query(`select ${columns} from ${name}__rejects`))
    expect([...kept, ...rejects].sort(), `${name}: every row once, in one of the two`).toEqual(all)
    expect(
      rejects.filter((row) => !bad(row)),
      `${name}: what passes has come back`,
    ).toEqual([])
    if (name === 'tab' || name === 'vw') expect(kept.filter(bad), name).toEqual([])
    const told = results.find(({ unique_id }) => unique_id === `model.q.${name}`)
    expect(told?.quarantined?.rows, name).toBe(rejects.length)
    expect(told?.adapter_response.rows_quarantined).toBe(rejects.length)
  }
}

describe.each(['duckdb', 'postgres'] as const)('%s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'quarantine-'))
  let bench: Bench

  beforeAll(async () => {
    bench = engine === 'duckdb' ? await duckdb(folder) : await postgres()
    for (const table of ['feed', 'log'])
      await bench.query(`create table ${table} (id integer, batch integer, qty integer, carrier varchar)`)
    await bench.query("create table carriers as select 'a' as code")
  })

  afterAll(async () => {
    await bench.close()
    rmSync(folder, { recursive: true })
  })

  test('random batches under rules that change', async () => {
    const next = dice(engine === 'duckdb' ? 7 : 11)
    for (let batch = 1; batch <= 3; batch++) {
      const rule: Rule = { low: next(3), high: 6 + next(6) }
      write(folder, files(bench, rule))
      const rows = Array.from({ length: 30 }, () => {
        const carrier = ['a', 'b', 'c', null][next(4)] as string | null
        return `(${1 + next(60)}, ${batch}, ${next(12)}, ${carrier === null ? 'null' : `'${carrier}'`})`
      })
      const unique = [...new Map(rows.map((row) => [row.split(',')[0], row])).values()]
      await bench.query(`delete from feed where id in (${unique.map((row) => row.slice(1).split(',')[0]).join(', ')})`)
      await bench.query(`insert into feed values ${unique.join(', ')}`)
      await bench.query(`insert into log values ${rows.join(', ')}`)
      if (batch === 2) await bench.query("insert into carriers values ('b')")
      const results = await build(folder, { vars: { batch } })
      expect(results.map(({ status, message }) => `${status} ${status === 'success' ? '' : message}`)).toEqual(
        modelNames.map(() => 'success '),
      )
      await check(bench, rule, results)
    }
  })

  test('a row is rejected since its first time; a breaker stops a build before anything is replaced', async () => {
    const first = 'select min(_first_rejected_at) < min(_rejected_at), count(distinct _run_id) from'
    const rule: Rule = { low: 0, high: 6 }
    write(folder, files(bench, rule))
    await build(folder, { vars: { batch: 3 } })
    const [again] = await build(folder, { vars: { batch: 3 }, select: ['tab'] })
    expect(again?.message).toMatch(/; \d+ rows quarantined: \d+ \w+, \d+ \w+/)
    expect(text(await bench.query(`${first} tab__rejects`))).toEqual(['true|1'])
    const before = [await bench.query('select * from tab order by 1'), await bench.query('select * from tab__rejects order by 1')]
    const broken = files(bench, { low: 100, high: 200 }, ', circuit_breaker: {rejects: 10 %}')
    write(folder, broken)
    const results = await build(folder, { vars: { batch: 3 } })
    expect(results.map(({ error }) => error?.code)).toEqual(modelNames.map(() => 'BREAKER_OPEN'))
    expect(results[0]?.error?.message).toMatch(
      /was not built: \d+ of \d+ rows break rules \(.*\d+ qty_range.*\), 100 %; its circuit breaker lets 10 % pass/,
    )
    expect([await bench.query('select * from tab order by 1'), await bench.query('select * from tab__rejects order by 1')]).toEqual(before)
  })
})
