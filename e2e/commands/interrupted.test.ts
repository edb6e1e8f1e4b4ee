import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { shop } from './shop.js'

const slow = "{{ config(materialized='table') }}\nselect count(*) as n from range(400000000000) t(i) where i % 7 = 3\n"
const after = "{{ config(materialized='table') }}\nselect * from {{ ref('slow') }}\n"

interface Results {
  readonly results: readonly { readonly unique_id: string; readonly status: string }[]
}

function statuses(made: Project): Record<string, string> {
  return Object.fromEntries(
    made.json<Results>('target/run_results.json').results.map(({ unique_id, status }) => [unique_id.split('.')[2], status]),
  )
}

/** Starts a run and waits until the slow model is on its way. */
async function started(made: Project): Promise<{ child: ReturnType<Project['start']>; output: () => string }> {
  const child = made.start(['run', '--threads', '1', '--log-format', 'json', '--log-level', 'debug'])
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
  })
  while (!/"msg":"1 of \d START[^"]*slow|"msg":"\d of \d START[^"]*main.slow/.test(text))
    await new Promise((resolve) => setTimeout(resolve, 50))
  await new Promise((resolve) => setTimeout(resolve, 300))
  return { child, output: () => text }
}

describe('a run that is stopped', () => {
  let made: Project
  beforeAll(async () => {
    made = project({ ...shop, 'models/slow.sql': slow, 'models/after.sql': after })
    await made.sluice(['seed'])
  })
  afterAll(() => made.remove())

  it('once: cancels the query, skips the rest, writes what it knows and exits 1', async () => {
    const { child, output } = await started(made)
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(1)
    expect(output()).toContain('Exited because of keyboard interrupt')
    expect(output()).toMatch(/the run was cancelled while slow ran[^}]*next {6}sluice retry/)
    expect(output()).not.toContain('in macro')
    expect(statuses(made)).toMatchObject({ slow: 'error', after: 'skipped' })
  })

  it('by its timeout: the node fails, and what does not need it goes on', async () => {
    made.write({ 'models/slow.sql': `{{ config(timeout='300ms') }}${slow}` })
    const { code, text } = await made.sluice(['run', '--select', 'slow+', 'stg_orders', '--threads', '1'])
    made.write({ 'models/slow.sql': slow })
    expect(text).toMatch(/✗ NODE_TIMEOUT {2}models\/slow\.sql:1:1[\s\S]*model slow was stopped after 0\.3s, its timeout/)
    expect(statuses(made)).toEqual({ slow: 'error', after: 'skipped', stg_orders: 'success' })
    expect(code).toBe(1)
  })

  it('by kill -9: retry goes on with what was not done', async () => {
    const { child } = await started(made)
    child.kill('SIGKILL')
    await once(child, 'exit')
    made.write({ 'models/slow.sql': "{{ config(materialized='table') }}\nselect 1 as n\n" })
    const { code } = await made.sluice(['retry'])
    expect(code).toBe(0)
    expect(statuses(made)).toMatchObject({ slow: 'success', after: 'success' })
  })
})
