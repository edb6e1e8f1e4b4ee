// A short form of scripts/publish/kill.mjs: killed in the middle of building, testing and swapping, nobody sees a table that is missing, half done or untested.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { postgresDatabase } from '../harness/postgres.js'
import { root, tool } from '../harness/project.js'

async function kills(engine: string, more: readonly string[] = []): Promise<string> {
  const script = join(root, 'scripts/publish/kill.mjs')
  const run = promisify(execFile)(process.execPath, [script, '--engine', engine, '--kills', '3', ...more], {
    env: { ...process.env, SLUICE_BIN: tool },
  })
  const { stdout } = await run.catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }))
  return stdout
}

it('shows old or new tables after kills: DuckDB', async () => expect(await kills('duckdb')).toMatch(/, 0 problems,/), 120_000)

it('shows old or new tables after kills: PostgreSQL, to a reader who never stops', async () => {
  const database = await postgresDatabase()
  const { host, port, user, password, dbname } = database
  const server = ['--server', JSON.stringify({ host, port, user, password, dbname })]
  expect(await kills('postgres', server)).toMatch(/, 0 problems,/)
  await database.drop()
}, 120_000)

it(
  'would say so if it were otherwise',
  async () => expect(await kills('duckdb', ['--control', '--kills', '2'])).toMatch(/rows that its tests refuse/),
  120_000,
)
