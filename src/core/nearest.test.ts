import { expect, test } from 'vitest'
import { nearest } from './nearest.js'

test.each([
  ['carrier', ['carriers', 'vessels'], 'carriers'],
  ['colums', ['columns', 'config'], 'columns'],
  ['mdoels', ['models', 'macros'], 'models'],
  ['tickets', ['TICKETS'], 'TICKETS'],
  ['zebra', ['columns', 'config'], undefined],
  ['x', [], undefined],
  ['b', ['a', 'c'], undefined],
  ['id', ['is', 'ip'], 'is'],
  ['aa', ['a'], 'a'],
  ['dbo', ['dev', 'abc'], undefined],
  ['prd', ['dev', 'prod'], 'prod'],
  ['dev2', ['test', 'dev'], 'dev'],
  ['core', ['cost', 'card'], undefined],
  ['eagr', ['eager', 'empty'], 'eager'],
])('%s → %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected)
})
