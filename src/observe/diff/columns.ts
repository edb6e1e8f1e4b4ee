/** Which columns of two relations are compared, and as what. */
import { columnUnknown, nothingInCommon } from './errors.js'
import { commonFamily, type Family, familyOf } from './family.js'
import type { ColumnType, DiffOptions, SchemaDiff } from './model.js'

/** One column on both sides. */
export interface Pair {
  /** As A spells it. */
  readonly name: string
  readonly other: string
  readonly types: readonly [a: string, b: string]
  readonly family: Family
  /** The two are of one type: values themselves can be compared, not their texts. */
  readonly alike: boolean
}

export interface Paired {
  readonly schema: SchemaDiff
  readonly keys: readonly Pair[]
  readonly columns: readonly Pair[]
}

export interface PairRequest {
  readonly a: readonly ColumnType[]
  readonly b: readonly ColumnType[]
  readonly names: readonly [a: string, b: string]
  readonly options: DiffOptions
  /** Each type is spelt by another warehouse: only families can be compared, and no nested values. */
  readonly across: boolean
}

export function pairColumns(request: PairRequest): Paired {
  const { a, b, names, options, across } = request
  const inB = new Map(b.map((each) => [each.column.toLowerCase(), each]))
  const inA = new Set(a.map(({ column }) => column.toLowerCase()))
  const pairs = a.flatMap((each) => {
    const other = inB.get(each.column.toLowerCase())
    return other ? [pairOf(each, other)] : []
  })
  checkAsked(request, inA, inB)
  const leftOut: { column: string; because: string }[] = []
  const wanted = pairs.filter((pair) => {
    const because = whyNot(pair, options, across)
    if (because !== undefined) leftOut.push({ column: pair.name, because })
    return because === undefined
  })
  const keyNames = options.key.map((each) => each.toLowerCase())
  const isKey = ({ name }: Pair) => keyNames.includes(name.toLowerCase())
  const keys = keyNames.flatMap((name) => pairs.filter((pair) => pair.name.toLowerCase() === name))
  const columns = wanted.filter((pair) => !isKey(pair))
  if (keys.length + columns.length === 0) throw nothingInCommon(...names)
  const schema = {
    added: b.filter(({ column }) => !inA.has(column.toLowerCase())),
    removed: a.filter(({ column }) => !inB.has(column.toLowerCase())),
    changed: pairs
      .filter((pair) => (across ? !sameFamily(pair) : !pair.alike))
      .map(({ name, types }) => ({ column: name, a: types[0], b: types[1] })),
    leftOut: leftOut.filter(({ column }) => !keyNames.includes(column.toLowerCase())),
  }
  // A row without a key is its own key.
  return keys.length > 0 ? { schema, keys, columns } : { schema, keys: columns, columns: [] }
}

function pairOf(a: ColumnType, b: ColumnType): Pair {
  const family = commonFamily(familyOf(a.type), familyOf(b.type))
  const types = [a.type.toLowerCase(), b.type.toLowerCase()] as const
  return { name: a.column, other: b.column, types, family, alike: types[0] === types[1] }
}

function sameFamily({ types }: Pair): boolean {
  const [a, b] = types.map(familyOf)
  return a === b
}

function whyNot({ name, family }: Pair, { columns, excluded, key }: DiffOptions, across: boolean): string | undefined {
  const among = (list: readonly string[]) => list.some((each) => each.toLowerCase() === name.toLowerCase())
  if (among(key)) return undefined
  if (among(excluded)) return 'left out by --exclude-columns'
  if (columns.length > 0 && !among(columns)) return 'not among --columns'
  return across && family === 'other' ? 'nested values are written differently by two warehouses' : undefined
}

function checkAsked({ a, b, names, options }: PairRequest, inA: ReadonlySet<string>, inB: ReadonlyMap<string, ColumnType>): void {
  const asked = [
    ['--key', options.key],
    ['--columns', options.columns],
  ] as const
  for (const [flag, list] of asked)
    for (const column of list) {
      if (!inA.has(column.toLowerCase()))
        throw columnUnknown(
          column,
          flag,
          names[0],
          a.map((each) => each.column),
        )
      if (!inB.has(column.toLowerCase()))
        throw columnUnknown(
          column,
          flag,
          names[1],
          b.map((each) => each.column),
        )
    }
  const all = [...a, ...b].map(({ column }) => column)
  for (const column of options.excluded)
    if (!inA.has(column.toLowerCase()) && !inB.has(column.toLowerCase()))
      throw columnUnknown(column, '--exclude-columns', 'neither side', all)
}
