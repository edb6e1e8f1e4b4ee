import { expect, test } from 'vitest'
import { Cursor } from '../core/cursor.js'
import type { Plain } from '../core/node.js'
import { readQuarantine } from './quarantine.js'

const range = { name: 'qty', type: 'value_range', column: 'qty', min_value: 0 }

function read(settings: Plain) {
  const source = { code: 'SETTINGS_INVALID' as const, locate: () => ({ file: 'models/m.yml', line: 3, column: 5 }) }
  return readQuarantine((key) => (settings[key] === undefined ? undefined : new Cursor(settings, source).at(key)))
}

test('rows are kept out by rules of severity error, or by those that ask for it; uniqueness and warnings stay tests', () => {
  const rules = [range, { type: 'completeness', column: 'id', severity: 'warn' }, { type: 'uniqueness', column: 'id' }]
  const kept = (settings: Plain) => read(settings)?.rules.map(({ name }) => name)
  expect(kept({ data_quality_rules: rules })).toBeUndefined()
  expect(kept({ data_quality_rules: rules, on_rule_failure: 'quarantine' })).toEqual(['qty'])
  expect(kept({ data_quality_rules: [range, { ...rules[1], on_failure: 'quarantine' }] })).toEqual(['id_completeness'])
  expect(read({ on_rule_failure: 'quarantine' }), 'set for a folder').toBeUndefined()
  expect(read({ data_quality_rules: rules, circuit_breaker: { rejects: '0.1 %', nulls: { qty: 0.05 } } })).toMatchObject({
    keeps: false,
    rules: [{ name: 'qty' }],
    breaker: { rejects: 0.001, nulls: { qty: 0.05 } },
  })
})

test('what is written wrongly is told at its place', () => {
  const wrong: readonly [Plain, string][] = [
    [{ on_rule_failure: 'quarantin' }, 'on_rule_failure is "quarantin"'],
    [{ circuit_breaker: 0.1 }, 'circuit_breaker is no mapping'],
    [{ circuit_breaker: {} }, 'circuit_breaker says no share'],
    [{ circuit_breaker: { rejects: 'few' } }, 'rejects is no share: few'],
    [{ circuit_breaker: { reject: 0.1 } }, '"reject" is not a key of circuit_breaker'],
    [{ circuit_breaker: { nulls: ['qty'] } }, 'nulls is no mapping'],
    [
      { data_quality_rules: [{ type: 'uniqueness', column: 'id', on_failure: 'quarantine' }] },
      'rule id_uniqueness cannot put rows into quarantine',
    ],
    [{ data_quality_rules: [{ ...range, on_failure: 'drop' }] }, 'on_failure is "drop"'],
  ]
  for (const [settings, message] of wrong) {
    let thrown: unknown
    try {
      read(settings)
    } catch (error) {
      thrown = error
    }
    expect(thrown, JSON.stringify(settings)).toMatchObject({
      code: 'SETTINGS_INVALID',
      message: expect.stringContaining(message),
      fields: { location: { file: 'models/m.yml' }, expected: expect.any(String) },
    })
  }
})
