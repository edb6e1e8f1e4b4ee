/**
 * Two relations of one warehouse. Each is read once to hash its rows and add the hashes up by segments of keys; only rows of
 * segments that differ are looked at again. Where nearly all differ, the first step is left out by its answer.
 */
import type { Paired } from './columns.js'
import type { ChangedColumn, DiffOptions, RowsDiff, Shown } from './model.js'
import { ask, type DiffSide, numberOf, query, shown, sideArgument, sqlOf } from './side.js'

/** With ten million rows some 150 make a segment: few enough to look at again, and the sums are few enough to keep. */
const segments = 65_536
/** More than so many segments are not named one by one. */
const mostNamed = 20_000

export async function diffInOne(a: DiffSide, b: DiffSide, paired: Paired, options: DiffOptions, stamp: string): Promise<RowsDiff> {
  const { keys, columns } = paired
  const fields = { keys, columns, where: options.where }
  const sides = [sideArgument(a, 0, fields), sideArgument(b, 1, fields)] as const
  const found = (await ask(a, 'sluice_diff_segments', [...sides, segments])).rows.map(({ cells }) => cells.map(numberOf))
  const total = found.find(([segment]) => segment === -1) ?? []
  const rows = [total[1] ?? 0, total[2] ?? 0] as const
  const differing = found.flatMap(([segment = -1]) => (segment === -1 ? [] : [segment]))
  if (differing.length === 0) return { rows, ...nothing(columns.length === 0 ? [] : columns.map(({ name }) => name)) }
  const only = differing.length > mostNamed ? null : differing
  const tables = namesOf(stamp)
  try {
    return { rows, ...(await new Comparing(a, paired, options, sides, tables).run(only)) }
  } finally {
    await drop(a, Object.values(tables))
  }
}

type Tables = Readonly<Record<'a' | 'b' | 'keys' | 'changed', string>>

function namesOf(stamp: string): Tables {
  const name = (part: string) => `sluice_diff_${stamp}_${part}`
  return { a: name('a'), b: name('b'), keys: name('keys'), changed: name('changed') }
}

async function drop(side: DiffSide, names: readonly string[]): Promise<void> {
  // They are the session's own and go with it; what went wrong is said by the statement that did.
  for (const name of names) await side.connection.execute(`drop table if exists ${name}`).catch(() => undefined)
}

function nothing(names: readonly string[]): Omit<RowsDiff, 'rows'> {
  const columns = names.map((column) => ({ column, rows: 0, mean: null, largest: null, samples: [] }))
  return { onlyA: 0, onlyB: 0, changed: 0, repeated: 0, columns, samples: { onlyA: [], onlyB: [], repeated: [] } }
}

type Sides = readonly [ReturnType<typeof sideArgument>, ReturnType<typeof sideArgument>]

class Comparing {
  readonly #side: DiffSide
  readonly #paired: Paired
  readonly #options: DiffOptions
  readonly #sides: Sides
  readonly #tables: Tables

  constructor(side: DiffSide, paired: Paired, options: DiffOptions, sides: Sides, tables: Tables) {
    this.#side = side
    this.#paired = paired
    this.#options = options
    this.#sides = sides
    this.#tables = tables
  }

  async run(only: readonly number[] | null): Promise<Omit<RowsDiff, 'rows'>> {
    const { a, b, keys } = this.#tables
    const count = this.#paired.keys.length
    for (const [index, name] of [a, b].entries())
      await this.#make(name, await sqlOf(this.#side, 'sluice_diff_candidates', [this.#sides[index], segments, only]))
    await this.#make(keys, await sqlOf(this.#side, 'sluice_diff_keys', [a, b, count]))
    const whole = this.#paired.columns.length === 0 && this.#options.key.length === 0
    const [onlyA, onlyB, repeated] = ((await ask(this.#side, 'sluice_diff_kinds', [keys, whole])).rows[0]?.cells ?? []).map(numberOf)
    const { changed, columns } = await this.#columns()
    const samples = {
      onlyA: onlyA ? await this.#keys(whole ? 'a_rows > b_rows' : 'b_rows = 0') : [],
      onlyB: onlyB ? await this.#keys(whole ? 'b_rows > a_rows' : 'a_rows = 0') : [],
      repeated: repeated ? await this.#repeated() : [],
    }
    return { onlyA: onlyA ?? 0, onlyB: onlyB ?? 0, repeated: repeated ?? 0, changed, columns, samples }
  }

  async #make(name: string, sql: string): Promise<void> {
    await query(this.#side, await sqlOf(this.#side, 'sluice_diff_temporary', [name, sql]))
  }

  async #columns(): Promise<{ readonly changed: number; readonly columns: readonly ChangedColumn[] }> {
    const { columns, keys } = this.#paired
    if (columns.length === 0) return { changed: 0, columns: [] }
    const { a, b, keys: differing, changed } = this.#tables
    const fields = this.#sides[0].columns
    const { tolerance = null } = this.#options
    await this.#make(changed, await sqlOf(this.#side, 'sluice_diff_changed', [differing, a, b, keys.length, fields, tolerance]))
    const [all, ...figures] = (await ask(this.#side, 'sluice_diff_by_column', [changed, fields])).rows[0]?.cells ?? []
    const found: ChangedColumn[] = []
    for (const [index, { name }] of columns.entries()) {
      const [rows, most, mean] = figures.slice(index * 3, index * 3 + 3)
      const optional = (cell: typeof rows) => (cell === null || cell === undefined ? null : numberOf(cell))
      const samples = numberOf(rows) > 0 ? await this.#changedSamples(index) : []
      found.push({ column: name, rows: numberOf(rows), mean: optional(mean), largest: optional(most), samples })
    }
    return { changed: numberOf(all), columns: found }
  }

  async #changedSamples(index: number): Promise<ChangedColumn['samples']> {
    const { keys, columns } = this.#sides[0]
    const args = [this.#tables.changed, keys, columns[index], index, this.#options.limit]
    const table = await ask(this.#side, 'sluice_diff_changed_sample', args)
    return table.rows.map(({ cells }) => {
      const texts = cells.map(shown)
      return { key: texts.slice(0, keys.length), a: texts[keys.length] ?? null, b: texts[keys.length + 1] ?? null }
    })
  }

  async #keys(condition: string): Promise<readonly (readonly Shown[])[]> {
    const args = [this.#tables.keys, condition, this.#sides[0].keys, [], this.#options.limit]
    return (await ask(this.#side, 'sluice_diff_sample', args)).rows.map(({ cells }) => cells.map(shown))
  }

  async #repeated(): Promise<RowsDiff['samples']['repeated']> {
    const condition = 'a_rows > 0 and b_rows > 0 and a_rows + b_rows > 2'
    const { keys } = this.#sides[0]
    const args = [this.#tables.keys, condition, keys, ['a_rows', 'b_rows'], this.#options.limit]
    return (await ask(this.#side, 'sluice_diff_sample', args)).rows.map(({ cells }) => ({
      key: cells.slice(0, keys.length).map(shown),
      a: numberOf(cells[keys.length]),
      b: numberOf(cells[keys.length + 1]),
    }))
  }
}
