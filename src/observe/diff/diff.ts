/** Two relations → what differs between them. */
import { diffAcross } from './across.js'
import { pairColumns } from './columns.js'
import type { ColumnType, DiffAnswer, DiffOptions, RowsDiff, Shown } from './model.js'
import { diffInOne } from './same.js'
import { columnsOf, type DiffSide } from './side.js'

/** `stamp`: makes names of temporary tables that nobody else has. Rejects with DIFF_… errors and those of the warehouses. */
export async function diffRelations(a: DiffSide, b: DiffSide, asked: DiffOptions, stamp: string): Promise<DiffAnswer> {
  const across = a.connection !== b.connection
  const columns = [await columnsOf(a), await columnsOf(b)] as const
  const options = { ...asked, key: asked.key.length > 0 ? asked.key : usualKey(asked.usualKey, columns) }
  const paired = pairColumns({ a: columns[0], b: columns[1], names: [a.asked, b.asked], options, across })
  const found = across ? await diffAcross(a, b, paired, options) : await diffInOne(a, b, paired, options, stamp)
  const { rows, ...rest } = hide(
    found,
    paired.keys.map(({ name }) => name),
    options.hidden,
  )
  const { schema } = paired
  const side = ({ asked: name, relation, target }: DiffSide, count: number) => ({
    asked: name,
    relation: relation.render(),
    target,
    rows: count,
  })
  const different =
    schema.added.length + schema.removed.length + schema.changed.length + rest.onlyA + rest.onlyB + rest.changed + rest.repeated > 0
  return {
    version: 1,
    a: side(a, rows[0]),
    b: side(b, rows[1]),
    key: options.key.length === 0 ? [] : paired.keys.map(({ name }) => name),
    sampled: paired.keys.map(({ name }) => name),
    how: across ? 'checksums' : 'sql',
    schema,
    ...rest,
    different,
  }
}

function usualKey(key: readonly string[], columns: readonly (readonly ColumnType[])[]): readonly string[] {
  const isIn = (side: readonly ColumnType[], name: string) => side.some(({ column }) => column.toLowerCase() === name.toLowerCase())
  return columns.every((side) => key.every((name) => isIn(side, name))) ? key : []
}

/** Stands for a value that nobody is to see. */
const mask = '(hidden)'

function hide(found: RowsDiff, keys: readonly string[], hidden: DiffOptions['hidden']): RowsDiff {
  const isHidden = (column: string | undefined) => column !== undefined && hidden(column)
  const key = (values: readonly Shown[]) => values.map((value, index) => (isHidden(keys[index]) && value !== null ? mask : value))
  const columns = found.columns.map((each) => {
    const value = (text: Shown) => (isHidden(each.column) && text !== null ? mask : text)
    return { ...each, samples: each.samples.map((sample) => ({ key: key(sample.key), a: value(sample.a), b: value(sample.b) })) }
  })
  const { onlyA, onlyB, repeated } = found.samples
  const samples = {
    onlyA: onlyA.map(key),
    onlyB: onlyB.map(key),
    repeated: repeated.map((each) => ({ ...each, key: key(each.key) })),
  }
  return { ...found, columns, samples }
}
