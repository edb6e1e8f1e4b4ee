// The conformance suite on the example project's database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { conformance } from 'sluice/adapter-kit'

test('the adapter does what sluice expects of one', async (context) => {
  const results = await conformance({ projectDir: fileURLToPath(new URL('../project', import.meta.url)) })
  for (const { id, status, reason } of results) if (status === 'skipped') context.diagnostic(`${id} skipped: ${reason}`)
  assert.deepEqual(
    results.filter(({ status }) => status === 'failed'),
    [],
  )
})
