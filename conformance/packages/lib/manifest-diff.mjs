/** Two manifests of one project key by key, without what may differ: times, folders, orders without meaning, built-in macros. */

const volatile = new Set(['created_at', 'build_path', 'root_path', 'compiled_path', 'compiled_code', 'extra_ctes', 'extra_ctes_injected'])
const unordered = new Set(['tags', 'doc_blocks', 'macros'])
const skipped = new Set(['metadata', 'parent_map', 'child_map'])
const isBuiltin = (id) => /^(?:macro|doc)\.dbt(?:_duckdb|_postgres)?\./.test(id)

/**
 * @param text - makes strings comparable
 * @returns `[path, theirs, ours]` of each difference; ids that one of them lacks are not among them
 */
export function differences(theirs, ours, text) {
  const found = []
  for (const section of Object.keys(theirs)) {
    if (skipped.has(section) || !isMapping(theirs[section])) continue
    for (const [id, entry] of Object.entries(theirs[section]))
      if (!isBuiltin(id) && ours[section]?.[id] !== undefined) walk(entry, ours[section][id], [section, id], { found, text })
  }
  return found
}

function walk(theirs, ours, path, state) {
  const [a, b] = [theirs, ours].map((value) => normal(value, path.at(-1), state.text))
  if (isMapping(a) && isMapping(b)) walkKeys(a, b, path, state)
  else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) walk(item, b[index], [...path, index], state)
  } else if (a !== b) state.found.push([path.join(' / '), a, b])
}

function walkKeys(a, b, path, state) {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (volatile.has(key)) continue
    if (key in a && key in b) walk(a[key], b[key], [...path, key], state)
    else state.found.push([[...path, key].join(' / '), key in a ? a[key] : '(no such key)', key in b ? b[key] : '(no such key)'])
  }
}

function normal(value, key, text) {
  if (typeof value === 'string') return text(value)
  if (!Array.isArray(value) || !unordered.has(key)) return value
  return value
    .filter((item) => !isBuiltin(String(item)))
    .map(String)
    .sort()
}

function isMapping(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
