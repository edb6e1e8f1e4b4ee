/** Names given to what stands in `from`. */
import { foldName } from '../dialect.js'
import type { Name, Source } from '../ir.js'
import type { Place } from './expression.js'
import type { ScopeRelation, Shape } from './model.js'
import { shown } from './names.js'

export function named(shape: Shape, source: Pick<Source, 'alias' | 'columns'>, path: readonly string[], place: Place): ScopeRelation {
  const { alias, columns: names } = source
  const columns = shape.columns.map((column, index) => {
    const name = names[index]
    return name ? { ...column, name: shown(name, place.context.dialect), key: fold(name, place) } : column
  })
  const folded = alias && foldName(alias.text, alias.quoted, place.context.dialect, 'table')
  return { ...shape, columns, alias: folded, path }
}

export function fold(name: Name, { context }: Place): string {
  return foldName(name.text, name.quoted, context.dialect)
}
