// Python models: what they read and give back, incremental ones, their errors by line, and processes that end.
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, type Project, project } from '../harness/project.js'

const python = process.env.SLUICE_PYTHON ?? 'python3'

/** Why the tests cannot run, if so. */
const missing = ((): string | undefined => {
  try {
    execFileSync(python, ['-c', 'import duckdb'], { stdio: 'ignore' })
    return undefined
  } catch {
    return `skipped: ${python} has no package duckdb (SLUICE_PYTHON names another Python)`
  }
})()
if (missing) console.warn(missing)

const files = {
  'seeds/raw.csv': 'id,name\n1,a\n2,b\n',
  'models/base.sql': `{{ config(materialized='table', pre_hook="create or replace temp table t as select 1") }}
select id, name, 170141183460469231731687303715884105::hugeint + id as big, 'a'::enum('a', 'b') as letter,
  interval (id) day + interval 3 microsecond as gap, {'n': id} as nested, [id] as list, id % 2 = 0 as even
from {{ ref('raw') }}`,
  'models/models.yml': `
models:
  - {name: typed, config: {meta: {owner: me}, pre_hook: "insert into {{ ref('raw') }} values (9, 'z')"}}
  - {name: added, config: {materialized: incremental, unique_key: id}}
`,
  'models/typed.py': `# a comment first
from here import twice


def model(dbt, session):
    dbt.config(materialized="table", packages=["duckdb"], factor=3)
    print("made by", dbt.config.meta_get("owner"), dbt.this.identifier, dbt.config.get("factor"))
    own = session.sql("select 1 as one")
    rows = dbt.ref("base")
    hooked = session.execute("select max(id) from main.raw").fetchone()[0]
    return session.sql(f"select rows.*, id * {twice(2)} as more, {hooked} as hooked from rows, own")
`,
  'models/added.py': `def model(dbt, session):
    rows = dbt.ref("typed").project("id, name")
    if dbt.is_incremental:
        top = session.sql(f"select max(id) from {dbt.this}").fetchone()[0]
        rows = session.sql(f"select id + {top} - 1 as id, 'later' as name from rows")
    return rows
`,
  'models/file.py': `def model(dbt, session):
    dbt.config(materialized="external", location="file.csv")
    return dbt.ref("typed").project("id, hooked")
`,
  'lib/here.py': 'def twice(n):\n    return n * 2\n',
  'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2, module_paths: [lib]}\n',
}

const failing = {
  'models/divides.py': `def part(n):
    return 1 / n


def model(dbt, session):
    return part(0)
`,
  'models/sleeps.py': `import os, time


def model(dbt, session):
    dbt.config(materialized="table", timeout=1)
    open("pid", "w").write(str(os.getpid()))
    time.sleep(600)
`,
  'models/looks.py': `def model(dbt, session):
    dbt.config(materialized="view")
    return session.sql("select 1")
`,
}

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sluice-python-'))

describe.skipIf(missing)('Python models', () => {
  let shop: Project
  let first: Outcome
  let before: readonly string[]
  const env = { SLUICE_PYTHON: python }
  beforeAll(async () => {
    before = leftovers()
    shop = project(files)
    first = await shop.sluice(['build', '--profiles-dir', '.'], env)
  })
  afterAll(() => shop.remove())

  it('see what their parents and hooks made, and give exact types back', async () => {
    expect(first.text).toMatch(/OK created python table model main\.typed .* \[OK/)
    expect(first.stdout).toContain('made by me typed 3')
    const { code, stdout } = await shop.sluice([
      'show',
      '--inline',
      `select *, typeof(big) t1, typeof(letter) t2, typeof(gap) t3, (select string_agg(id::text, ',' order by id) from {{ ref('file') }}) ids from {{ ref('typed') }} where id = 1`,
      '--output',
      'json',
    ])
    expect(code).toBe(0)
    const { show } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { show: unknown[] }
    expect(show[0]).toMatchObject({
      id: 1,
      big: '170141183460469231731687303715884106',
      gap: '1 day 00:00:00.000003',
      list: '[1]',
      even: false,
      more: 4,
      hooked: 9,
      t1: 'HUGEINT',
      t2: "ENUM('a', 'b')",
      t3: 'INTERVAL',
      ids: '1,2',
    })
    expect(shop.exists('target/run/shop/models/typed.py')).toBe(true)
  })

  it('add to themselves; fail by line; end with their timeout, and nothing is left', async () => {
    shop.write(failing)
    const { code, stdout, text } = await shop.sluice(['build', '--profiles-dir', '.'], env)
    expect(code).toBe(1)
    expect(text).toContain('OK created python incremental model main.added')
    expect(text).toMatch(/PYTHON_MODEL_FAILED {2}models\/divides\.py:2:1/)
    expect(stdout).toMatch(/File "models\/divides\.py", line 6, in model[\s\S]*ZeroDivisionError: division by zero/)
    expect(stdout).not.toContain('runner.py')
    expect(text).toContain('NODE_TIMEOUT  models/sleeps.py')
    expect(text).toContain('Materialization "materialization_view_default" only supports languages [\'sql\']; got "python"')
    expect(() => process.kill(Number(shop.read('pid')), 0)).toThrow()
    expect(leftovers()).toEqual(before)
    const { stdout: rows } = await shop.sluice([
      'show',
      '--inline',
      "select string_agg(id || name, ',' order by id) all_rows from {{ ref('added') }}",
    ])
    expect(rows).toContain('1a,2later,3later')
  })
})

it('a Python model without a Python is a coded error', async () => {
  const shop = project({ 'models/m.py': 'def model(dbt, session):\n    return session.sql("select 1")\n' })
  const { code, text } = await shop.sluice(['run'], { SLUICE_PYTHON: '/no/such/python' })
  shop.remove()
  expect(code).toBe(1)
  expect(text).toContain('PYTHON_MISSING  models/m.py:1:1')
})
