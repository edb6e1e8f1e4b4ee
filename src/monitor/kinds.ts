/** What can be watched: each kind of check is one row here, with its part of the query in `builtins/sluice/macros/monitor`. */
import type { MonitorUnit } from '../core/monitor-report.js'
import type { Direction } from './spec.js'

export interface CheckKind {
  /** One check for each column, one for them all (a key), or about the table. */
  readonly columns: 'each' | 'together' | 'none'
  readonly direction: Direction
  /** What is measured of each partition, in the order of the query's columns. */
  readonly figures: readonly string[]
  /** Those of them that are judged; the others are there to be chosen by `figures`. */
  readonly judged: readonly string[]
  readonly unit: MonitorUnit
  /** Whether it can be watched by the values of other columns. */
  readonly parts: boolean
}

export const checkKinds = {
  volume: { columns: 'none', direction: 'both', figures: [], judged: ['rows'], unit: 'rows', parts: true },
  freshness: { columns: 'none', direction: 'up', figures: [], judged: [], unit: 'hours', parts: false },
  null_share: { columns: 'each', direction: 'up', figures: ['nulls'], judged: ['nulls'], unit: 'share', parts: true },
  distinct: { columns: 'each', direction: 'both', figures: ['distinct'], judged: ['distinct'], unit: 'count', parts: true },
  distribution: {
    columns: 'each',
    direction: 'both',
    figures: ['median', 'p10', 'p90', 'mean'],
    judged: ['median'],
    unit: 'value',
    parts: true,
  },
  mix: { columns: 'each', direction: 'both', figures: [], judged: [], unit: 'share', parts: false },
  duplicates: { columns: 'together', direction: 'up', figures: ['duplicates'], judged: ['duplicates'], unit: 'share', parts: true },
  arrival: { columns: 'each', direction: 'both', figures: ['median', 'p90'], judged: ['median', 'p90'], unit: 'hours', parts: true },
} as const satisfies Readonly<Record<string, CheckKind>>

export type CheckName = keyof typeof checkKinds

export const checkNames = Object.keys(checkKinds) as readonly CheckName[]

export function kindOf(name: string): CheckKind {
  return checkKinds[name as CheckName]
}
