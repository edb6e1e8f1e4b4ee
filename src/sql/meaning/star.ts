/** `*` as the columns it stands for. */

import { foldName } from '../dialect.js'
import type { StarItem } from '../ir.js'
import { columnsShown } from '../resolve/merged.js'
import type { Column, Place, Relation, Scope } from './model.js'
import { isCalled } from './names.js'
import { UnsureError } from './text.js'

export function starColumns(star: StarItem, place: Place, value: (at: number) => string): { columns: Column[]; open: string[] } {
  const { scope, context } = place
  const fold = ({ text, quoted }: { text: string; quoted: boolean }) => foldName(text, quoted, context.dialect)
  const relations = star.table ? [called(foldName(star.table.text, star.table.quoted, context.dialect, 'table'), scope)] : scope.relations
  const open = relations.flatMap((each) => each.open)
  const changes = star.except.length + star.replace.length + star.rename.length
  if ((open.length > 0 && changes > 0) || star.matching !== undefined || star.inside) throw new UnsureError('a star of unknown columns')
  const except = new Set(star.except.map(fold))
  const replace = new Map(star.replace.map((each, at) => [fold(each.name), at]))
  const rename = new Map(star.rename.map((each) => [fold(each.from), each.to]))
  const all = star.table ? relations.flatMap((each) => each.columns) : columnsShown(scope)
  const columns = all.flatMap((column) => {
    if (except.has(column.key)) return []
    const at = replace.get(column.key)
    const to = rename.get(column.key)
    return [{ ...column, ...(at !== undefined && { value: value(at) }), ...(to && { name: to.text, key: fold(to) }) }]
  })
  return { columns, open }
}

function called(key: string, start: Scope): Relation {
  for (let scope: Scope | undefined = start; scope; scope = scope.outer) {
    const found = scope.relations.find((relation) => isCalled(relation, [key]))
    if (found && scope.frame === start.frame) return found
  }
  throw new UnsureError(`nothing is called ${key}`)
}
