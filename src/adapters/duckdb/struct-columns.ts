/** Columns of struct type as contracts see them: one column per field, `parent.field`, down to the leaves. */
export interface NamedType {
  readonly name: string
  readonly dtype: string
}

export function flattenStruct(name: string, dtype: string): NamedType[] {
  const inner = /^STRUCT\((.*)\)$/is.exec(dtype)?.[1]
  if (inner === undefined) return [{ name, dtype }]
  return splitFields(inner).flatMap((field) => flattenStruct(`${name}.${field.name}`, field.dtype))
}

/** `a VARCHAR, "b c" DECIMAL(10, 2)` at its outer commas. */
function splitFields(inner: string): NamedType[] {
  const parts: string[] = ['']
  let depth = 0
  for (const token of inner.match(/"(?:[^"]|"")*"|[^"]/g) ?? []) {
    if (token === '(') depth++
    if (token === ')') depth--
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts.map((text) => {
    const match = /^("(?:[^"]|"")*"|\S+)\s+(.*)$/s.exec(text.trim())
    const name = (match?.[1] ?? text).replace(/^"(.*)"$/s, '$1').replaceAll('""', '"')
    return { name, dtype: match?.[2] ?? '' }
  })
}
