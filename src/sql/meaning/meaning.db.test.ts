// Random queries on a real DuckDB: written otherwise they mean and answer the same, and what answers differently never means the same.
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, expect, it } from 'vitest'
import { loadPolyglot, type PolyglotParser } from '../polyglot/parse.js'
import type { Catalog } from '../resolve/model.js'
import { QueryMaker, randomOf, tables } from '../testdata/random-query.js'
import { mayApply, otherMeaning, sameMeaning } from '../testdata/rewrite.js'
import { type Meaning, meaningOf } from './meaning.js'

/** SLUICE_RANDOM_QUERIES asks for more than the usual. */
const count = Number(process.env.SLUICE_RANDOM_QUERIES ?? 12)
const first = Number(process.env.SLUICE_RANDOM_SEED ?? 1)

const catalog: Catalog = {
  relation: (path) => {
    const name = path.at(-1)?.text.toLowerCase() ?? ''
    const columns = tables[name]
    return columns ? { key: name, columns: columns.map((text) => ({ text, quoted: false })) } : 'missing'
  },
}

let parse: PolyglotParser
let connection: DuckDBConnection
beforeAll(async () => {
  parse = await loadPolyglot()
  connection = await (await DuckDBInstance.create(':memory:')).connect()
  const random = randomOf(7)
  for (const schema of schemas) {
    await connection.run(`create schema ${schema}`)
    for (const [table, columns] of Object.entries(tables)) {
      const row = () => `(${columns.map(() => (random() < 0.1 ? 'null' : Math.floor(random() * 5))).join(', ')})`
      await connection.run(`create table ${schema}.${table} (${columns.map((each) => `${each} int`).join(', ')})`)
      await connection.run(`insert into ${schema}.${table} values ${Array.from({ length: 9 }, row).join(', ')}`)
    }
  }
})

const schemas = ['one', 'two', 'three']

function meaning(sql: string): Meaning | undefined {
  const parsed = parse(sql, 'duckdb')
  const query = 'queries' in parsed ? parsed.queries[0] : undefined
  return query && meaningOf(query, 'duckdb', catalog)
}

/** Rows as text, in whatever order; undefined where DuckDB refuses the query. */
async function answers(sql: string): Promise<string | undefined> {
  const out: string[] = []
  for (const schema of schemas) {
    await connection.run(`use ${schema}`)
    try {
      const rows = (await connection.runAndReadAll(sql)).getRows()
      out.push(
        rows
          .map((row) => row.map(String).join())
          .sort()
          .join(';'),
      )
    } catch {
      return undefined
    }
  }
  return out.join('\n')
}

it('mean the same where only the writing differs, and never where the answers do', async () => {
  const done = { known: 0, same: 0, other: 0, equal: 0 }
  for (let seed = first; done.known < count && seed < first + count * 9; seed++) {
    const sql = new QueryMaker(randomOf(seed)).make()
    const own = meaning(sql)
    if (!own?.rows) continue
    done.known++
    await written(sql, own, seed, done)
    await changed(sql, own, seed, done)
  }
  // Otherwise nothing was tried at all.
  expect(done.known).toBe(count)
  expect(done.same).toBeGreaterThan(count)
  expect(done.other).toBeGreaterThan(count)
  if (count > 100) console.info(done)
}, 3_600_000)

type Done = Record<'known' | 'same' | 'other' | 'equal', number>

async function written(sql: string, own: Meaning, seed: number, done: Done): Promise<void> {
  const random = randomOf(seed * 31)
  for (let round = 0; round < 2; round++) {
    let text = sql
    const names = Object.keys(sameMeaning).filter(() => random() < 0.4)
    // Those that look for the maker's own spelling come before those that spoil it.
    for (const name of names.sort((a, b) => rank(a) - rank(b))) if (mayApply(name, text)) text = sameMeaning[name]?.(text, random) ?? text
    if (text === sql) continue
    const found = meaning(text)
    expect({ rows: found?.rows, columns: found?.columns }, `${names.join(', ')}\n${sql}\n${text}\n${found?.reason}`).toEqual({ ...own })
    if (seed % 5 === 0) expect(await answers(text), `${sql}\n${text}`).toEqual(await answers(sql))
    done.same++
  }
}

const late = ['names of queries and tables', 'keywords', 'spaces and comments']

function rank(name: string): number {
  return late.indexOf(name) + 1
}

async function changed(sql: string, own: Meaning, seed: number, done: Done): Promise<void> {
  const random = randomOf(seed * 37)
  const before = await answers(sql)
  const names = Object.keys(otherMeaning).filter(() => random() < 0.35)
  for (const name of names) {
    const text = otherMeaning[name]?.(sql, random) ?? sql
    if (text === sql) continue
    const found = meaning(text)
    const same = found?.rows === own.rows && JSON.stringify(found.columns) === JSON.stringify(own.columns)
    const after = await answers(text)
    if (after === undefined) continue
    if (same) {
      expect(after, `${name} was missed\n${sql}\n${text}`).toEqual(before)
      done.equal++
    } else if (after !== before) done.other++
  }
}
