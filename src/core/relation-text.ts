/** Parts of a relation's text that need no relation: names that must fit, and the window of time its rows are taken from. */
import { createHash } from 'node:crypto'

export interface EventTimeFilter {
  readonly fieldName: string
  readonly start: string | null
  readonly end: string | null
}

export function bytesOf(name: string): number {
  return Buffer.byteLength(name)
}

/** A name and a suffix, cut to what the warehouse keeps; a hash stands for what is cut off, so that names stay apart. */
export function withSuffix(name: string, suffix: string, limit = Number.POSITIVE_INFINITY): string {
  if (bytesOf(name + suffix) <= limit) return name + suffix
  const tail = `_${createHash('md5').update(name).digest('hex').slice(0, 8)}${suffix}`
  let kept = [...name]
  while (kept.length > 0 && bytesOf(kept.join('') + tail) > limit) kept = kept.slice(0, -1)
  return kept.join('') + tail
}

export function renderFilter(filter: EventTimeFilter, literal = (moment: string) => `'${moment}'`): string {
  const bounds: string[] = []
  if (filter.start !== null) bounds.push(`${filter.fieldName} >= ${literal(filter.start)}`)
  if (filter.end !== null) bounds.push(`${filter.fieldName} < ${literal(filter.end)}`)
  return bounds.join(' and ')
}
