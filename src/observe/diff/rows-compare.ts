/** Rows fetched from two warehouses as texts, compared here: what `same.ts` leaves to SQL. */
import type { Pair, Paired } from './columns.js'
import type { ChangedColumn, DiffOptions, RepeatedKey, RowsDiff, Shown } from './model.js'

export type TextRow = readonly Shown[]

interface Tally {
  rows: number
  sum: number
  largest: number
  readonly samples: { key: readonly Shown[]; a: Shown; b: Shown }[]
}

/** Takes the rows of some segments at a time: a key is never in two. */
export class RowsCompare {
  readonly #paired: Paired
  readonly #options: DiffOptions
  readonly #width: number
  readonly #whole: boolean
  readonly #columns: readonly Tally[]
  readonly #onlyA: (readonly Shown[])[] = []
  readonly #onlyB: (readonly Shown[])[] = []
  readonly #repeated: RepeatedKey[] = []
  #counts = { onlyA: 0, onlyB: 0, changed: 0, repeated: 0 }

  constructor(paired: Paired, options: DiffOptions) {
    this.#paired = paired
    this.#options = options
    this.#width = paired.keys.length
    this.#whole = paired.columns.length === 0 && options.key.length === 0
    this.#columns = paired.columns.map(() => ({ rows: 0, sum: 0, largest: 0, samples: [] }))
  }

  add(a: readonly TextRow[], b: readonly TextRow[]): void {
    const [inA, inB] = [this.#byKey(a), this.#byKey(b)]
    for (const key of new Set([...inA.keys(), ...inB.keys()])) this.#compare(inA.get(key) ?? [], inB.get(key) ?? [])
  }

  answer(): Omit<RowsDiff, 'rows'> {
    const { limit } = this.#options
    const columns = this.#paired.columns.map(({ name, family }, index): ChangedColumn => {
      const { rows, sum, largest, samples } = this.#columns[index] as Tally
      const isNumber = (family === 'number' || family === 'float') && rows > 0
      return {
        column: name,
        rows,
        mean: isNumber ? sum / rows : null,
        largest: isNumber ? largest : null,
        samples: samples.slice(0, limit),
      }
    })
    const first = <T>(list: readonly T[]) => list.slice(0, limit)
    return { ...this.#counts, columns, samples: { onlyA: first(this.#onlyA), onlyB: first(this.#onlyB), repeated: first(this.#repeated) } }
  }

  #byKey(rows: readonly TextRow[]): Map<string, TextRow[]> {
    const found = new Map<string, TextRow[]>()
    for (const row of rows) {
      const key = JSON.stringify(this.#paired.keys.map((pair, index) => comparable(pair, row[index] ?? null)))
      const known = found.get(key)
      if (known) known.push(row)
      else found.set(key, [row])
    }
    return found
  }

  #compare(a: readonly TextRow[], b: readonly TextRow[]): void {
    if (this.#whole) this.#surplus(a, b)
    else if (b.length === 0) this.#only('onlyA', this.#onlyA, a, a.length)
    else if (a.length === 0) this.#only('onlyB', this.#onlyB, b, b.length)
    else if (a.length + b.length > 2) this.#many(a, b)
    else this.#pair(a[0] as TextRow, b[0] as TextRow)
  }

  #surplus(a: readonly TextRow[], b: readonly TextRow[]): void {
    if (a.length > b.length) this.#only('onlyA', this.#onlyA, a, a.length - b.length)
    if (b.length > a.length) this.#only('onlyB', this.#onlyB, b, b.length - a.length)
  }

  #only(which: 'onlyA' | 'onlyB', samples: (readonly Shown[])[], rows: readonly TextRow[], count: number): void {
    this.#counts[which] += count
    if (samples.length < this.#options.limit) samples.push(this.#key(rows[0] as TextRow))
  }

  /** The same rows as often on both sides are no difference. */
  #many(a: readonly TextRow[], b: readonly TextRow[]): void {
    const texts = (rows: readonly TextRow[]) =>
      rows
        .map((row) => JSON.stringify(this.#values(row)))
        .sort()
        .join('\n')
    if (texts(a) === texts(b)) return
    this.#counts.repeated++
    if (this.#repeated.length < this.#options.limit) this.#repeated.push({ key: this.#key(a[0] as TextRow), a: a.length, b: b.length })
  }

  #values(row: TextRow): readonly Shown[] {
    return this.#paired.columns.map((pair, index) => comparable(pair, row[this.#width + index] ?? null))
  }

  #pair(a: TextRow, b: TextRow): void {
    let differs = false
    for (const [index, pair] of this.#paired.columns.entries()) {
      const [left, right] = [a[this.#width + index] ?? null, b[this.#width + index] ?? null]
      if (comparable(pair, left) === comparable(pair, right) || this.#within(pair, left, right)) continue
      differs = true
      this.#note(this.#columns[index] as Tally, this.#key(a), left, right)
    }
    if (differs) this.#counts.changed++
  }

  #within({ family }: Pair, a: Shown, b: Shown): boolean {
    const { tolerance } = this.#options
    if (!tolerance || a === null || b === null || (family !== 'number' && family !== 'float')) return false
    const most = tolerance.by === 'absolute' ? tolerance.value : tolerance.value * Math.max(Math.abs(Number(a)), Math.abs(Number(b)))
    // Two decimals that differ by the tolerance itself must not fail for the noise of doubles.
    return Math.abs(Number(b) - Number(a)) <= most * (1 + 1e-9)
  }

  #note(tally: Tally, key: readonly Shown[], a: Shown, b: Shown): void {
    tally.rows++
    const gap = a === null || b === null ? Number.NaN : Number(b) - Number(a)
    if (Number.isFinite(gap)) {
      tally.sum += gap
      tally.largest = Math.max(tally.largest, Math.abs(gap))
    }
    if (tally.samples.length < this.#options.limit) tally.samples.push({ key, a, b })
  }

  #key(row: TextRow): readonly Shown[] {
    return row.slice(0, this.#width)
  }
}

/** Floating-point numbers are written in more than one way. */
function comparable({ family }: Pair, value: Shown): Shown {
  return value === null || family !== 'float' ? value : String(Number(value.replace(/^([+-]?)inf(inity)?$/i, '$1Infinity')) + 0)
}
