/** What was found, held against what was expected. */
import { durationText } from '../core/duration.js'
import { momentOf } from '../core/moment.js'
import type { Expectation, Finding, ProbeAnswer, ValueForm } from './probe.js'

export function judge(finding: Finding, form: ValueForm, expectation: Expectation, now: Date): ProbeAnswer {
  if (finding.wanted !== undefined) return { ...facts(finding, form), ok: false, message: finding.words, expected: finding.wanted }
  const known = facts(finding, form)
  const message = wordsOf(finding, known, now)
  const expected = missing(finding, known, form, expectation, now)
  return expected === undefined ? { ...known, ok: true, message } : { ...known, ok: false, message, expected }
}

interface Facts {
  readonly newest?: Date
  readonly value?: string | number | null
}

function facts({ value, newest }: Finding, form: ValueForm): Facts {
  const time = newest ?? timeOf(value, form)
  return { ...(time ? { newest: time } : {}), ...(value === undefined ? {} : { value: plain(value, form) }) }
}

function plain(value: unknown, form: ValueForm): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value === 'object' && !('toString' in value && value.toString !== Object.prototype.toString)) return JSON.stringify(value)
  return form === 'number' && String(value).trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : String(value)
}

function timeOf(value: unknown, form: ValueForm): Date | undefined {
  if (value === null || value === undefined || form === 'number' || form === 'text') return undefined
  if (form === 'auto' || form === 'time') return value instanceof Date ? value : momentOf(value)
  const number = Number(value)
  const time = new Date(form === 'epoch_s' ? number * 1000 : number)
  return Number.isNaN(time.getTime()) ? undefined : time
}

function wordsOf({ words, value }: Finding, { newest, value: shown }: Facts, now: Date): string {
  if (newest) return `newest ${minuteText(newest)}, ${ageText(newest, now)} (${words})`
  if (value === undefined) return words
  return value === null ? `nothing (${words})` : `${String(shown)} (${words})`
}

/** What was wanted and is not so. */
function missing(finding: Finding, known: Facts, form: ValueForm, { expect, maxAge }: Expectation, now: Date): string | undefined {
  const { newest, value } = known
  if (form !== 'auto' && form !== 'text' && finding.value !== undefined && !readable(known, form)) return `a value that reads as ${form}`
  if (expect !== null && !meets(value, expect)) return expect
  if (maxAge !== null && !newest) return `a time, at most ${durationText(maxAge)} old`
  if (maxAge !== null && newest && (now.getTime() - newest.getTime()) / 1000 > maxAge) return `at most ${durationText(maxAge)} old`
  // A question without an expectation is a yes or no: nothing, no, zero and an empty text are no.
  if (expect === null && maxAge === null && finding.value !== undefined && isNo(value)) return 'a value'
  return undefined
}

function readable({ newest, value }: Facts, form: ValueForm): boolean {
  return form === 'number' ? typeof value === 'number' : newest !== undefined
}

function isNo(value: Facts['value']): boolean {
  return value === null || value === undefined || ['', '0', 'false', 'f', 'no'].includes(String(value).toLowerCase())
}

/** `> 0`, `>= 10`, `!= failed`, `= ready`, or the value itself; numbers are compared as numbers. */
function meets(value: Facts['value'], expect: string): boolean {
  const [, sign = '=', wanted = ''] = /^\s*(>=|<=|!=|<>|=|>|<)?\s*(.*?)\s*$/s.exec(expect) ?? []
  if (value === null || value === undefined) return false
  const [left, right] = [Number(value), Number(wanted)]
  const numeric = String(value).trim() !== '' && wanted !== '' && Number.isFinite(left) && Number.isFinite(right)
  const order = numeric ? Math.sign(left - right) : compareText(String(value), wanted)
  if (sign === '=') return order === 0
  if (sign === '!=' || sign === '<>') return order !== 0
  if (sign === '>') return order > 0
  if (sign === '>=') return order >= 0
  return sign === '<' ? order < 0 : order <= 0
}

function compareText(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()]
  return a === b ? 0 : a < b ? -1 : 1
}

/** `2026-11-21 18:02 UTC`. */
function minuteText(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function ageText(moment: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - moment.getTime()) / 1000)
  if (seconds < 0) return `${coarse(-seconds)} ahead of the clock here`
  return `${coarse(seconds)} old`
}

/** Above an hour nobody asks for seconds. */
function coarse(seconds: number): string {
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} days`
  return durationText(seconds >= 3600 ? Math.floor(seconds / 60) * 60 : seconds)
}
