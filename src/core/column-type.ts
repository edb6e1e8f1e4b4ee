/** A column's type as a warehouse describes it, e.g. `NUMBER(38,0)`, in parts. */

export interface ColumnTypeParts {
  readonly dtype: string
  readonly charSize: number | null
  readonly numericPrecision: number | null
  readonly numericScale: number | null
}

/** Types made of types (`OBJECT(a INT)`) and anything else whose brackets hold no sizes stay whole. A collation is left out. */
export function columnTypeParts(described: string): ColumnTypeParts {
  const bare = described.replace(/\s+collate\s+'[^']*'(\s+rtrim)?/i, '').trim()
  const match = /^([^()]+)\(\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?\)$/.exec(bare)
  const none = { charSize: null, numericPrecision: null, numericScale: null }
  if (!match) return { dtype: bare, ...none }
  const [, name = bare, first, second] = match
  const dtype = name.trim()
  if (second === undefined) return { dtype, ...none, charSize: Number(first) }
  return { dtype, ...none, numericPrecision: Number(first), numericScale: Number(second) }
}
