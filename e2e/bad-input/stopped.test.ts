import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import '../harness/with-page.js'
import { type Project, project } from '../harness/project.js'
import { ask, expectIntact, filesBelow, relations } from './intact.js'

let made: Project
beforeEach(() => {
  made = project({})
})
afterEach(() => made.remove())

const endless = 'select 2 as version, count(*) as n from range(400000000000) t(i) where i % 7 = 3\n'
const table = (sql: string) => `{{ config(materialized='table') }}\n${sql}`
const merged = (sql: string) => `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id') }}\n${sql}`
/** The first build is quick; the second never ends by itself, in the query that the merge reads. */
const endlessMerge = merged(
  'select 1 as id, 2 as version, {% if is_incremental() %}(select count(*) from range(400000000000) t(i) where i % 7 = 3){% else %}10{% endif %} as n\n',
)

async function stopDuring(
  args: readonly string[],
  statement: RegExp,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; text: string }> {
  const child = made.start([...args, '--log-level', 'debug', '--threads', '1'])
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += String(chunk)
    })
  const gone = once(child, 'exit')
  while (!statement.test(text) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10))
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(child.exitCode, text.slice(-2000)).toBe(null)
  child.kill(signal)
  const [code] = await gone
  return { code: code as number | null, text }
}

const cases = [
  {
    what: 'a table rebuild',
    first: table('select 1 as version, 10 as n\n'),
    second: table(endless),
    during: /create\s+table[\s\S]*range\(400000000000\)/,
  },
  {
    what: 'an incremental merge',
    first: merged('select 1 as id, 1 as version, 10 as n\n'),
    second: endlessMerge,
    during: /range\(400000000000\)/,
  },
] as const

describe.each(cases)('a stop in the middle of $what', ({ first, second, during }) => {
  const mended = {
    'models/big.sql': second.includes('incremental')
      ? merged('select 1 as id, 3 as version, 30 as n\n')
      : table('select 3 as version, 30 as n\n'),
  }

  beforeEach(async () => {
    made.write({ 'models/big.sql': first, 'models/after.sql': "select * from {{ ref('big') }}\n" })
    expect((await made.sluice(['build'])).code).toBe(0)
    made.write({ 'models/big.sql': second })
  })

  const oldTableStands = () => {
    expect(ask(made, 'select version, n::int from big')).toEqual([[1, 10]])
    expect(ask(made, 'select version, n::int from after')).toEqual([[1, 10]])
    expect(relations(made)).toEqual(['after', 'big'])
  }

  it.each(['build', 'retry'])('by kill -9 leaves the old table; %s goes on and leaves nothing behind', async (command) => {
    const { text } = await stopDuring(['build'], during, 'SIGKILL')
    expectIntact(made, { text })
    oldTableStands()
    made.write(mended)
    const next = await made.sluice([command])
    expect(next.code, next.text).toBe(0)
    expectIntact(made, next)
    expect(ask(made, 'select version, n::int from after')).toEqual([[3, 30]])
    expect(relations(made)).toEqual(['after', 'big'])
    expect(filesBelow(made, '.').filter((file) => /\.wal$/.test(file))).toEqual([])
  })

  it('by Ctrl-C cancels the query, keeps the old table, writes run_results and exits 1', async () => {
    const { code, text } = await stopDuring(['build'], during, 'SIGINT')
    expect(code, text.slice(-2000)).toBe(1)
    expectIntact(made, { text })
    oldTableStands()
    const { results } = made.json<{ results: { unique_id: string; status: string }[] }>('target/run_results.json')
    expect(results.map(({ unique_id, status }) => [unique_id, status])).toEqual([
      ['model.shop.big', 'error'],
      ['model.shop.after', 'skipped'],
    ])
    made.write(mended)
    expect((await made.sluice(['retry'])).code).toBe(0)
    expect(ask(made, 'select version, n::int from after')).toEqual([[3, 30]])
  })
})
