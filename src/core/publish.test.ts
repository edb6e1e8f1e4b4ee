// What may stand under `publish:`, and what each wrong value is told.
import { expect, it } from 'vitest'
import { Cursor } from './cursor.js'
import { SluiceError } from './error.js'
import { publishOf, readPublish } from './publish.js'

const source = { code: 'SETTINGS_INVALID', locate: () => ({ file: 'models/orders.sql', line: 3, column: 5 }) } as const
const read = (value: unknown) => readPublish(new Cursor({ publish: value }, source).at('publish'))

it.each([
  ['after_tests', { audit: 'whole', keepCandidate: false }],
  [
    { after_tests: true, audit: 'new_rows', keep_candidate: true },
    { audit: 'new_rows', keepCandidate: true },
  ],
  [{ after_tests: false, keep_candidate: true }, undefined],
  [false, undefined],
])('%j', (value, meaning) => expect(read(value)).toEqual(meaning))

it.each([
  ['afer_tests', 'publish is "afer_tests"'],
  [3, 'publish is 3'],
  [['after_tests'], 'publish is ["after_tests"]'],
  [{ after_test: true }, '"after_test" is not a key of publish'],
  [{ audit: 'whole' }, 'publish says nothing about when'],
  [{ after_tests: 'yes' }, 'after_tests is neither true nor false'],
  [{ after_tests: true, audit: 'rows' }, 'audit is "rows"'],
  [{ after_tests: true, keep_candidate: 'no' }, 'keep_candidate is neither true nor false'],
])('refuses %j', (value, message) => {
  const error = thrown(() => read(value))
  expect(error).toBeInstanceOf(SluiceError)
  const { code, fields } = error as SluiceError
  expect({ code, message: fields.message, line: fields.location?.line }).toEqual({ code: 'SETTINGS_INVALID', message, line: 3 })
  expect(fields.expected).toBeTruthy()
})

it('reads config before meta', () => {
  const node = { resource_type: 'model', config: { publish: false, meta: { publish: 'after_tests' } } }
  expect(publishOf(node as never, source)).toBeUndefined()
  expect(publishOf({ ...node, config: { meta: { publish: 'after_tests' } } } as never, source)).toEqual({
    audit: 'whole',
    keepCandidate: false,
  })
})

function thrown(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
