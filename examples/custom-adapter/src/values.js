/** SQLite stores integers, doubles, texts and bytes; a column's declared type says what they mean. */
import { DateTime, DateValue, Float, pythonBytes, pythonInteger } from 'sluice/adapter-kit'

const microsPerDay = 86_400_000_000n

/** A value as a template expects it. `type`: the declared type of the column it comes from, null for expressions. */
export function toCell(value, type) {
  const declared = (type ?? '').toLowerCase()
  switch (typeof value) {
    case 'bigint':
      return declared.startsWith('bool') && (value === 0n || value === 1n) ? value === 1n : pythonInteger(value)
    case 'number':
      return Number.isInteger(value) ? new Float(value) : value
    case 'string':
      return timeOf(value, declared) ?? value
    default:
      return value === null ? null : pythonBytes(value)
  }
}

function timeOf(text, declared) {
  if (declared === 'date') return dateOf(text)
  return /^(timestamp|datetime)/.test(declared) ? momentOf(text) : undefined
}

function dateOf(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  return match ? DateValue.of(Number(match[1]), Number(match[2]), Number(match[3])) : undefined
}

function momentOf(text) {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text)
  const date = match && dateOf(match[1])
  if (!date) return undefined
  const seconds = (Number(match[2]) * 60 + Number(match[3])) * 60 + Number(match[4])
  return new DateTime(BigInt(date.days) * microsPerDay + BigInt(seconds) * 1_000_000n + BigInt((match[5] ?? '').padEnd(6, '0')))
}

/** A bound value as the driver takes it. Integers go as such, not as doubles. */
export function toParameter(value) {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === 'bigint') return value
  return value instanceof Number ? Number(value) : String(value)
}
