/** What the rules of the project find, how much is described, tested and owned, and which columns are tagged. */
import type { SiteMaking } from '../making.js'
import type { GovernanceBlock, SiteDetail } from '../model/index.js'
import { columnsOf } from '../resources.js'

export function governanceBlock({ input, shown, place }: SiteMaking, details: readonly SiteDetail[]): GovernanceBlock {
  const found = input.governance
  return {
    findings: found?.findings?.map(({ id, ...finding }) => ({ ...finding, node: id === null ? -1 : (place.get(id) ?? -1) })) ?? null,
    coverage: found?.coverage ?? [],
    tagged: details.flatMap(({ columns }, at) => {
      if (!columns.some(({ tags }) => tags.length > 0)) return []
      const specs = shown[at] ? columnsOf(shown[at]) : {}
      const own = new Map(Object.values(specs).map((spec) => [spec.name.toLowerCase(), ownTags(spec)]))
      return columns.flatMap(({ name, tags }) => {
        if (tags.length === 0) return []
        const said = own.get(name.toLowerCase())
        const inherited = tags.filter((tag) => !said?.has(tag))
        return [[at, name, [...tags.filter((tag) => said?.has(tag)), ...inherited], inherited.length] as const]
      })
    }),
  }
}

/** As `lineage` counts them: what `meta` says is true is a tag too. */
function ownTags(spec: { readonly tags?: unknown; readonly meta?: unknown; readonly config?: unknown }): Set<string> {
  const config = (spec.config ?? {}) as { readonly tags?: unknown; readonly meta?: unknown }
  const tags = [spec.tags, config.tags].flatMap((each) => (Array.isArray(each) ? each.map(String) : []))
  const metas = [spec.meta, config.meta].filter((meta) => meta !== null && typeof meta === 'object') as object[]
  return new Set([...tags, ...metas.flatMap((meta) => Object.entries(meta).flatMap(([key, value]) => (value === true ? [key] : [])))])
}
