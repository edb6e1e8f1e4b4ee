import { afterEach, expect, it } from 'vitest'
import '../harness/with-page.js'
import { type Project, project } from '../harness/project.js'
import { expectIntact } from './intact.js'

const files = {
  'models/a.sql': 'select 1 as id\n',
  'models/b.sql': "select *\nfrom {{ ref('a') }}\n",
  'models/c.sql': "{{ config(materialized='table') }}\nselect * from {{ ref('b') }}\n",
  'models/d.sql': "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('a') }}\n",
  'models/e.sql': "select * from {{ ref('d') }}\n",
}

let made: Project
afterEach(() => made.remove())

it('a parent that nobody built is told before any SQL of the run, with the command that builds it', async () => {
  made = project(files)
  const outcome = await made.sluice(['build', '--select', 'b+', '--log-level', 'debug', '--threads', '1'])
  expect(outcome.code).toBe(1)
  expectIntact(made, outcome)
  expect(outcome.text).not.toMatch(/create\s+(or replace\s+)?(view|table)/i)
  const shown = outcome.text.slice(outcome.text.indexOf('✗')).replace(/Lineage page[\s\S]*/, '')
  expect(shown.slice(0, shown.indexOf('Done.')).trim()).toMatchInlineSnapshot(`
    "✗ PARENT_NOT_BUILT  models/b.sql:2:14
        1 │ select *
        2 │ from {{ ref('a') }}
          │              ^ b reads model a, which was never built: "shop"."main"."a" does not exist
        expected  a in the selection, or built before
        hint      build it too, or defer to an environment that has it (--defer --state DIR)
        next      sluice build --select +b+ · sluice explain PARENT_NOT_BUILT"
  `)
  const results = made.json<{ results: { unique_id: string; status: string }[] }>('target/run_results.json').results
  expect(results.map(({ unique_id, status }) => `${unique_id} ${status}`)).toEqual(['model.shop.b error', 'model.shop.c skipped'])
  const next = /next +sluice (.*?) ·/.exec(outcome.text)?.[1] ?? ''
  expect(next).toBe('build --select +b+')
  expect(await made.sluice(next.split(' '))).toMatchObject({ code: 0 })
  expect(await made.sluice(['build', '--select', 'b'])).toMatchObject({ code: 0 })
})

it('a parent behind an ephemeral model is seen too', async () => {
  made = project(files)
  const { code, text } = await made.sluice(['run', '--select', 'e'])
  expect(code).toBe(1)
  expect(text).toContain('e reads model a, which was never built')
  expect(text).toContain('next      sluice build --select +e+')
})
