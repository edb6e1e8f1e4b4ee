/** The proleptic Gregorian calendar: days since 1970-01-01 ↔ year, month, day, and ISO weeks. */
export interface YearMonthDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Days between 0001-01-01 (Python's ordinal 1) and 1970-01-01. */
export const epochOrdinal = 719163

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0)
}

/** Howard Hinnant's civil-from-days, for any year. */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

export function civil(days: number): YearMonthDay {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** Monday is 0. */
export function weekday(days: number): number {
  return (((days + 3) % 7) + 7) % 7
}

export function dayOfYear(days: number): number {
  return days - dayNumber(civil(days).year, 1, 1) + 1
}

/** ISO year, week and weekday (Monday is 1). */
export function isoCalendar(days: number): readonly [number, number, number] {
  const thursday = days - weekday(days) + 3
  const { year } = civil(thursday)
  return [year, Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1, weekday(days) + 1]
}

/** The day that starts week 1 of an ISO year. */
export function isoYearStart(year: number): number {
  const fourth = dayNumber(year, 1, 4)
  return fourth - weekday(fourth)
}

export function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
