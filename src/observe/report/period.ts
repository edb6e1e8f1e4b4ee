/** Days, weeks and months that reports are of. Days are ISO 8601 dates, without a zone: those of the data. */

export const periodKinds = ['day', 'week', 'month'] as const
export type PeriodKind = (typeof periodKinds)[number]

export interface Period {
  readonly kind: PeriodKind
  /** First day. */
  readonly from: string
  /** First day after it. */
  readonly until: string
}

const msOfDay = 86_400_000

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayText(dayTime(text)) === text
}

/** The period a day lies in; weeks begin on Monday. */
export function periodOf(kind: PeriodKind, day: string): Period {
  const time = dayTime(day)
  if (kind === 'day') return { kind, from: day, until: addDays(day, 1) }
  if (kind === 'week') {
    const from = dayText(time - ((new Date(time).getUTCDay() + 6) % 7) * msOfDay)
    return { kind, from, until: addDays(from, 7) }
  }
  const date = new Date(time)
  const month = (more: number) => dayText(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more, 1))
  return { kind, from: month(0), until: month(1) }
}

export function periodBefore({ kind, from }: Period): Period {
  return periodOf(kind, addDays(from, -1))
}

/** The last one that is over, seen from `today`. */
export function lastWhole(kind: PeriodKind, today: string): Period {
  return periodBefore(periodOf(kind, today))
}

/** Every day of it. */
export function daysOf({ from, until }: Period): readonly string[] {
  const days: string[] = []
  for (let day = from; day < until; day = addDays(day, 1)) days.push(day)
  return days
}

export function addDays(day: string, count: number): string {
  return dayText(dayTime(day) + count * msOfDay)
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = 'January February March April May June July August September October November December'.split(' ')

/** `Friday, 30 October 2026`, `Week 44 of 2026 (26 October to 1 November)`, `October 2026`. */
export function periodText({ kind, from, until }: Period): string {
  const first = new Date(dayTime(from))
  if (kind === 'day') return `${weekdays[first.getUTCDay()]}, ${dayWords(first)} ${first.getUTCFullYear()}`
  if (kind === 'month') return `${months[first.getUTCMonth()]} ${first.getUTCFullYear()}`
  const last = new Date(dayTime(until) - msOfDay)
  const { week, year } = weekNumber(first)
  return `Week ${week} of ${year} (${dayWords(first)} to ${dayWords(last)})`
}

/** For names of files: `2026-10-30`, `2026-w44`, `2026-10`. */
export function periodSlug({ kind, from }: Period): string {
  if (kind === 'day') return from
  if (kind === 'month') return from.slice(0, 7)
  const { week, year } = weekNumber(new Date(dayTime(from)))
  return `${year}-w${String(week).padStart(2, '0')}`
}

function dayWords(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function weekNumber(monday: Date): { readonly week: number; readonly year: number } {
  const thursday = new Date(monday.getTime() + 3 * msOfDay)
  const year = thursday.getUTCFullYear()
  return { year, week: 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / msOfDay / 7) }
}

function dayTime(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function dayText(time: number): string {
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10)
}
