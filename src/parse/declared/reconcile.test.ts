import { expect, test } from 'vitest'
import { withParsed } from '../../../e2e/harness/in-process.js'
import type { SluiceError } from '../../core/error.js'

const files = (entries: string) => ({
  'models/staging.sql': 'select 1 as a',
  'models/all.yml': `models:\n  - name: staging\n    config: {meta: {reconcile: [${entries}]}}\n`,
})

test.each([
  ['{sum: a, count: b, against: staging}', 'a reconciliation is of one total'],
  ['{against: staging}', 'names no total'],
  ['{sum: a}', 'against is missing'],
  ['{sum: a, agains: staging}', 'did you mean against?'],
  ['{sum: a, against: select 1}', 'is no table of the project'],
  ['{sum: a, against: staging, tolerance: little}', 'tolerance is "little"'],
  ['{sum: a, against: staging, by: [x, y], against_by: [x]}', 'by has 2 and against_by 1'],
  ['{sum: a, against: staging, against_count: x}', 'against_count is given, and the total is a sum'],
  ['{sum: "*", against: staging}', '* is for count'],
  ['{sum: a, against: staging, severity: fatal}', 'severity is "fatal"'],
  ['{sum: a, against: staging, name: a b}', 'is no name of a test'],
])('reconcile %s is refused', async (entry, words) => {
  const refused = await withParsed(files(entry), {}, () => undefined).catch((error: unknown) => error)
  const { code, message, fields } = refused as SluiceError
  expect(code).toBe('SETTINGS_INVALID')
  expect(`${message} ${fields.expected} ${fields.hint}`).toContain(words)
  expect(fields.location).toMatchObject({ file: 'models/all.yml', line: expect.any(Number) })
})

test('an entry is a test of its own, and reads the other table', async () => {
  await withParsed(
    files('{name: total, sum: a, against: staging, by: "cast(a as date)", tolerance: 1 %, severity: warn}'),
    {},
    ({ manifest }) => {
      const [test] = Object.values(manifest.nodes).filter(({ resource_type: type }) => type === 'test')
      expect(test).toMatchObject({
        name: 'staging_reconcile_total',
        config: { severity: 'warn' },
        depends_on: { nodes: ['model.p.staging'] },
        test_metadata: { name: 'sluice_reconcile' },
      })
    },
  )
})
