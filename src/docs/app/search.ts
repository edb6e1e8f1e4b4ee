/** Search on the page: the index is built off the first keystroke, in pieces, so that typing never waits for it. */
import { loadBlock } from './data.js'
import { buildIndex, type SearchIndex } from './search-index.js'
import { type Hit, searchIndex } from './searching.js'
import type { Site } from './site.js'

export { type Hit, searchWords } from './searching.js'

const built = new WeakMap<Site, Promise<SearchIndex>>()

/** Longer than this, in ms, no piece holds the page up. */
const piece = 12

/** Starts building where nobody has yet. */
export function warmSearch(site: Site): Promise<SearchIndex> {
  let index = built.get(site)
  if (!index) {
    index = build(site)
    built.set(site, index)
  }
  return index
}

async function build(site: Site): Promise<SearchIndex> {
  const steps = buildIndex(site.index.nodes, await loadBlock(site.index, 'search'))
  let start = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - start < piece) continue
    await breath()
    start = performance.now()
  }
}

/** N.B. a timer would wait 4 ms each time, and a hidden page a second. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve()
    port2.postMessage(null)
  })
}

/** Nodes that have every word of the query, best first; none for an empty query. */
export async function search(site: Site, query: string): Promise<readonly Hit[]> {
  const index = await warmSearch(site)
  const start = performance.now()
  const hits = searchIndex(index, query)
  // Seen in the browser's own profiler, and by the benchmark.
  performance.measure('search', { start })
  return hits
}
