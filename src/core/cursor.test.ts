import { expect, test } from 'vitest'
import { readYamlFile, yamlLocator } from '../load/index.js'
import { Cursor, shareOf } from './cursor.js'
import { SluiceError } from './error.js'

function cursor(text: string): Cursor {
  const locate = yamlLocator(text, 'sluice.yml')
  return new Cursor(readYamlFile(text, 'sluice.yml').value, { code: 'SETTINGS_INVALID', locate })
}

function problemOf(read: () => unknown) {
  try {
    read()
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const { message, location, hint } = error.fields
    return `${location?.line}:${location?.column} ${message}${hint ? `; ${hint}` : ''}`
  }
  return 'none'
}

const text = 'alerts:\n  wait: 1h 30m\n  share: 0.1 %\n  most: 1e3\n  to: [a, b]\n  sinks:\n    first: {type: slak}\n  broken: [{}]\n'
const alerts = cursor(text).at('alerts')

test('gives what stands there, in one form', () => {
  expect(alerts.optionalDuration('wait')).toBe(5400)
  expect(alerts.optionalShare('share')).toBeCloseTo(0.001)
  expect(alerts.number('most')).toBe(1000)
  expect(alerts.texts('to')).toEqual(['a', 'b'])
  expect(alerts.entries('sinks').map(([name]) => name)).toEqual(['first'])
  expect(alerts.optionalText('nothing')).toBeUndefined()
})

test('tells what is wrong at its line, with the nearest word', () => {
  expect(problemOf(() => alerts.mapping(['wait', 'share', 'most', 'to', 'sink', 'broken'], 'alerts'))).toMatch(
    /^6:3 "sinks" is not a key of alerts; did you mean sink\?$/,
  )
  expect(problemOf(() => alerts.at('sinks').at('first').optionalWord('type', ['slack', 'email']))).toMatch(
    /^7:\d+ type is "slak"; did you mean slack\?$/,
  )
  expect(problemOf(() => alerts.number('wait'))).toMatch(/^2:3 wait is no number: 1h 30m$/)
  expect(problemOf(() => alerts.texts('broken'))).toMatch(/^8:3 /)
  expect(problemOf(() => alerts.text('subject'))).toMatch(/subject is missing; add `subject:`$/)
})

test('shares are between none and all', () => {
  expect([shareOf('50 %'), shareOf(0.25), shareOf('101 %'), shareOf('2'), shareOf('-1'), shareOf('x')]).toEqual([
    0.5,
    0.25,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
