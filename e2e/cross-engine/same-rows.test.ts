// The same feed on every warehouse: each relation has the same columns, of the same types, with the same rows, after a full load
// and after each of three more days.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whyNoSnowflake } from '../harness/snowflake.js'
import { duckdb, type Engine, postgres, snowflake } from './engines.js'

const MINUTES = 240_000
const FEED = ['--rows', '600', '--days', '3']
const STEPS = ['days 1 to 3', 'day 4', 'day 5', 'day 6']
const RELATIONS_ONLY = ['--quiet', '--threads', '4', '--resource-type', 'model', '--resource-type', 'snapshot']
// Master data stay as the first build loads them.
const SEEDS_TOO = ['--resource-type', 'seed']
const noSnowflake = whyNoSnowflake()

interface Node {
  readonly resource_type: string
  readonly alias: string
  readonly config: { readonly materialized: string }
}

async function fingerprints(engine: Engine): Promise<Record<string, string>> {
  const manifest = JSON.parse(readFileSync(engine.compiled('manifest.json'), 'utf8')) as { nodes: Record<string, Node> }
  const built = Object.values(manifest.nodes).filter(({ resource_type }) => ['model', 'seed', 'snapshot'].includes(resource_type))
  const found: Record<string, string> = {}
  for (const { alias } of built.sort((a, b) => (a.alias < b.alias ? -1 : 1))) {
    const { columns, rows } = await engine.read(alias)
    const hash = createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16)
    found[alias] = `${rows.length} rows ${hash} (${columns.join(', ')})`
  }
  return found
}

async function step(engine: Engine, number: number): Promise<Record<string, string>> {
  const loaded = await engine.load(...FEED, ...(number === 0 ? [] : ['--day', String(3 + number)]))
  expect(loaded.code, loaded.output).toBe(0)
  const built = await engine.build(...RELATIONS_ONLY, ...(number === 0 ? SEEDS_TOO : []))
  expect(built.code, built.output).toBe(0)
  return await fingerprints(engine)
}

describe(`the tickets on every warehouse${noSnowflake ? ` (Snowflake ${noSnowflake})` : ''}`, () => {
  const engines: Engine[] = []
  let before: Record<string, string> = {}
  beforeAll(async () => {
    engines.push(duckdb(), await postgres())
    if (noSnowflake === undefined) engines.push(await snowflake())
  }, MINUTES)
  afterAll(async () => {
    for (const engine of engines) await engine.close()
  })

  it.each(STEPS.map((name, index) => [name, index] as const))(
    'have the same rows after %s',
    async (_name, index) => {
      const [own, ...others] = await Promise.all(engines.map((engine) => step(engine, index)))
      for (const [at, other] of others.entries()) expect(other, engines[at + 1]?.name).toEqual(own)
      expect(Object.keys(own ?? {})).toHaveLength(19)
      // Each day adds tickets and changes the day's figures; else nothing would be compared.
      for (const name of ['tickets', 'int_ticket_days', 'fuel_type_daily', 'exec_kpis']) expect(own?.[name]).not.toEqual(before[name])
      before = own ?? {}
    },
    MINUTES,
  )

  it(
    'pass the same tests',
    async () => {
      const outcomes = await Promise.all(engines.map((engine) => engine.build('--resource-type', 'test', '--resource-type', 'unit_test')))
      const summaries = outcomes.map(({ output }) => /Done\. .*/.exec(output)?.[0])
      expect(summaries[0]).toMatch(/ERROR=0 SKIP=0/)
      for (const [at, { output }] of outcomes.entries()) expect(summaries[at], output).toBe(summaries[0])
    },
    MINUTES,
  )
})
