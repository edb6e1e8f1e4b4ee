/** `graph_summary.json`: the shape of the graph, with the data tests' edges where `build` adds them. */
import type { Invocation } from '../core/invocation.js'
import { writeAtomic } from './atomic.js'
import { jsonChunks } from './json.js'

export async function writeGraphSummary(
  path: string,
  linked: object,
  withTestEdges: object | undefined,
  invocation: Invocation,
): Promise<void> {
  const sections: [string, unknown][] = [
    ['_invocation_id', invocation.id],
    ['linked', linked],
  ]
  if (withTestEdges) sections.push(['with_test_edges', withTestEdges])
  await writeAtomic(path, jsonChunks(sections, invocation.redactor))
}
