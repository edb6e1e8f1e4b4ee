/** Which columns a project marks as personal data: a tag `pii`, or `meta: {pii: true}`, as the rule `pii` of `check` reads them. */
import type { ColumnSpec } from './node.js'

export function isPersonal({ tags, meta, config }: Pick<ColumnSpec, 'tags' | 'meta' | 'config'>): boolean {
  const { tags: configured, meta: configuredMeta } = config as { readonly tags?: unknown; readonly meta?: { readonly pii?: unknown } }
  const named = [...(tags ?? []), ...(Array.isArray(configured) ? configured : [configured])]
  return named.includes('pii') || meta?.pii === true || configuredMeta?.pii === true
}
