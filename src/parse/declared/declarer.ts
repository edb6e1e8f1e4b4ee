/** What reads settings of a node and asks for generic tests by them. */
import type { Cursor } from '../../core/cursor.js'
import type { Plain, Resource, TestNode } from '../../core/node.js'
import type { Session } from '../session.js'

/** A test as it would be written under `data_tests:`, such as `{sluice_rule: {arguments: {…}, config: {…}}}`. */
export interface DeclaredTest {
  readonly written: Plain | string
  /** Under which column; null: of the whole table. */
  readonly columnName: string | null
  /** The place of what asks for it. */
  readonly from: Cursor
}

export interface Subject {
  readonly session: Session
  /** A model, seed, snapshot or source: patched and configured. */
  readonly resource: Resource
  /** Columns by lower-case name, as declared. */
  readonly columns: Readonly<
    Record<string, { readonly name: string; readonly data_type?: string | null; readonly meta?: Plain; readonly tags?: readonly string[] }>
  >
  /** A setting in `config` or `config.meta`; undefined where it is not given. */
  setting(key: string): Cursor | undefined
  /** Those that stand on it under `data_tests:`. */
  tests(): readonly TestNode[]
  /** Models, seeds and snapshots by name, sources as `source.table`. */
  tables(): ReadonlySet<string>
}

/** Gives nothing where its setting is not there; throws what is wrong with it. */
export type Declarer = (subject: Subject) => Iterable<DeclaredTest>
