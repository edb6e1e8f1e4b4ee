/** A file of incidents that are known, for `test --backtest --known`: `2026-10-15` or `2026-10-15 tickets` on each line; `#` begins a note. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { MonitorReport } from '../core/monitor-report.js'
import { usage } from './errors.js'

export interface KnownIncident {
  readonly date: string
  /** Null: of every table. */
  readonly table: string | null
}

export async function readKnown(path: string, cwd: string): Promise<readonly KnownIncident[]> {
  let text: string
  try {
    text = await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    throw usage(`--known ${path} cannot be read: ${(error as Error).message}`)
  }
  return text.split('\n').flatMap((line, index) => {
    const words = line
      .replace(/#.*/, '')
      .trim()
      .split(/[\s,]+/)
    if (words[0] === '') return []
    if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(words[0] ?? ''))
      throw usage(`--known ${path}, line ${index + 1}: "${words[0]}" is no date`, { next: 'write lines such as: 2026-10-15 tickets' })
    return [{ date: words[0] as string, table: words[1] ?? null }]
  })
}

/** How many of the known incidents fired, and how many clean partitions. */
export function verdictOf({ table, series, past }: Pick<MonitorReport, 'table' | 'series' | 'past'>, known: readonly KnownIncident[]) {
  const own = known.filter((each) => each.table === null || each.table === table || table.endsWith(`.${each.table}`))
  const judged = new Set<string>()
  for (const { points } of series) for (const { state, period } of points) if (state === 'ok' || state === 'anomaly') judged.add(period)
  const fired = new Set(past.map(({ period }) => period))
  const isKnown = (period: string) => own.some(({ date }) => period.startsWith(date))
  const within = own.filter(({ date }) => [...judged].some((period) => period.startsWith(date)))
  const clean = [...judged].filter((period) => !isKnown(period))
  const alarms = clean.filter((period) => fired.has(period))
  return {
    known: within.length,
    found: within.filter(({ date }) => [...fired].some((period) => period.startsWith(date))).length,
    clean: clean.length,
    false_alarms: alarms.length,
    rate: clean.length === 0 ? 0 : alarms.length / clean.length,
  }
}
