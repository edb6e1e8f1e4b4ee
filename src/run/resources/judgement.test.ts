import { describe, expect, it } from 'vitest'
import type { Plain } from '../../core/node.js'
import { readResponse } from '../response.js'
import { judge } from './data-test.js'
import { judgeAge } from './freshness.js'

describe('data tests, as dbt 1.11 decides', () => {
  const hit = { failures: 2, shouldWarn: true, shouldError: true }
  const onlyWarn = { failures: 1, shouldWarn: true, shouldError: false }
  const none = { failures: 0, shouldWarn: false, shouldError: false }
  const byShare = { failures: 1700, shouldWarn: true, shouldError: true, rows: 1_000_000 }
  const cases: [config: Plain, figures: typeof hit, warningsFail: boolean, status: string, message: string | null][] = [
    [{}, hit, false, 'fail', 'Got 2 results, configured to fail if != 0'],
    [{ severity: 'warn' }, hit, false, 'warn', 'Got 2 results, configured to warn if != 0'],
    [{ severity: 'WARN', warn_if: '> 1' }, hit, true, 'fail', 'Got 2 results, configured to fail if > 1'],
    [{ severity: 'error', error_if: '> 10', warn_if: '> 0' }, onlyWarn, false, 'warn', 'Got 1 result, configured to warn if > 0'],
    [{ severity: 'error' }, none, false, 'pass', null],
    [{ severity: 'warn' }, none, true, 'pass', null],
    [
      { severity: 'error', error_if: '> 0.1 %' },
      byShare,
      false,
      'fail',
      'Got 1,700 of 1,000,000 rows (0.17 %), configured to fail if > 0.1 %',
    ],
    [
      { severity: 'error', warn_if: '> 100' },
      { failures: 5, shouldWarn: false, shouldError: true },
      false,
      'fail',
      'Got 5 results, configured to fail if != 0',
    ],
  ]
  it.each(cases)('%j %j %s', (config, figures, warningsFail, status, message) => {
    expect(judge(config, figures, warningsFail)).toEqual({ status, message })
  })
})

describe('freshness', () => {
  const rule = { warn_after: { count: 12, period: 'hour' }, error_after: { count: 1, period: 'day' } }
  const cases: [age: number, freshness: Plain, status: string][] = [
    [12 * 3600, rule, 'pass'],
    [12 * 3600 + 1, rule, 'warn'],
    [86401, rule, 'error'],
    [1e9, { warn_after: { count: 1, period: 'minute' } }, 'warn'],
    [1e9, {}, 'pass'],
    [1e9, { error_after: { count: null, period: null } }, 'pass'],
  ]
  it.each(cases)('%d s old under %j is %s', (age, freshness, status) => expect(judgeAge(age, freshness)).toBe(status))
})

class Shown {
  readonly fields: Plain
  constructor(fields: Plain) {
    this.fields = fields
  }
}

describe('responses', () => {
  const cases: [value: unknown, message: string, fields: object, rows: object | undefined][] = [
    ['OK', 'OK', {}, undefined],
    [
      { message: 'OK', rowsAffected: 3, extra: { rows_inserted: 3 } },
      'OK',
      { _message: 'OK', rows_affected: 3, rows_inserted: 3 },
      { inserted: 3, total: 3 },
    ],
    [
      new Shown({ _message: 'INSERT 5', code: 'INSERT', rows_affected: 5, query_id: null }),
      'INSERT 5',
      { _message: 'INSERT 5', code: 'INSERT', rows_affected: 5 },
      { total: 5 },
    ],
    [new Map([['_message', 'skip view']]), 'skip view', { _message: 'skip view' }, undefined],
    [null, 'None', {}, undefined],
  ]
  it.each(cases)('%j', (value, message, fields, rows) => expect(readResponse(value)).toEqual({ message, fields, rows }))
})
