/** Which nodes are known to read their parents' relations before anything is compiled. */
import { expect, test } from 'vitest'
import type { Resource } from '../core/node.js'
import { reads } from './parents-built.js'

test.each([
  [{ resource_type: 'model' }, true],
  [{ resource_type: 'seed' }, false],
  [{ resource_type: 'unit_test' }, false],
  [{ resource_type: 'test' }, true],
  [{ resource_type: 'test', test_metadata: { name: 'unique', namespace: null } }, true],
  [{ resource_type: 'test', test_metadata: { name: 'own', namespace: null } }, false],
  [{ resource_type: 'test', test_metadata: { name: 'exposure_schema_validity', namespace: 'elementary' } }, false],
])('%j: %s', (child, expected) => {
  expect(reads(child as Resource)).toBe(expected)
})
