import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Invocation } from '../core/invocation.js'
import { earlierRun } from './retry.js'

const folder = mkdtempSync(join(tmpdir(), 'sluice-retry-'))
afterAll(() => rmSync(folder, { recursive: true }))
const metadata = { dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json', invocation_id: 'one' }
const write = (which: string, results: readonly object[]) =>
  writeFileSync(join(folder, 'run_results.json'), JSON.stringify({ metadata, results, elapsed_time: 1, args: { which } }))
const invocation = (warnError = false) => ({ flags: { warnError } }) as unknown as Invocation
const again = async (warnError = false) => [...(await earlierRun(folder, invocation(warnError))).again]

it('finds nothing to retry where nothing ran', async () => {
  await expect(earlierRun(folder, invocation())).rejects.toMatchObject({ code: 'NOTHING_TO_RETRY' })
  write('run', [])
  await expect(earlierRun(folder, invocation())).rejects.toMatchObject({ code: 'NOTHING_TO_RETRY' })
})

it('takes what failed or was left out, never a hook, and warnings where they are errors', async () => {
  const statuses = ['success', 'error', 'fail', 'skipped', 'runtime error', 'partial success', 'warn', 'pass']
  write('build', [
    ...statuses.map((status) => ({ unique_id: `model.shop.${status}`, status, failures: null })),
    { unique_id: 'operation.shop.hook', status: 'error', failures: 1 },
  ])
  const failed = ['error', 'fail', 'skipped', 'runtime error', 'partial success'].map((status) => `model.shop.${status}`)
  expect(await again()).toEqual(failed)
  expect(await again(true)).toEqual([...failed, 'model.shop.warn'])
})

it('takes a macro that failed', async () => {
  write('run-operation', [{ unique_id: 'macro.shop.op', status: 'error', failures: 1 }])
  expect(await again()).toEqual(['macro.shop.op'])
})
