// A run opens the driver of its own warehouse and of no other, and commands that need none open none.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, type Project, project, root } from '../harness/project.js'

const drivers = ['@duckdb/node-api', 'pg', 'snowflake-sdk']
const register = pathToFileURL(join(root, 'e2e', 'harness', 'import-log', 'register.mjs')).href
// Nothing listens on port 1: the driver is opened, the warehouse is not.
const profiles = `
shop:
  target: duck
  outputs:
    duck: {type: duckdb, path: shop.duckdb}
    post: {type: postgres, host: 127.0.0.1, port: 1, user: u, password: p, dbname: d, schema: s, connect_timeout: 2}
    snow: {type: snowflake, host: 127.0.0.1, port: 1, protocol: http, account: a, user: u, password: p, database: d, schema: s, connect_retries: 0}
`

describe('drivers', () => {
  let shop: Project
  beforeAll(() => {
    shop = project({ 'profiles.yml': profiles, 'models/orders.sql': 'select 1 as id' })
  })
  afterAll(() => shop.remove())

  async function opened(
    args: readonly string[],
    missing = '',
  ): Promise<{ readonly outcome: Outcome; readonly drivers: readonly string[] }> {
    const log = join(shop.folder, 'imports.log')
    rmSync(log, { force: true })
    const outcome = await shop.sluice(args, {
      NODE_OPTIONS: `--import=${register}`,
      SLUICE_IMPORT_LOG: log,
      SLUICE_IMPORT_MISSING: missing,
    })
    const names = new Set(existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [])
    return { outcome, drivers: drivers.filter((driver) => names.has(driver)) }
  }

  it.each([
    [['build'], 0, ['@duckdb/node-api']],
    [['parse', '--target', 'snow', '--no-partial-parse'], 0, []],
    [['list', '--target', 'post'], 0, []],
    [['debug', '--target', 'post'], 1, ['pg']],
    [['debug', '--target', 'snow'], 1, ['snowflake-sdk']],
  ])('%j', async (args, code, expected) => {
    const { outcome, drivers: found } = await opened(args)
    expect({ code: outcome.code, found }, outcome.text).toEqual({ code, found: expected })
    expect(outcome.stderr).not.toMatch(/Warning/)
  })

  it('that are missing are told with the command that installs them', async () => {
    const { outcome } = await opened(['run', '--target', 'snow'], 'snowflake-sdk')
    expect(outcome.code).not.toBe(0)
    expect(outcome.text).toContain('ADAPTER_DRIVER_MISSING')
    expect(outcome.text).toContain('npm install snowflake-sdk@')
    expect(outcome.text).not.toMatch(/\bat .*\.js:\d+/)
  })
})
