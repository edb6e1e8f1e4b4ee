/**
 * What an unquoted YAML word means: the YAML 1.1 rules of the Python loader dbt uses (`yes` is true, `012` is octal,
 * `1e3` is text, `2024-01-01` is a date), so that the same file gives the same values and the same test hashes.
 */
import { Float } from '../core/float.js'

const words = new Map<string, unknown>([
  ['', null],
  ...(['~', 'null', 'Null', 'NULL'].map((word) => [word, null]) as [string, unknown][]),
  ...(['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true]) as [string, unknown][]),
  ...(['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false]) as [string, unknown][]),
  ...(['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY]) as [string, unknown][]),
  ...(['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY]) as [string, unknown][]),
  ...(['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN]) as [string, unknown][]),
])

const integer = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/
const date = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/
const timestamp =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(Z|([-+])([0-9]{1,2})(?::?([0-9]{2}))?))?$/

/** The value of a plain scalar. Dates and times become their ISO text, which is what dbt renders them to. */
export function resolvePlain(text: string): unknown {
  const first = text.charCodeAt(0)
  // Letters beyond `~ . + - 0-9` start only the words of the table.
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  if (!numeric) return text.length <= 5 && words.has(text) ? words.get(text) : text
  if (words.has(text)) return words.get(text)
  if (integer.test(text)) return toInteger(text)
  if (float.test(text)) return toFloat(text)
  if (date.test(text)) return text
  return toTimestamp(text) ?? text
}

function toInteger(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/_/g, '').replace(/^[-+]/, '')
  if (digits.startsWith('0b')) return sign * Number.parseInt(digits.slice(2), 2)
  if (digits.startsWith('0x')) return sign * Number.parseInt(digits.slice(2), 16)
  if (digits.includes(':')) return sign * sexagesimal(digits)
  if (digits.length > 1 && digits.startsWith('0')) return sign * Number.parseInt(digits, 8)
  return sign * Number(digits)
}

function toFloat(text: string): number | Float {
  const digits = text.replace(/_/g, '')
  const sign = digits.startsWith('-') ? -1 : 1
  const value = digits.includes(':') ? sign * sexagesimal(digits.replace(/^[-+]/, '')) : Number(digits)
  return Number.isInteger(value) ? new Float(value) : value
}

function sexagesimal(digits: string): number {
  return digits.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}

function toTimestamp(text: string): string | undefined {
  const match = timestamp.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone, sign, zoneHour, zoneMinute] = match
  const two = (part: string | undefined): string => (part ?? '0').padStart(2, '0')
  const digits = (fraction ?? '').slice(0, 6).padEnd(6, '0')
  const offset = zone === undefined ? '' : zone === 'Z' ? '+00:00' : `${sign}${two(zoneHour)}:${two(zoneMinute)}`
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${Number(digits) === 0 ? '' : `.${digits}`}${offset}`
}
