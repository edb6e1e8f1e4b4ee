import { once } from 'node:events'
import { expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { project } from '../harness/project.js'
import { conforms } from './suite.js'

let database: PostgresDatabase | undefined

conforms({
  name: 'postgres',
  async output() {
    database = await postgresDatabase()
    return database.output()
  },
  stop: async () => await database?.drop(),
})

it('leaves neither schemas nor statements after Ctrl-C, whenever that comes', async () => {
  const own = await postgresDatabase()
  const shop = project({ 'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${own.output()}\n` })
  const child = shop.start(['debug', '--conformance'])
  const building = "select 1 from pg_namespace where nspname like 'sluice_conformance%'"
  const ended = once(child, 'exit')
  while ((await own.query(building)).length === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50))
  child.kill('SIGINT')
  await ended
  expect(child.exitCode).not.toBe(0)
  expect(await own.query(building)).toEqual([])
  const others = `select query from pg_stat_activity where datname = '${own.dbname}' and pid <> pg_backend_pid()`
  expect(await own.query(others)).toEqual([])
  shop.remove()
  await own.drop()
})
