/** All tests, with the nodes they look at, and the keys that no test guards. */
import type { SiteMaking } from '../making.js'
import type { SiteDetail, SiteTest, TestsBlock } from '../model/index.js'
import { keyGaps } from './key-gaps.js'

export function testsBlock(making: SiteMaking, details: readonly SiteDetail[]): TestsBlock {
  const { tests, place } = making
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
    tests: [...found.values()].map(({ test: { sql: _sql, samples: _samples, ...test }, nodes }) => ({ ...test, nodes })),
    keyGaps: keyGaps(making, details),
  }
}
