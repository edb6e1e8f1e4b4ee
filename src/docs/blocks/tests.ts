/** All tests, with the nodes they look at. */
import type { SiteMaking } from '../making.js'
import type { SiteTest, TestsBlock } from '../model/index.js'

export function testsBlock({ tests, place }: SiteMaking): TestsBlock {
  const found = new Map<string, { readonly test: SiteTest; readonly nodes: number[] }>()
  for (const [id, list] of tests) {
    const node = place.get(id)
    for (const test of list) {
      const entry = found.get(test.id) ?? { test, nodes: [] }
      if (node !== undefined) entry.nodes.push(node)
      found.set(test.id, entry)
    }
  }
  return {
    tests: [...found.values()].map(({ test: { sql: _sql, ...test }, nodes }) => ({ ...test, nodes })),
  }
}
