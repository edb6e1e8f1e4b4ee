/** Partitions by number: how many hours, days, weeks or months after 1970 they begin. Times have no zone. */
import type { Grain } from '../core/monitor-report.js'
import { civil, dayNumber, daysInMonth, weekday } from '../core/time/calendar.js'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Text of a time, as warehouses give it: `2026-11-18 07:00:00`. Undefined where it is none. */
export function partitionOf(text: string, grain: Grain): number | undefined {
  const match = /^(\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d))?/.exec(text)
  if (!match) return undefined
  const [year, month, day, hour] = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  return ofParts(dayNumber(year, month, day), hour, grain)
}

/** The partition a moment lies in, by the clock of UTC. */
export function partitionAt(moment: Date, grain: Grain): number {
  const ms = moment.getTime()
  return ofParts(Math.floor(ms / dayMs), Math.floor((ms % dayMs) / hourMs), grain)
}

function ofParts(day: number, hour: number, grain: Grain): number {
  if (grain === 'hour') return day * 24 + hour
  if (grain === 'day') return day
  // Day 0 was a Thursday; weeks begin on Mondays.
  if (grain === 'week') return Math.floor((day + 3) / 7)
  const { year, month } = civil(day)
  return year * 12 + month - 1
}

/** Milliseconds after 1970 at which a partition begins. */
export function startOf(partition: number, grain: Grain): number {
  if (grain === 'hour') return partition * hourMs
  if (grain === 'day') return partition * dayMs
  if (grain === 'week') return (partition * 7 - 3) * dayMs
  return dayNumber(Math.floor(partition / 12), (partition % 12) + 1, 1) * dayMs
}

export function periodText(partition: number, grain: Grain): string {
  return new Date(startOf(partition, grain)).toISOString().slice(0, grain === 'hour' ? 16 : 10)
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function weekdayName(partition: number, grain: Grain): string {
  return days[weekday(Math.floor(startOf(partition, grain) / dayMs))] ?? ''
}

/** `Tuesday 18 Nov`, `Tuesday 18 Nov 07:00`, `week of 17 Nov`, `Nov 2026`; with the year where it is not `year`. */
export function partitionName(partition: number, grain: Grain, year: number): string {
  const start = startOf(partition, grain)
  const date = civil(Math.floor(start / dayMs))
  const month = months[date.month - 1] ?? ''
  if (grain === 'month') return `${month} ${date.year}`
  const day = `${date.day} ${month}${date.year === year ? '' : ` ${date.year}`}`
  if (grain === 'week') return `week of ${day}`
  const named = `${weekdayName(partition, grain)} ${day}`
  return grain === 'hour' ? `${named} ${String((start % dayMs) / hourMs).padStart(2, '0')}:00` : named
}

/** How many partitions make a round in which values may repeat, the shortest first. */
export function seasons(grain: Grain): readonly number[] {
  if (grain === 'day') return [7]
  return grain === 'hour' ? [24, 168] : []
}

/** Days on which books are closed: the first and last of a month, and its last one that is no Saturday or Sunday. */
export function turnsMonth(partition: number, grain: Grain): boolean {
  if (grain !== 'day') return false
  const { year, month, day } = civil(partition)
  const length = daysInMonth(year, month)
  if (day === 1 || day === length) return true
  const lastWeekday = weekday(partition - day + length)
  return day === length - Math.max(0, lastWeekday - 4)
}

/** Of one partition, for words: `3 days`. */
export function partitions(count: number, grain: Grain): string {
  return `${count} ${grain}${count === 1 ? '' : 's'}`
}
