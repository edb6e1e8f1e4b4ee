import { expect, test } from 'vitest'
import { durationText, parseDuration } from './duration.js'

test.each([
  [90, 90, '1m 30s'],
  ['90', 90, '1m 30s'],
  ['0.5s', 0.5, '0.5s'],
  ['500ms', 0.5, '0.5s'],
  ['10m', 600, '10m'],
  ['10 min', 600, '10m'],
  ['1h 30m', 5400, '1h 30m'],
  ['1d', 86_400, '24h'],
])('%j is %d seconds, told as %s', (written, seconds, text) => {
  expect(parseDuration(written)).toBe(seconds)
  expect(durationText(seconds)).toBe(text)
})

test.each([['soon'], ['10 x'], ['-5'], [-5], [true], [null], ['m10'], ['']])('%j is no length of time', (written) => {
  expect(parseDuration(written)).toBeUndefined()
})
