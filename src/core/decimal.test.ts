/** Python's answers for its Decimal type. */
import { expect, test } from 'vitest'
import { Decimal, decimalArithmetic, decimalOfFloat } from './decimal.js'
import { attribute, call, type Operator, type TemplateFunction } from './template-object.js'

const cases: [left: string | number, operator: Operator, right: string | number, answer: string][] = [
  ['0.07', '*', 100, '7.00'],
  ['1.50', '+', 1, '2.50'],
  [1, '-', '0.1', '0.9'],
  ['0.1', '+', '0.20', '0.30'],
  ['-1.5', '*', '-2.25', '3.375'],
  ['10', '/', 4, '2.5'],
  ['10.00', '/', 4, '2.50'],
  ['10', '/', 3, '3.333333333333333333333333333'],
  ['-2', '/', 3, '-0.6666666666666666666666666667'],
  ['1', '/', '8.00', '0.125'],
  ['6', '/', '3', '2'],
  ['7.5', '//', 2, '3'],
  ['-7', '//', 2, '-3'],
  ['-7', '%', 2, '-1'],
  ['7.25', '%', 2, '1.25'],
  ['1234567890123456789012345678', '+', '0.5', '1234567890123456789012345678'],
  ['99999999999999999999999999.95', '*', 10, '999999999999999999999999999.5'],
  ['0.0000001', '*', 1, '1E-7'],
  ['2.5', '*', 0.5, '1.25'],
]

test.each(cases)('%s %s %s is %s', (left, operator, right, answer) => {
  const value = (side: string | number) => (typeof side === 'string' ? new Decimal(side) : side)
  expect(decimalArithmetic(operator, value(left), value(right))?.toString()).toBe(answer)
})

test('only decimals, and finite ones', () => {
  expect(decimalArithmetic('+', 1, 2)).toBeUndefined()
  expect(decimalArithmetic('+', new Decimal('NaN'), 2)).toBeUndefined()
  expect(decimalArithmetic('+', new Decimal('1'), 'x')).toBeUndefined()
})

const answerOf = (value: Decimal, method: string) => (value[attribute](method) as TemplateFunction)[call]([], {})

test.each([
  ['2.50', '2.5', [0, [2, 5, 0], -2]],
  ['100.00', '1E+2', [0, [1, 0, 0, 0, 0], -2]],
  ['-7', '-7', [1, [7], 0]],
  ['0.00', '0', [0, [0], -2]],
  ['1E+20', '1E+20', [0, [1], 20]],
  ['NaN', 'NaN', [0, [], 'n']],
] as const)('%s without its last zeros, and as a tuple', (digits, normal, tuple) => {
  expect(String(answerOf(new Decimal(digits), 'normalize'))).toBe(normal)
  expect(JSON.parse(JSON.stringify(answerOf(new Decimal(digits), 'as_tuple')))).toEqual(tuple)
})

test.each([
  ['2.5', '2'],
  ['-3.5', '-4'],
  ['7', '7'],
])('%s is the whole number %s', (digits, whole) => {
  expect(String(answerOf(new Decimal(digits), 'to_integral_value'))).toBe(whole)
})

test.each([
  [1, '1.0'],
  [0.1, '0.1'],
  [1e20, '1E+20'],
  [1.5e-7, '1.5E-7'],
  [0.00001, '0.00001'],
  [-123456789012345680, '-1.2345678901234568E+17'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('a float %s of a result is Decimal %s', (value, digits) => {
  expect(decimalOfFloat(value).digits).toBe(digits)
})
