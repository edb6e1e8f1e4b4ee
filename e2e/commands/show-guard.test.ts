// SQL typed behind `show` asks; what would change the warehouse is refused where it stands.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'

let made: Project
beforeAll(async () => {
  made = project({ 'models/kept.sql': "{{ config(materialized='table') }} select 1 as id" })
  await made.sluice(['run', '--quiet'])
})
afterAll(() => made.remove())

it('refuses to write, by template and as sent, and leaves the warehouse as it was', async () => {
  const typed = await made.sluice(['show', '--inline', "select 1;\n  drop table {{ ref('kept') }}"])
  expect(typed).toMatchObject({ code: 2 })
  expect(typed.stdout + typed.stderr).toMatch(/SHOW_NOT_READ_ONLY\s+\S*inline_query:2:3[\s\S]*drop[\s\S]*run-operation/)
  const sent = await made.sluice(['show', '--inline-direct', 'with x as (select 2 as id) insert into kept select * from x'])
  expect(sent).toMatchObject({ code: 2 })
  expect(sent.stdout + sent.stderr).toMatch(/SHOW_NOT_READ_ONLY\s+inline SQL:1:28/)
  expect((await made.sluice(['show', '-q', '--inline-direct', 'from kept'])).stdout).toBe('| id |\n| -- |\n|  1 |\n')
})
