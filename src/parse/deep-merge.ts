import type { Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'

/** Mappings merge, lists join with the version's first, anything else is replaced. */
export function deepMerge(base: Plain, over: Plain): Plain {
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const before = result[key]
    if (isMapping(value) && isMapping(before)) result[key] = deepMerge(before, value)
    else result[key] = Array.isArray(value) && key in result ? [...value, ...(Array.isArray(before) ? before : [])] : value
  }
  return result
}
