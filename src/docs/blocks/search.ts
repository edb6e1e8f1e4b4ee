/** Column names for search: each once, whichever nodes have it. */
import type { SearchBlock, SiteDetail } from '../model/index.js'

export function searchBlock(details: readonly SiteDetail[]): SearchBlock {
  const names = [...new Set(details.flatMap(({ columns }) => columns.map(({ name }) => name)))].sort()
  const place = new Map(names.map((name, index) => [name, index]))
  return { names, columns: details.map(({ columns }) => columns.map(({ name }) => place.get(name) ?? 0)) }
}
