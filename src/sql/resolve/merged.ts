/** The columns that a scope shows: those that `using` and natural joins merged stand once, where the first of their owners has them. */

interface Owner<C> {
  readonly columns: readonly C[]
}

interface Shown<C, R> {
  readonly relations: readonly R[]
  readonly merged: ReadonlyMap<string, { readonly column: C; readonly owners: ReadonlySet<R> }>
}

export function columnsShown<C extends { readonly key: string }, R extends Owner<C>>({ relations, merged }: Shown<C, R>): C[] {
  const done = new Set<string>()
  return relations.flatMap((relation) =>
    relation.columns.flatMap((column) => {
      const one = merged.get(column.key)
      if (!one?.owners.has(relation)) return [column]
      if (done.has(column.key)) return []
      done.add(column.key)
      return [one.column]
    }),
  )
}
