/**
 * Two relations of different warehouses. Both add up checksums (md5 of the values in a common spelling) of segments of their
 * keys; segments that differ are cut finer while that leaves rows out, and only rows of the last ones are fetched.
 */
import type { Paired } from './columns.js'
import type { DiffOptions, RowsDiff } from './model.js'
import { RowsCompare, type TextRow } from './rows-compare.js'
import { ask, type DiffSide, numberOf, type SideArgument, shown, sideArgument } from './side.js'

/** First letters of md5 that make a segment: 4096 segments, then 256 times as many. */
const firstLetters = 3
const mostLetters = 7
/** Fewer rows than this are fetched rather than cut finer. */
const fewRows = 5000
/** Rows of both sides held at a time. */
const rowsAtOnce = 100_000

interface Segment {
  readonly name: string
  readonly rows: number
}

interface Cut {
  readonly letters: number
  readonly differing: readonly Segment[]
  readonly rows: readonly [a: number, b: number]
}

export async function diffAcross(a: DiffSide, b: DiffSide, paired: Paired, options: DiffOptions): Promise<RowsDiff> {
  const sides = [a, b] as const
  const fields = { keys: paired.keys, columns: paired.columns, where: options.where }
  const args = [sideArgument(a, 0, fields), sideArgument(b, 1, fields)] as const
  const first = await cut(sides, args, firstLetters, null)
  let { letters, differing } = first
  while (rowsOf(differing) > fewRows && letters < mostLetters) {
    const finer = await cut(sides, args, letters + 2, { names: differing.map(({ name }) => name), letters })
    const spared = rowsOf(finer.differing) < rowsOf(differing) / 2
    letters = finer.letters
    differing = finer.differing
    if (!spared) break
  }
  const comparing = new RowsCompare(paired, options)
  for (const some of batches(differing)) {
    const [left, right] = await Promise.all(sides.map((side, index) => fetchRows(side, args[index] as SideArgument, letters, some)))
    comparing.add(left ?? [], right ?? [])
  }
  return { rows: first.rows, ...comparing.answer() }
}

function rowsOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { rows }) => sum + rows, 0)
}

interface Within {
  readonly names: readonly string[]
  readonly letters: number
}

async function cut(sides: readonly DiffSide[], args: readonly SideArgument[], letters: number, within: Within | null): Promise<Cut> {
  const [a, b] = await Promise.all(
    sides.map(async (side, index) => {
      const asked = [args[index], letters, within?.names ?? null, within?.letters ?? null]
      const { rows } = await ask(side, 'sluice_diff_checksums', asked)
      return new Map(rows.map(({ cells }) => [String(cells[0]), { rows: numberOf(cells[1]), sum: shown(cells[2]) }]))
    }),
  )
  const names = new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])
  const differing = [...names].flatMap((name) => {
    const [left, right] = [a?.get(name), b?.get(name)]
    if (left?.rows === right?.rows && left?.sum === right?.sum) return []
    return [{ name, rows: (left?.rows ?? 0) + (right?.rows ?? 0) }]
  })
  const total = (side: typeof a) => [...(side?.values() ?? [])].reduce((sum, { rows }) => sum + rows, 0)
  return { letters, differing: differing.sort((x, y) => (x.name < y.name ? -1 : 1)), rows: [total(a), total(b)] }
}

function* batches(segments: readonly Segment[]): Generator<readonly string[]> {
  let names: string[] = []
  let rows = 0
  for (const segment of segments) {
    names.push(segment.name)
    rows += segment.rows
    if (rows < rowsAtOnce) continue
    yield names
    names = []
    rows = 0
  }
  if (names.length > 0) yield names
}

async function fetchRows(side: DiffSide, argument: SideArgument, letters: number, names: readonly string[]): Promise<readonly TextRow[]> {
  const table = await ask(side, 'sluice_diff_fetch', [argument, letters, names])
  return table.rows.map(({ cells }) => cells.map(shown))
}
