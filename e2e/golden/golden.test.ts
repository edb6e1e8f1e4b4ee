// What each dialect gets for the whole ticket project, in files people have read: see docs/warehouses.md. A change here is a
// change of what warehouses are sent: read it, then write the files anew with SLUICE_WRITE_GOLDEN=1.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute, type Outcome, type TicketsProject, TOOL, ticketsProject } from '../tickets/project.js'

const HERE = dirname(fileURLToPath(import.meta.url))
const WRITE = process.env.SLUICE_WRITE_GOLDEN !== undefined
// Servers without a login are never asked; DuckDB needs none, so it is told not to.
const TARGETS = { duckdb: ['--offline'], postgres: [], timescale: [], snowflake: [] } as const
// Nothing of the project is a hypertable: TimescaleDB gets what PostgreSQL gets.
const folderOf = (target: string): string => join(HERE, target === 'timescale' ? 'postgres' : target)

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()

/** Temporary tables are named by the time of day, so that runs at the same moment keep apart. */
const steady = (sql: string): string => sql.replace(/(__dbt_tmp)\d{9,}/g, '$1')

/** By path of the model; what one properties file defines (tests, snapshots) is one file, as it is for its author. */
function written(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const path of filesBelow(folder)) {
    const text = steady(readFileSync(join(folder, path), 'utf8'))
    const [, properties, name] = /^(.*?\.yml)\/(.+)$/.exec(path) ?? []
    const file = properties === undefined ? path.replace(/(\.sql|\.csv)?$/, '.sql') : `${properties}.sql`
    found[file] =
      properties === undefined
        ? text
        : `${found[file] === undefined ? '' : `${found[file]}\n\n`}-- ${name?.replace(/^.*\//, '').replace('.sql', '')}\n${text}`
  }
  return found
}

describe.each(Object.entries(TARGETS))('the tickets on %s', (target, flags) => {
  let project: TicketsProject
  let outcome: Outcome
  beforeAll(async () => {
    project = ticketsProject({ data: false })
    outcome = await execute(TOOL, ['compile', '--target', target, ...flags], project.dir)
  })
  afterAll(() => project.remove())

  it('compile without asking anybody', () => {
    expect(outcome.code, outcome.output).toBe(0)
    expect(outcome.output.match(/No warehouse is asked .*/g)).toHaveLength(1)
  })

  it('become the SQL that was read', () => {
    const got = written(join(project.dir, 'target', 'run', 'carrier_tickets'))
    const folder = folderOf(target)
    if (WRITE && target !== 'timescale') {
      rmSync(folder, { recursive: true, force: true })
      for (const [path, text] of Object.entries(got)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
    }
    const wanted = existsSync(folder)
      ? Object.fromEntries(filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
      : {}
    expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort())
    for (const [path, text] of Object.entries(got)) expect(text, path).toBe(wanted[path])
  })
})
