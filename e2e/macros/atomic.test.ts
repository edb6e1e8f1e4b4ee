// A build that fails or is killed leaves what was there: rows, columns, indexes and nothing beside them.
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { relationNames, rows } from './warehouse.js'

let made: Project
beforeEach(() => {
  made = project()
})
afterEach(() => made.remove())

async function build(expected: number, ...args: string[]): Promise<string> {
  const { code, text } = await made.sluice(['build', '--no-docs', ...args])
  expect(code, text).toBe(expected)
  return text
}

/** Binds, and fails when it runs. */
const failing = "select cast('x' || i as int) as n, 'new' as label from range(3) t(i)"
const good = "select i as n, 'old' as label from range(2) t(i)"

describe.each([
  ['a table', "{{ config(materialized='table', indexes=[{'columns': ['n']}]) }}\n", ['0 | old', '1 | old']],
  ['a table on a full refresh', "{{ config(materialized='incremental', unique_key='n') }}\n", ['0 | old', '1 | old']],
])('%s whose rebuild fails', (_name, config, kept) => {
  it('stays as it was', async () => {
    made.write({ 'models/m.sql': config + good })
    await build(0)
    made.write({ 'models/m.sql': config + failing })
    await build(1, '--full-refresh')
    expect(await rows(made.folder, 'select * from m')).toEqual(kept)
    expect(await relationNames(made.folder)).toEqual(['m'])
    made.write({ 'models/m.sql': config + good.replace('old', 'newer') })
    await build(0, '--full-refresh')
    expect(await rows(made.folder, 'select distinct label from m')).toEqual(['newer'])
  })
})

it.each(['append', 'delete+insert', 'merge'])('an incremental model stays as it was when %s fails', async (strategy) => {
  const config = `{{ config(materialized='incremental', unique_key='n', incremental_strategy='${strategy}', on_schema_change='sync_all_columns') }}\n`
  made.write({ 'models/m.sql': config + good })
  await build(0)
  // The columns have been changed by the time the hook fails.
  const hook = config.replace(') }}', ', post_hook="select cast(\'x\' || label as int) from {{ this }}") }}')
  made.write({ 'models/m.sql': `${hook}select i as n, 'new' as label, 1.5 as added from range(3) t(i)` })
  await build(1)
  expect(await rows(made.folder, 'select * from m')).toEqual(['0 | old', '1 | old'])
  expect(await relationNames(made.folder)).toEqual(['m'])
})

it('a table stays as it was when a hook behind it fails', async () => {
  made.write({ 'models/m.sql': `{{ config(materialized='table') }}\n${good}` })
  await build(0)
  made.write({ 'models/m.sql': `{{ config(materialized='table', post_hook="select * from nowhere") }}\nselect 7 as n` })
  await build(1)
  expect(await rows(made.folder, 'select * from m')).toEqual(['0 | old', '1 | old'])
})

it('a hook outside the transaction fails behind what is committed', async () => {
  made.write({
    'models/m.sql': `{{ config(materialized='table', post_hook={'sql': 'select * from nowhere', 'transaction': false}) }}\nselect 7 as n`,
  })
  await build(1)
  expect(await rows(made.folder, 'select * from m')).toEqual(['7'])
})

it('a snapshot stays as it was when its merge fails', async () => {
  const snapshot = (name: string, hook = '') =>
    `{% snapshot s %}{{ config(strategy='check', unique_key='n', check_cols='all'${hook}) }}select 1 as n, '${name}' as label{% endsnapshot %}`
  made.write({ 'snapshots/s.sql': snapshot('old') })
  await build(0)
  made.write({ 'snapshots/s.sql': snapshot('new', `, post_hook="select * from nowhere"`) })
  await build(1)
  expect(await rows(made.folder, 'select n, label, dbt_valid_to from s')).toEqual(['1 | old | null'])
})

it('a seed stays as it was when the new file does not load', async () => {
  made.write({ 'seeds/s.csv': 'id,label\n1,old\n' })
  await build(0)
  made.write({ 'seeds/s.csv': 'id,label\nnot a number,new\n' })
  await build(1)
  expect(await rows(made.folder, 'select * from s')).toEqual(['1 | old'])
})

describe('a killed build', () => {
  const endless = 'select count(*) as n from range(100000000000) t(i) where i % 7 = 3'
  const marks = { 'models/before.sql': "{{ config(materialized='table') }}\nselect 1 as a" }

  async function killDuring(files: Record<string, string>): Promise<void> {
    made.write(files)
    const child = made.start(['build', '--no-docs', '--threads', '1', '--log-level', 'debug'])
    let seen = ''
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        seen += chunk.toString()
        if (/range\(100000000000\)/.test(seen)) setTimeout(resolve, 300)
      })
      child.on('exit', () => resolve())
    })
    expect(child.exitCode, seen).toBe(null)
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  it('in the middle of a table leaves the old one, and the next build replaces it', async () => {
    made.write({ ...marks, 'models/m.sql': `{{ config(materialized='table') }}\n${good}` })
    await build(0)
    await killDuring({ 'models/m.sql': `{{ config(materialized='table') }}\n${endless}` })
    expect(await rows(made.folder, 'select * from m')).toEqual(['0 | old', '1 | old'])
    expect(await relationNames(made.folder)).toEqual(['before', 'm'])
    made.write({ 'models/m.sql': `{{ config(materialized='table') }}\nselect 3 as n` })
    await build(0)
    expect(await rows(made.folder, 'select * from m')).toEqual(['3'])
  })

  it.each(['delete+insert', 'merge'])('in the middle of %s leaves every old row', async (strategy) => {
    const config = (hook: string) =>
      `{{ config(materialized='incremental', unique_key='n', incremental_strategy='${strategy}', on_schema_change='append_new_columns'${hook}) }}\n`
    made.write({ 'models/m.sql': config('') + good })
    await build(0)
    await killDuring({
      'models/m.sql': `${config(`, post_hook="${endless}"`)}select i as n, 'new' as label, 2 as added from range(3) t(i)`,
    })
    expect(await rows(made.folder, 'select * from m')).toEqual(['0 | old', '1 | old'])
    made.write({ 'models/m.sql': `${config('')}select i as n, 'new' as label, 2 as added from range(3) t(i)` })
    await build(0)
    expect(await rows(made.folder, 'select * from m')).toEqual(['0 | new | 2', '1 | new | 2', '2 | new | 2'])
  })
})
