// Two manifests key by key: what a real dbt wrote against ours, without what may differ.

type Json = unknown

const volatile = new Set(['created_at', 'build_path', 'root_path', 'compiled_path'])
const unordered = new Set(['tags', 'doc_blocks', 'macros'])
const builtin = (id: string): boolean => /^(?:macro|doc)\.dbt(?:_\w+)?\./.test(id)

/** `path: theirs ≠ ours` of each difference; metadata, built-in macros and docs, times and orders without meaning are left out. */
export function manifestDifferences(theirs: Record<string, Json>, ours: Record<string, Json>): string[] {
  const found: string[] = []
  for (const section of Object.keys(theirs)) {
    if (section !== 'metadata') compare(theirs[section], ours[section], [section], found)
  }
  return found
}

function compare(theirs: Json, ours: Json, path: readonly string[], found: string[]): void {
  const [a, b] = [normal(theirs, path), normal(ours, path)]
  if (isObject(a) && isObject(b)) compareKeys(a, b, path, found)
  else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) compare(item, b[index], [...path, String(index)], found)
  } else if (a !== b) found.push(`${path.join(' / ')}: ${shown(a)} ≠ ${shown(b)}`)
}

function compareKeys(a: Record<string, Json>, b: Record<string, Json>, path: readonly string[], found: string[]): void {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (volatile.has(key) || (path.length === 1 && builtin(key))) continue
    if (key in a && key in b) compare(a[key], b[key], [...path, key], found)
    else found.push(`${[...path, key].join(' / ')}: ${key in a ? shown(a[key]) : '(absent)'} ≠ ${key in b ? shown(b[key]) : '(absent)'}`)
  }
}

function normal(value: Json, path: readonly string[]): Json {
  if (!Array.isArray(value)) return value
  const key = path.at(-1) ?? ''
  const own = key === 'macros' ? value.filter((id) => !builtin(String(id))) : value
  return unordered.has(key) || path[0] === 'group_map' || path[0] === 'child_map' ? own.map(String).sort() : own
}

function isObject(value: Json): value is Record<string, Json> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function shown(value: Json): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}
