/**
 * The share of records that fail a test: rows that data tests found, by the rows they looked at, both summed over the tests
 * that were run. Rows looked at are those of the tested table when it was last built before the test; a test of a table whose
 * rows nobody counted is left out of both sums, and so is one that does not count rows of a table (monitors, reconciliations,
 * and those whose `fail_calc` is another one than `count(*)`).
 */
import { isTable, type Outcome } from './outcomes.js'
import type { Measure } from './tally.js'

const counting = /^sluice_(monitor|reconcile|probe|gate)/

/** @param outcomes - oldest first, also from before `from`, for what tables held then */
export function failedRecordMeasures(
  outcomes: readonly Outcome[],
  from: number,
  countsRows: (id: string) => boolean = () => true,
): readonly Measure[] {
  const rowsOf = new Map<string, number>()
  const measures: Measure[] = []
  for (const outcome of outcomes) {
    const { node, id, name, end } = outcome
    if (isTable(outcome)) {
      if (node.rows !== null) rowsOf.set(id, node.rows)
      continue
    }
    if (end <= from || node.type !== 'test' || node.failures === null || counting.test(node.kind ?? '') || !countsRows(id)) continue
    const rows = node.node === null ? undefined : rowsOf.get(node.node)
    if (rows === undefined || rows === 0) continue
    const bad = Math.min(node.failures, rows)
    measures.push({ at: end, good: rows - bad, bad, id, name })
  }
  return measures
}
