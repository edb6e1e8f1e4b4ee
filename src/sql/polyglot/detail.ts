/** What a node says beside the nodes inside it. */
import { isRaw, type Raw } from './raw.js'

/** Fields that say how something was written, not what it means. */
export const spelling =
  /comments?$|^span$|^alias_(explicit_as|keyword|first)$|^original_name$|_syntax$|^inferred_type$|^(no_parens|bracket_notation|use_sample_keyword|explicit_asc|use_(inner|outer)_keyword|quoted|nesting_group)$/

const wholes = new Set(['to', 'unit', 'frame', 'field'])

/** Everything that is no node and no spelling, as one comparable text. */
export function detailOf(fields: Raw): string {
  return Object.keys(fields)
    .sort()
    .flatMap((key) => one(key, fields[key]))
    .join(' ')
}

function one(key: string, value: unknown): string[] {
  if (spelling.test(key) || key === 'name' || value === null || value === undefined || value === false) return []
  if (wholes.has(key)) return [`${key}=${flat(value)}`]
  return typeof value === 'object' ? [] : [`${key}=${String(value)}`]
}

function flat(value: unknown): string {
  return JSON.stringify(value, (key, inner) => (spelling.test(key) || inner === null || inner === false ? undefined : inner)).toLowerCase()
}

/** A written name, which is no node though it looks like one with a single field. */
export function isName(value: unknown): boolean {
  return isRaw(value) && typeof value.name === 'string' && ('quoted' in value || 'span' in value)
}
