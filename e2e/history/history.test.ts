// Runs are kept as files and asked for by `history`.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Project, project } from '../harness/project.js'

let shop: Project

beforeAll(() => {
  shop = project({
    'models/orders.sql': "select 1 as id, {{ env_var('SLUICE_E2E_BAD', '0') }} as bad",
    'models/late.sql': "select * from {{ ref('orders') }}",
    'tests/no_bad.sql': "select * from {{ ref('orders') }} where bad = 1",
  })
})
afterAll(() => shop?.remove())

const files = () =>
  readdirSync(join(shop.folder, '.sluice', 'history'), { recursive: true }).filter((name) => String(name).endsWith('.ndjson'))

test('what was built is kept, and can be asked for', async () => {
  const empty = await shop.sluice(['history'])
  expect(empty.stdout).toContain('No run is kept yet')
  for (const bad of ['0', '1', '0']) await shop.sluice(['build'], { SLUICE_E2E_BAD: bad })
  await shop.sluice(['build'], { SLUICE_HISTORY: 'off' })
  await shop.sluice(['list'])
  expect(files()).toHaveLength(3)

  const runs = JSON.parse((await shop.sluice(['history', '--output', 'json'])).stdout)
  expect(runs.map((run: { counts: unknown }) => run.counts)).toEqual([
    { success: 2, pass: 1 },
    { success: 1, fail: 1, skipped: 1 },
    { success: 2, pass: 1 },
  ])
  const node = await shop.sluice(['history', 'no_bad'])
  expect(node.stdout).toMatch(/pass [^\n]*\n[^\n]*fail [^\n]*\n[^\n]*pass/)
  expect(node.stdout).toContain('3 runs, 1 failed')
  expect(node.stdout).toContain('flaky: turned 2 times')
  expect((await shop.sluice(['history', '--flaky'])).stdout).toMatch(/no_bad/)
  expect((await shop.sluice(['history', '--flaky'])).stdout).not.toMatch(/orders/)
})

test('a name that was in no run is an error with a hint', async () => {
  const { code, text } = await shop.sluice(['history', 'order'])
  expect([code, text]).toEqual([2, expect.stringMatching(/HISTORY_NODE_NOT_FOUND[\s\S]*did you mean orders\?/)])
})

test('a history that cannot be written does not fail the run', async () => {
  // A file where the folder of the month should be refuses everybody, root included.
  const elsewhere = project({ 'models/a.sql': 'select 1 as id', '.sluice/history': 'a file' })
  try {
    const { code, text } = await elsewhere.sluice(['build'])
    expect([code, text]).toEqual([0, expect.stringContaining('The run was not written to the history')])
  } finally {
    elsewhere.remove()
  }
})

test('old runs are removed on request', async () => {
  const { stdout } = await shop.sluice(['history', '--prune', '0'])
  expect(stdout).toContain('3 runs older than 0 days removed.')
  expect(files()).toEqual([])
})
