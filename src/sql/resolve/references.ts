/** What each name in a query stands for: for going to its definition, and for saying what it is. */
import type { ColumnRef, Name, StarItem, TableSource } from '../ir.js'
import type { Context, Reads, ScopeColumn } from './model.js'

export function noteColumn(ref: ColumnRef, column: ScopeColumn | undefined, reads: Reads, { references }: Context): void {
  if (!references || !ref.span) return
  const name = column?.name ?? ref.path.at(-1)?.text
  const [only, ...others] = [...reads.values()]
  const unchanged = only && others.length === 0 && (only.kind === 'passthrough' || only.kind === 'rename')
  references.set(ref.span.start, {
    span: ref.span,
    kind: 'column',
    ...(name !== undefined && { column: name }),
    ...(unchanged && only.leaf),
    ...(column?.span && { definition: column.span }),
  })
}

export function noteStar(star: StarItem, columns: readonly ScopeColumn[], { references }: Context): void {
  if (references && star.span) references.set(star.span.start, { span: star.span, kind: 'star', columns: columns.map((each) => each.name) })
}

export function noteTable(
  { path }: TableSource,
  found: { readonly relation: string } | { readonly cte: Name },
  { references }: Context,
): void {
  const first = path[0]?.span
  const last = path.at(-1)?.span
  if (!references || !first || !last) return
  const span = { start: first.start, end: last.end }
  if ('relation' in found) references.set(span.start, { span, kind: 'table', relation: found.relation })
  else references.set(span.start, { span, kind: 'cte', ...(found.cte.span && { definition: found.cte.span }) })
}
