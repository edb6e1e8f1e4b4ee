import { describe, expect, it } from 'vitest'
import { type DateTime, DateValue } from '../../core/datetime.js'
import { Decimal } from '../../core/decimal.js'
import { Float } from '../../core/float.js'
import { toCell } from './values.js'

const cell = (raw: string | null, type: string, scale = 0) => toCell(raw, { name: 'a', type, scale })

describe('numbers', () => {
  it('are exact whatever their size', () => {
    expect(cell('42', 'fixed')).toBe(42)
    expect(cell('-99999999999999999999999999999999999999', 'fixed')).toBe(-99999999999999999999999999999999999999n)
    expect(cell('1.10', 'fixed', 2)).toEqual(new Decimal('1.10'))
    expect(cell('2', 'real')).toEqual(new Float(2))
    expect([cell('0.1', 'real'), cell('1.7976931348623157e+308', 'real'), cell('-inf', 'real'), cell('NaN', 'real')]).toEqual([
      0.1,
      new Float(Number.MAX_VALUE),
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ])
  })
})

describe('times', () => {
  it('are dates and moments as Python has them', () => {
    expect(cell('19782', 'date')).toEqual(DateValue.of(2024, 2, 29))
    expect(String(cell('1709210096.789012000', 'timestamp_ntz'))).toBe('2024-02-29 12:34:56.789012')
    expect((cell('1709210096.5', 'timestamp_ntz') as DateTime).zone).toBeNull()
    expect(String(cell('1709210096.000000000', 'timestamp_ltz'))).toBe('2024-02-29 12:34:56+00:00')
    expect(String(cell('1709210096.000000000 1320', 'timestamp_tz'))).toBe('2024-02-29 10:34:56-02:00')
    expect((cell('1709210096.000000000 1320', 'timestamp_tz') as DateTime).moment).toBe(1709210096000000n)
    expect(cell('45296.123456000', 'time')).toBe('12:34:56.123456')
    expect(cell('0.000000000', 'time')).toBe('00:00:00')
  })

  it('before 1970 count backwards', () => {
    expect(String(cell('-0.000001000', 'timestamp_ntz'))).toBe('1969-12-31 23:59:59.999999')
    expect(cell('-719162', 'date')).toEqual(DateValue.of(1, 1, 1))
  })

  it('stay text where Python has no room for them', () => {
    expect(cell('1709210096.123456789', 'timestamp_ntz')).toBe('2024-02-29 12:34:56.123456789')
    expect(cell('1709210096.123456789 1500', 'timestamp_tz')).toBe('2024-02-29 13:34:56.123456789+01:00')
    expect(cell('45296.000000001', 'time')).toBe('12:34:56.000000001')
    expect(cell('2932897', 'date')).toBe('2932897')
  })
})

describe('other values', () => {
  it('are the texts that were sent, null and booleans', () => {
    expect(cell('{"a": 9007199254740993}', 'object')).toBe('{"a": 9007199254740993}')
    expect(cell('undefined', 'variant')).toBe('undefined')
    expect([cell('1', 'boolean'), cell('false', 'boolean'), cell(null, 'fixed'), cell('AB01', 'binary')]).toEqual([
      true,
      false,
      null,
      'AB01',
    ])
  })
})
