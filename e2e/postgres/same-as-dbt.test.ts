// Builds of one rich project, and what they leave in the database: relations, rows, types, indexes, constraints, comments,
// grants, statuses. dbt was asked once: its answers are testdata/dbt-answers.txt, made by this test run on dbt itself
// (SLUICE_BIN=dbt SLUICE_BUILT=1 npx vitest run --project e2e e2e/postgres/same-as-dbt.test.ts -u).
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, projectAt, root } from '../harness/project.js'
import { held } from './warehouse.js'

const testdata = join(root, 'e2e', 'postgres', 'testdata')
let database: PostgresDatabase
let project: Project

beforeAll(async () => {
  database = await postgresDatabase()
  await createRoles(database)
  const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
  cpSync(join(testdata, 'project'), folder, { recursive: true })
  project = projectAt(folder)
  project.write({ 'profiles.yml': `bench:\n  target: dev\n  outputs:\n    dev: ${database.output({ schema: 'Bench', threads: 4 })}\n` })
})
afterAll(async () => {
  project.remove()
  await database.drop()
})

/** Roles belong to the whole server. */
async function createRoles({ query }: PostgresDatabase): Promise<void> {
  for (const role of ['sluice_reader', 'sluice_writer'])
    await query(`do $$ begin create role ${role}; exception when duplicate_object or unique_violation then null; end $$`)
}

const days = ['--event-time-start', '2024-01-01', '--event-time-end', '2024-01-06']
const steps: readonly (readonly [string, object, readonly string[]])[] = [
  ['first', {}, []],
  ['next day', { day: 1, changed: 2, gone: 1, wide: true, other_indexes: true }, []],
  ['all back', { day: 2, wide: true, other_indexes: true }, []],
  ['full refresh', { day: 3 }, ['--full-refresh']],
]

it('has every macro of dbt-postgres, with its parameters', () => {
  const folder = join(root, 'src', 'adapters', 'postgres', 'macros')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'))
  const ours = files.map((path) => readFileSync(join(folder, path), 'utf8')).join('')
  const wanted = readFileSync(join(testdata, 'dbt-macros.txt'), 'utf8').trim().split('\n')
  expect(wanted.length).toBeGreaterThan(50)
  expect(wanted.filter((signature) => !ours.includes(`macro ${signature}`))).toEqual([])
})

it('leaves in the database what dbt leaves, build after build', { timeout: 600_000 }, async () => {
  const answers: Record<string, unknown> = {}
  for (const [name, vars, flags] of steps) {
    const { text } = await project.sluice(['build', '--vars', JSON.stringify(vars), ...flags, ...days])
    answers[name] = { statuses: project.exists('target/run_results.json') ? statuses() : text, ...(await held(database)) }
  }
  await expect(`${JSON.stringify(answers, null, 2)}\n`).toMatchFileSnapshot(join(testdata, 'dbt-answers.txt'))
})

function statuses(): Record<string, string> {
  const { results } = project.json<{ results: Result[] }>('target/run_results.json')
  const shown = results.map(({ unique_id, status, failures }) => [unique_id, failures ? `${status} ${failures}` : status] as const)
  return Object.fromEntries(shown.sort())
}

interface Result {
  readonly unique_id: string
  readonly status: string
  readonly failures: number | null
}
