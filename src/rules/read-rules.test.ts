import { expect, test } from 'vitest'
import { Cursor } from '../core/cursor.js'
import { SluiceError } from '../core/error.js'
import { readYamlFile, yamlLocator } from '../load/index.js'
import { judgeRule, readDataRules, readRuleFile } from './index.js'

function cursor(text: string): Cursor {
  return new Cursor(readYamlFile(text, 'r.yml').value, { code: 'SETTINGS_INVALID', locate: yamlLocator(text, 'r.yml') })
}

function problem(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const { message, location, expected, hint } = error.fields
    return `${error.code} ${location?.line} ${message}${expected ? '' : ' (nothing expected)'}${hint ? ` | ${hint}` : ''}`
  }
  return 'none'
}

test.each([
  ['{column: a}', '2 a rule has no type | add `type:`'],
  ['{tpye: regex, column: a}', '2 a rule has no type | did you mean type?'],
  ['{type: regexp, column: a}', '2 type is "regexp" | did you mean regex?'],
  ['{type: regex, rule_type: regex, column: a}', '2 type and rule_type say the same'],
  ['{type: regex, column: a, pattern: "("}', '2 pattern is no regular expression: ('],
  ['{type: regex, column: a, pattern: x, min: 1}', '2 "min" is not a key of a rule of type regex'],
  ['{type: value_range, column: a}', '2 a value_range has no end | add `min_value:`'],
  ['{type: value_range, column: a, min: 2, max: 1}', '2 no value is between 2 and 1'],
  ['{type: value_range, columns: [a, b], min: 2}', '2 a rule of type value_range is about one column'],
  ['{type: completeness}', '2 a rule of type completeness has no column'],
  ['{type: custom_validation}', '2 a custom_validation says nothing'],
  ['{type: referential_integrity, column: a}', '2 check_table is missing'],
  ['{type: referential_integrity, column: a, check_table: "a b"}', '2 check_table is no name of a table: a b'],
  ['{type: referential_integrity, columns: [a, b], check_table: c, foreign_key: a}', '2 2 columns are compared with 1 of c'],
  ['{type: allowed_values, column: a, values: []}', '2 no value is allowed'],
  ['{type: replace, column: a, old_value: x}', '2 new_value is missing'],
  ['{type: uniqueness, column: a, severity: fatal}', '2 severity is "fatal"'],
  ['{type: uniqueness, column: a, since: 2026-02-30}', '2 since is no date: 2026-02-30'],
  ['{type: uniqueness, column: a, threshold: 5}', '2 threshold is no share of rows: 5 | for a number of rows write `error_if: "> 5"`'],
  ['{type: uniqueness, column: a, threshold: 1 %, error_if: "> 1"}', '2 threshold and error_if say the same'],
  ['{type: uniqueness, column: a, warn_if: 0.1 %}', '2 warn_if is no comparison: 0.1 % | write `warn_if: "> 0.1 %"`'],
  ['7', '2 a rule is no mapping'],
])('%s is told', (rule, expected) => {
  expect(problem(() => readDataRules(cursor(`rules:\n  - ${rule}\n`).at('rules')))).toContain(`SETTINGS_INVALID ${expected}`)
})

test('two names, and rules by column', () => {
  const twice = 'rules:\n  - {name: a, type: uniqueness, column: x}\n  - {name: a, type: completeness, column: x}\n'
  expect(problem(() => readDataRules(cursor(twice).at('rules')))).toContain('3 two rules are named a')
  const grouped = cursor('x:\n  - {type: completeness, threshold: 0.1 %, severity: low}\n  - {type: completeness}\n')
  expect(readDataRules(grouped).map(({ name, severity, warnIf, errorIf }) => [name, severity, warnIf, errorIf])).toEqual([
    ['x_completeness', 'warn', '> 0.1 %', null],
    ['x_completeness_2', 'error', null, null],
  ])
})

test('a file says which table', () => {
  const text = 'version: 1\ntables:\n  a: [{type: uniqueness, column: x}]\nrules:\n  - {table: b, type: uniqueness, column: x}\n'
  expect(readRuleFile(cursor(text)).map(({ table, rules }) => [table, rules.length])).toEqual([
    ['a', 1],
    ['b', 1],
  ])
  expect(problem(() => readRuleFile(cursor('rules:\n  - {type: uniqueness, column: x}\n')))).toContain('2 a rule names no table')
})

test('verdicts are those of a test', () => {
  const rule = { severity: 'error', warnIf: '> 0.05 %', errorIf: '>= 0.1 %' } as const
  expect([0, 5, 6, 9, 10].map((failures) => judgeRule(rule, failures, 10_000))).toEqual(['pass', 'pass', 'warn', 'warn', 'fail'])
  expect([judgeRule(rule, 0, 0), judgeRule({ severity: 'warn', warnIf: null, errorIf: null }, 1, 1)]).toEqual(['pass', 'warn'])
})
