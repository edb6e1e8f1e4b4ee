/** A column's type as a warehouse describes it, e.g. `NUMBER(38,0)`, in parts. */

export interface ColumnTypeParts {
  readonly dtype: string
  readonly charSize: number | null
  readonly numericPrecision: number | null
  readonly numericScale: number | null
  readonly collation: string | null
}

/** Types made of types (`OBJECT(a INT)`) and anything else whose brackets hold no sizes stay whole. */
export function columnTypeParts(described: string): ColumnTypeParts {
  const collate = /\s+collate\s+'([^']*)'/i
  const collation = collate.exec(described)?.[1] ?? null
  const bare = described.replace(collate, '').trim()
  const match = /^([^()]+)\(\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?\)$/.exec(bare)
  const none = { charSize: null, numericPrecision: null, numericScale: null, collation }
  if (!match) return { dtype: bare, ...none }
  const [, name = bare, first, second] = match
  const dtype = name.trim()
  if (second === undefined) return { dtype, ...none, charSize: Number(first) }
  return { dtype, ...none, numericPrecision: Number(first), numericScale: Number(second) }
}
