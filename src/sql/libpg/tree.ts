/** PostgreSQL's own parse tree, read as plain data: `{Kind: {fields}}`, zeros and empty lists left out. */

export type Raw = Readonly<Record<string, unknown>>

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Kinds begin with a capital, fields do not. */
export function tagged(node: unknown): { readonly kind: string; readonly fields: Raw } | undefined {
  if (!isRaw(node)) return undefined
  const [kind, ...others] = Object.keys(node)
  if (kind === undefined || others.length > 0 || !/^[A-Z]/.test(kind)) return undefined
  const fields = node[kind]
  return isRaw(fields) ? { kind, fields } : undefined
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Items of a kind, without the others. */
export function all(value: unknown, kind: string): readonly Raw[] {
  return list(value).flatMap((each) => {
    const found = tagged(each)
    return found?.kind === kind ? [found.fields] : []
  })
}

export function raw(value: unknown): Raw {
  return isRaw(value) ? value : {}
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Texts of a list of strings. */
export function texts(value: unknown): string[] {
  return all(value, 'String').flatMap(({ sval }) => text(sval) ?? [])
}

/** All that a node says beside the nodes inside it and their places. */
export function formOf(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map((each: unknown) => (tagged(each) ? inner(each) : formOf(each))).join()}]`
  if (!isRaw(node)) return JSON.stringify(node) ?? ''
  const said = Object.entries(node).filter(([key]) => !/^(location|list_start|list_end|name_location)$/.test(key))
  return `{${said.map(([key, value]) => `${key}:${tagged(value) ? inner(value) : formOf(value)}`).join()}}`
}

/** Names are said, expressions stand elsewhere. */
function inner(node: unknown): string {
  const found = tagged(node)
  return found?.kind === 'String' ? JSON.stringify(found.fields.sval ?? '') : '?'
}
