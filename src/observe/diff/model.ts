/** What a comparison of two relations is asked and what it answers. Plain data: `--output json` prints the answer as it is. */

export type Tolerance = { readonly by: 'absolute' | 'share'; readonly value: number }

export interface DiffOptions {
  /** Columns that tell a row; empty: rows are compared whole, as often as they stand there. */
  readonly key: readonly string[]
  /** The key where none is asked for: what is declared unique. Of no use where a side lacks a column of it. */
  readonly usualKey: readonly string[]
  /** Only these; empty: all. */
  readonly columns: readonly string[]
  readonly excluded: readonly string[]
  /** Condition on rows of both sides. */
  readonly where: string | undefined
  /** Samples of each kind. */
  readonly limit: number
  readonly tolerance: Tolerance | undefined
  /** True of columns whose values nobody is to see. */
  readonly hidden: (column: string) => boolean
}

export interface ColumnType {
  readonly column: string
  readonly type: string
}

export interface SchemaDiff {
  /** In B only, in A only. */
  readonly added: readonly ColumnType[]
  readonly removed: readonly ColumnType[]
  readonly changed: readonly { readonly column: string; readonly a: string; readonly b: string }[]
  /** In both, and yet not looked at. */
  readonly leftOut: readonly { readonly column: string; readonly because: string }[]
}

/** A value as text; null is null. */
export type Shown = string | null

export interface ChangedColumn {
  readonly column: string
  /** Rows whose key is on both sides and in which it differs. */
  readonly rows: number
  /** Of numbers: b − a on average, and the largest distance; null for others. */
  readonly mean: number | null
  readonly largest: number | null
  readonly samples: readonly { readonly key: readonly Shown[]; readonly a: Shown; readonly b: Shown }[]
}

export interface RepeatedKey {
  readonly key: readonly Shown[]
  readonly a: number
  readonly b: number
}

export interface DiffSideName {
  /** As it was asked for. */
  readonly asked: string
  readonly relation: string
  readonly target: string
  readonly rows: number
}

export interface DiffAnswer {
  readonly version: 1
  readonly a: DiffSideName
  readonly b: DiffSideName
  /** Empty where rows are compared whole. */
  readonly key: readonly string[]
  /** The columns of samples of rows: those of the key, or all that are compared. */
  readonly sampled: readonly string[]
  /** `sql`: one warehouse compared them; `checksums`: each made its own, and rows of differing segments were fetched. */
  readonly how: 'sql' | 'checksums'
  readonly schema: SchemaDiff
  /** Rows that only one side has: by key, or whole rows where there is none. */
  readonly onlyA: number
  readonly onlyB: number
  /** Keys that stand once on both sides, with other values. */
  readonly changed: number
  /** Keys that stand more than once on a side and do not have the same rows on both. */
  readonly repeated: number
  readonly columns: readonly ChangedColumn[]
  readonly samples: {
    readonly onlyA: readonly (readonly Shown[])[]
    readonly onlyB: readonly (readonly Shown[])[]
    readonly repeated: readonly RepeatedKey[]
  }
  readonly different: boolean
}

/** What one of the two ways of comparing finds; the rest is the same for both. */
export type RowsDiff = Pick<DiffAnswer, 'onlyA' | 'onlyB' | 'changed' | 'repeated' | 'columns' | 'samples'> & {
  readonly rows: readonly [a: number, b: number]
}
