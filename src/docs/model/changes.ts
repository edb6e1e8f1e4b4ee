/** What is different from another version of the project: `docs generate --compare`. */

export interface ChangesBlock {
  /** Where the other one came from. */
  readonly against: string
  readonly added: readonly number[]
  readonly changed: readonly ChangedNode[]
  readonly removed: readonly RemovedNode[]
  /** Why columns are not compared; empty where they are. */
  readonly noColumns: string
}

export interface ChangedNode {
  readonly node: number
  /** One clause each. */
  readonly reasons: readonly string[]
  readonly columns: readonly ColumnChange[]
  /** Its rows are shaped differently: every column may have other values. */
  readonly rows: boolean
  /** Lines of its code: `@` where, ` ` kept, `-` before, `+` now. Empty where the code is the same or is left out. */
  readonly diff: readonly string[]
}

export interface RemovedNode {
  readonly id: string
  readonly name: string
  readonly type: string
  /** Nodes of now that read it then. */
  readonly readers: readonly number[]
}

export interface ColumnChange {
  readonly column: string
  readonly change: 'added' | 'removed' | 'renamed' | 'type' | 'value'
  /** Name or type. */
  readonly before: string
  readonly after: string
  /** A reader of it fails or reads other values. */
  readonly breaking: boolean
}
