import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../harness/project.js'
import { type Example, sqliteExample, whyNoSqlite } from './sqlite.js'
import { conforms } from './suite.js'

const missing = whyNoSqlite()
let example: Example | undefined
const made = () => {
  example ??= sqliteExample()
  return example
}
afterAll(() => example?.remove())

conforms({
  name: 'sqlite, the example adapter,',
  missing,
  output: async () => JSON.stringify({ type: 'sqlite', adapter: made().folder, path: 'shop.sqlite' }),
})

describe.skipIf(missing !== undefined)(`the example project${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  beforeAll(() => {
    folder = made().project
  })

  it('builds, and builds again on what is there', async () => {
    for (const day of [1, 2]) {
      const { code, text } = await run(['build'], folder)
      expect([day, code, text.match(/Done\..*/)?.[0]]).toEqual([day, 0, 'Done. PASS=12 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=12'])
    }
    const { stdout } = await run(['show', '--select', 'customers', '--output', 'json', '--quiet'], folder)
    expect(JSON.parse(stdout).show).toEqual([
      { customer: 'Ann', orders: 2, amount: 42.5, days_between: 2 },
      { customer: 'Bob', orders: 1, amount: 7.25, days_between: 0 },
      { customer: 'Cléo "C"', orders: 1, amount: 4.75, days_between: 0 },
    ])
  })

  it('places an error in the template', async () => {
    const model = join(folder, 'models', 'customers.sql')
    const text = readFileSync(model, 'utf8')
    writeFileSync(model, text.replace('sum(amount)', 'sum(amuont)'))
    const outcome = await run(['run', '--select', 'customers'], folder)
    writeFileSync(model, text)
    expect(outcome.code).toBe(1)
    expect(outcome.text).toContain('SQL_UNKNOWN_COLUMN  models/customers.sql:6:9')
  })

  it('is told where it does otherwise than the suite expects', async () => {
    const macros = join(made().folder, 'macros', 'functions.sql')
    const text = readFileSync(macros, 'utf8')
    writeFileSync(macros, text.replace('instr(', '1 + instr('))
    const outcome = await run(['debug', '--conformance', '--cases', 'function.position', 'function.right'], folder)
    writeFileSync(macros, text)
    expect(outcome.code).toBe(1)
    expect(outcome.text).toMatch(/FAIL {2}function\.position +\d\.\d\d s {2}the answer: "4", expected "3"/)
    expect(outcome.text).toContain('1 passed, 1 failed, 0 skipped')
  })

  it('is found as an installed package', async () => {
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(made().folder, join(folder, 'node_modules', 'sluice-adapter-sqlite'))
    const profiles = readFileSync(join(folder, 'profiles.yml'), 'utf8').replace(/ +adapter:.*\n/, '')
    writeFileSync(join(folder, 'profiles.yml'), profiles)
    const { code, text } = await run(['debug'], folder)
    expect([code, text.includes('adapter type: sqlite')]).toEqual([0, true])
  })

  it('passes the test it comes with', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--test', 'test/'], { cwd: made().folder })
    expect(stdout).toMatch(/# pass 1\n# fail 0/)
  })
})
