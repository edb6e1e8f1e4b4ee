/** Anomalies as sentences: `Tuesday 18 Nov: 3.1 M rows, expected 10.2–14.8 M (like 8 Tuesdays before); 70 % fewer`. */
import type { Grain, MonitorUnit } from '../core/monitor-report.js'
import { partitions, weekdayName } from './calendar.js'
import type { Step } from './walk.js'

export function countText(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e9) return `${digits(value / 1e9, 3)} G`
  if (size >= 1e6) return `${digits(value / 1e6, 3)} M`
  if (size >= 1000) return Math.round(value).toLocaleString('en')
  return digits(value, 3)
}

function digits(value: number, count: number): string {
  return value === 0 ? '0' : Number(value.toPrecision(count)).toString()
}

export function shareText(share: number): string {
  const percent = share * 100
  return `${percent >= 10 ? Math.round(percent) : digits(percent, 2)} %`
}

export function hoursText(hours: number): string {
  const minutes = Math.round(hours * 60)
  const sign = minutes < 0 ? '-' : ''
  const size = Math.abs(minutes)
  return `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
}

export function valueText(value: number, unit: MonitorUnit): string {
  if (unit === 'share') return shareText(value)
  return unit === 'hours' ? hoursText(value) : countText(unit === 'value' ? value : Math.round(value))
}

/** `10.2–14.8 M`: the unit once. */
export function rangeText(low: number, high: number, unit: MonitorUnit): string {
  const [from, to] = [valueText(low, unit), valueText(high, unit)]
  if (from === to) return to
  // Nobody minds a share of less than one in two thousand.
  const none = unit === 'share' ? 0.0005 : 0.5
  if (low < none && unit !== 'value' && unit !== 'hours') return `at most ${to}`
  const mark = / [%MG]$/.exec(to)?.[0]
  return `${mark && from.endsWith(mark) ? from.slice(0, -mark.length) : from}–${to}`
}

/** `70 % fewer`, `100 times as much`; empty where neither helps. */
export function changeText(value: number, mid: number, unit: MonitorUnit): string {
  if (unit === 'hours') return shiftText(value - mid)
  if (unit === 'share' || mid <= 0 || value < 0) return ''
  const ratio = value / mid
  const [many, fewer] = unit === 'value' ? ['much', 'less'] : ['many', 'fewer']
  if (ratio >= 2.5) return `${digits(ratio, 2)} times as ${many}`
  if (ratio >= 1) return `${Math.round((ratio - 1) * 100)} % more`
  return ratio < 0.001 ? '' : `${Math.round((1 - ratio) * 100)} % ${fewer}`
}

function shiftText(hours: number): string {
  const size = Math.abs(hours)
  const text = size < 2 ? `${Math.round(size * 60)} minutes` : `${digits(size, 2)} hours`
  return `${text} ${hours > 0 ? 'later' : 'earlier'}${size > 0.9 ? ' (late, or another time zone)' : ''}`
}

export function likeText(step: Step, target: number, grain: Grain): string {
  if (step.season === 7 && grain === 'day') return `like ${plural(step.alike, weekdayName(target, grain))} before`
  if (step.season > 0) return `like the same hour ${step.alike} times before`
  return `like ${partitions(step.alike, grain)} before`
}

function plural(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

export interface Told {
  readonly when: string
  readonly check: string
  readonly label: string
  readonly columns: readonly string[]
  readonly figure: string
  readonly where: string
  readonly value: number
  readonly unit: MonitorUnit
  readonly step: Step
  readonly like: string
  /** Only too much is told of it. */
  readonly upward: boolean
}

export function sentence(told: Told): string {
  const { step, value, unit } = told
  const expected =
    step.low === null || step.high === null ? '' : `, expected ${rangeText(told.upward ? 0 : step.low, step.high, unit)} (${told.like})`
  const change = step.mid === null ? '' : changeText(value, step.mid, unit)
  return `${told.when}${told.where}: ${subject(told)}${expected}${change ? `; ${change}` : ''}`
}

function subject({ check, columns, figure, value, unit }: Told): string {
  const [column = ''] = columns
  const text = valueText(value, unit)
  switch (check) {
    case 'volume':
      return value === 0 ? 'no rows' : `${text} rows`
    case 'null_share':
      return `${column} is null in ${text} of the rows`
    case 'distinct':
      return `${text} different ${column}`
    case 'duplicates':
      return `${text} of the rows are duplicates by ${columns.join(', ')}`
    case 'arrival':
      return `${column} ${figure === 'median' ? 'in the middle' : 'of the last tenth'} ${text} after the start`
    default:
      return `${figure} of ${column} ${text}`
  }
}

export function labelOf(check: string, columns: readonly string[], figure: string): string {
  if (check === 'volume') return 'rows'
  const named = columns.join(', ')
  if (check === 'null_share') return `missing ${named}`
  if (check === 'distinct') return `different ${named}`
  if (check === 'duplicates') return `repeated ${named}`
  return check === 'arrival' ? `${named} (${figure})` : `${figure} ${named}`
}
