import { expect, test } from 'vitest'
import { nearest } from './nearest.js'

test.each([
  ['carrier', ['carriers', 'vessels'], 'carriers'],
  ['colums', ['columns', 'config'], 'columns'],
  ['mdoels', ['models', 'macros'], 'models'],
  ['tickets', ['TICKETS'], 'TICKETS'],
  ['zebra', ['columns', 'config'], undefined],
  ['x', [], undefined],
])('%s → %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected)
})
