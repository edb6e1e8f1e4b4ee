/** A parsed query against a catalog: its columns, where each comes from, and what is wrong with its names. */
import type { Dialect } from '../dialect.js'
import type { Query, Span } from '../ir.js'
import type { Catalog, Context, Diagnostic, EdgeKind, Effect, Leaf, Reference, ScopeColumn } from './model.js'
import { resolver } from './query.js'
import { type Step, stepsInOrder } from './steps.js'

export interface Upstream extends Leaf {
  readonly kind: EdgeKind
}

export interface OutputColumn {
  readonly name: string
  readonly upstream: readonly Upstream[]
  /** Items on the way from the column to its sources, the outermost first; one that passes a column on by its own name is left out. */
  readonly steps: readonly Step[]
  readonly span?: Span
}

export interface ResolvedQuery {
  /** `table`: some column may be missing or have more sources than are told. */
  readonly precision: 'column' | 'table'
  readonly columns: readonly OutputColumn[]
  /** False where it may have further columns than these. */
  readonly complete: boolean
  readonly indirect: readonly (Leaf & { readonly effects: readonly Effect[] })[]
  /** Keys of all relations that are read, sorted. */
  readonly relations: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  /** By place; empty unless asked for. */
  readonly references: readonly Reference[]
}

export interface ResolveOptions {
  readonly references?: boolean
}

export function resolveQuery(query: Query, dialect: Dialect, catalog: Catalog, options: ResolveOptions = {}): ResolvedQuery {
  const context: Context = {
    dialect,
    catalog,
    diagnostics: [],
    indirect: new Map(),
    relations: new Set(),
    declared: new Map(),
    imprecise: false,
    within: null,
    trace: undefined,
    references: options.references === true ? new Map() : undefined,
  }
  const shape = resolver.query(query, new Map(), undefined, context)
  const whole = shape.open.every((key) => context.declared.has(key)) && !shape.opaque && !context.imprecise
  return {
    precision: whole ? 'column' : 'table',
    columns: shape.columns.map(output),
    complete: shape.open.length === 0 && !shape.opaque,
    indirect: [...context.indirect.values()].map(({ leaf, effects }) => ({ ...leaf, effects: [...effects].sort() })),
    relations: [...context.relations].sort(),
    diagnostics: context.diagnostics,
    references: [...(context.references?.values() ?? [])].sort((a, b) => a.span.start - b.span.start),
  }
}

/** Only a value that comes as it is can be a rename. */
function output({ name, reads, steps, span }: ScopeColumn): OutputColumn {
  const upstream = [...reads.values()].map(({ leaf, kind }) => {
    const renames = (kind === 'passthrough' || kind === 'rename') && reads.size === 1 && leaf.column.toLowerCase() !== name.toLowerCase()
    return { ...leaf, kind: renames ? ('rename' as const) : kind }
  })
  return { name, upstream, steps: stepsInOrder(steps), ...(span && { span }) }
}
