import { expect, test } from 'vitest'
import { Cursor } from '../../core/cursor.js'
import type { SluiceError } from '../../core/error.js'
import { readYamlFile, yamlLocator } from '../../load/index.js'
import { readHistorySettings } from './index.js'

function read(text: string, env?: string) {
  const source = { code: 'SETTINGS_INVALID' as const, locate: yamlLocator(text, 'sluice.yml') }
  return readHistorySettings(new Cursor(readYamlFile(text, 'sluice.yml').value, source).at('history'), env, 'warehouse')
}

test('says where runs are kept; the environment goes before the file', () => {
  const usual = { store: 'warehouse', samples: 10, retention: null, schema: undefined }
  expect(readHistorySettings(undefined, undefined, 'warehouse')).toEqual(usual)
  expect(readHistorySettings(undefined, '', 'file')).toEqual({ ...usual, store: 'file' })
  expect(read('history: off')).toEqual({ ...usual, store: 'off' })
  expect(read('history: false')).toEqual({ ...usual, store: 'off' })
  const full = 'history: {store: file, samples: 0, retention: 90d, schema: ops}'
  expect(read(full)).toEqual({ store: 'file', samples: 0, retention: 90 * 86_400, schema: 'ops' })
  expect(read(full, 'OFF')).toMatchObject({ store: 'off', samples: 0 })
})

test.each([
  ['history: warehous', '1:1', 'one of warehouse, file, off', 'did you mean warehouse?'],
  ['history: true', '1:1', 'warehouse, file, off, or a mapping', undefined],
  ['history: [file]', '1:1', 'warehouse, file, off, or a mapping', undefined],
  ['history:\n  stor: file', '2:3', 'one of store, samples, retention, schema', 'did you mean store?'],
  ['history:\n  store: fil', '2:3', 'one of warehouse, file, off', 'did you mean file?'],
  ['history:\n  samples: -1', '2:3', 'a whole number from 0 to 1000', undefined],
  ['history:\n  samples: 2.5', '2:3', 'a whole number from 0 to 1000', undefined],
  ['history:\n  samples: many', '2:3', 'a number', undefined],
  ['history:\n  retention: 1h', '2:3', 'at least 1d', undefined],
  ['history:\n  retention: never', '2:3', 'seconds, or 90s, 30m, 24h, 7d', undefined],
  ['history:\n  schema: ""', '2:3', 'the name of a schema', undefined],
])('%j is refused at its place', (text, place, expected, hint) => {
  const fields = fieldsOf(() => read(text))
  expect(`${fields?.location?.line}:${fields?.location?.column}`).toBe(place)
  expect(fields?.expected).toContain(expected)
  expect(fields?.hint).toBe(hint)
})

test('a word in the environment that says nothing is refused', () => {
  expect(fieldsOf(() => read('history: file', 'warehose'))).toMatchObject({
    hint: 'did you mean warehouse?',
    expected: 'one of warehouse, file, off',
  })
})

function fieldsOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    return (error as SluiceError).fields
  }
  return undefined
}
