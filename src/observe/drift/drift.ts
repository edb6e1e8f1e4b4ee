/** What a source's columns were when last seen and what they are now. */
import type { UniqueId } from '../../core/node.js'

/** Column → type as the warehouse spells it, in the order of the table. */
export type SeenColumns = Readonly<Record<string, string>>

export type ColumnDrift =
  | { readonly change: 'added'; readonly column: string; readonly type: string }
  | { readonly change: 'removed'; readonly column: string; readonly type: string }
  /** `column` is the old name; guessed, because a warehouse tells of no renaming. */
  | { readonly change: 'renamed'; readonly column: string; readonly to: string; readonly type: string; readonly because: string }
  | { readonly change: 'retyped'; readonly column: string; readonly from: string; readonly type: string }

/** What one change does to those who read the column. */
export interface DriftEffect {
  /** The change, by the name the column had. */
  readonly column: string
  /** From its first reader on, along the longest way: `stg.total`, `mart.value`. Empty: a reader is known, its columns are not. */
  readonly path: readonly string[]
  readonly nodes: readonly UniqueId[]
  readonly exposures: readonly UniqueId[]
}

export interface SourceDrift {
  readonly source: UniqueId
  /** `carrier_feed.ticket_changes`. */
  readonly name: string
  /** When the columns were last as expected, and when the change was first seen; ISO 8601, UTC. */
  readonly lastSeen: string
  readonly since: string
  readonly changes: readonly ColumnDrift[]
  /** Of changes that break readers; empty where nobody reads what changed. */
  readonly effects: readonly DriftEffect[]
}
