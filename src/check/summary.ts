/** Findings counted: by severity, and by code and folder where there are too many to read. */
import type { Severity } from '../lineage/index.js'
import type { Finding } from './finding.js'

export type Counts = Readonly<Record<Severity, number>>

export function countsOf(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}

export interface Pile {
  readonly code: string
  readonly rule: string | null
  readonly folder: string
  readonly severity: Severity
  readonly count: number
}

/** The largest first. */
export function piles(findings: readonly Finding[]): readonly Pile[] {
  const found = new Map<string, Pile>()
  for (const { code, rule, severity, location } of findings) {
    const folder = location.file.split('/').slice(0, -1).join('/') || '.'
    const key = [code, rule, severity, folder].join('\0')
    found.set(key, { code, rule, folder, severity, count: (found.get(key)?.count ?? 0) + 1 })
  }
  return [...found.values()].sort(
    (a, b) => b.count - a.count || (a.code < b.code ? -1 : a.code > b.code ? 1 : a.folder < b.folder ? -1 : 1),
  )
}

export function countText(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
