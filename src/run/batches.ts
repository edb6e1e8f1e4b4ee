/** The event-time windows of a microbatch model, by dbt's rules; all times UTC. */
import type { Resource } from '../core/node.js'
import { batchConfigInvalid } from './errors.js'

export const batchSizes = ['hour', 'day', 'month', 'year'] as const
export type BatchSize = (typeof batchSizes)[number]

export interface Batch {
  readonly start: Date
  readonly end: Date
}

export interface BatchPlan {
  readonly size: BatchSize
  readonly lookback: number
  /** The model's `begin`. */
  readonly begin: Date | undefined
  /** False on a first or full-refresh run. */
  readonly incremental: boolean
  readonly eventTimeStart: Date | undefined
  readonly eventTimeEnd: Date | undefined
  /** The invocation's start. */
  readonly now: Date
}

export function planBatches(plan: BatchPlan, node: Resource): Batch[] {
  const end = ceiling(plan.eventTimeEnd ?? plan.now, plan.size)
  let start = startOf(plan, end, node)
  const batches: Batch[] = []
  do {
    const next = offset(start, plan.size, 1)
    batches.push({ start, end: next })
    start = next
  } while (start < end)
  const last = batches.at(-1) as Batch
  batches[batches.length - 1] = { start: last.start, end }
  return batches
}

function startOf(plan: BatchPlan, end: Date, node: Resource): Date {
  if (plan.eventTimeStart) return truncate(plan.eventTimeStart, plan.size)
  if (!plan.incremental) {
    if (!plan.begin) throw batchConfigInvalid(node, 'a microbatch model needs a begin for its first run', "config(begin='2024-01-01')")
    return truncate(plan.begin, plan.size)
  }
  // An end on the border of two batches belongs to the earlier one.
  const onBorder = end.getTime() === truncate(end, plan.size).getTime()
  return offset(end, plan.size, -(plan.lookback + (onBorder ? 1 : 0)))
}

export function truncate(time: Date, size: BatchSize): Date {
  const [year, month, day, hour] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), time.getUTCHours()]
  switch (size) {
    case 'year':
      return new Date(Date.UTC(year, 0))
    case 'month':
      return new Date(Date.UTC(year, month))
    case 'day':
      return new Date(Date.UTC(year, month, day))
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour))
  }
}

/** From the start of the batch `time` lies in, so many batches on. */
export function offset(time: Date, size: BatchSize, count: number): Date {
  const start = truncate(time, size)
  const [year, month, day, hour] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate(), start.getUTCHours()]
  switch (size) {
    case 'year':
      return new Date(Date.UTC(year + count, 0))
    case 'month':
      return new Date(Date.UTC(year, month + count))
    case 'day':
      return new Date(Date.UTC(year, month, day + count))
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour + count))
  }
}

function ceiling(time: Date, size: BatchSize): Date {
  const start = truncate(time, size)
  return start.getTime() === time.getTime() ? start : offset(start, size, 1)
}

/** `2024-09-17T16`, `2024-09-17`, `2024-09` or `2024`. */
export function batchName(start: Date, size: BatchSize): string {
  const lengths: Readonly<Record<BatchSize, number>> = { hour: 13, day: 10, month: 7, year: 4 }
  return start.toISOString().slice(0, lengths[size])
}

/** As Python prints it: `2024-09-17 00:00:00+00:00`. */
export function batchMoment(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')}+00:00`
}

/** `2024-01-01`, `2024-01-01 10:00` and the like, read as UTC. */
export function parseMoment(value: unknown, node: Resource, key: string): Date | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const text = String(value).trim().replace(' ', 'T')
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : /T/.test(text) ? `${text}Z` : `${text}T00:00:00Z`
  const time = new Date(zoned)
  if (Number.isNaN(time.getTime()))
    throw batchConfigInvalid(node, `${key} is "${String(value)}"`, 'a date or time like 2024-01-31 or 2024-01-31 10:00:00')
  return time
}
