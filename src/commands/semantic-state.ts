/** `--state-compare semantic`: which nodes are only written differently than in the state's manifest. */
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import { buildGraph, type Graph } from '../graph/index.js'
import { earlierManifest, type Verdict, verdictOfMeaning, verdictOfText } from '../lineage/index.js'
import { type PreviousManifest, textChanges } from '../select/index.js'
import type { OpenProject } from './open-project.js'
import { understand } from './project-sql.js'

/** By node, for those whose text, or that of a macro they use, differs. */
export async function semanticVerdicts(
  opened: OpenProject,
  invocation: Invocation,
  previous: Manifest,
): Promise<ReadonlyMap<UniqueId, Verdict>> {
  const versions = { current: opened.manifest, previous, graph: opened.graph }
  const verdicts = new Map<UniqueId, Verdict>()
  const open: UniqueId[] = []
  for (const id of textChanges(opened.manifest, previous as unknown as PreviousManifest)) {
    const verdict = verdictOfText(id, versions)
    if (verdict) verdicts.set(id, verdict)
    else open.push(id)
  }
  if (open.length === 0) return verdicts
  const manifest = earlierManifest(previous, opened.manifest)
  const graph = graphOf(manifest)
  if (!graph) return verdicts
  const earlier = { ...opened, manifest, graph: withAncestors(graph, open) }
  const current = { ...opened, graph: withAncestors(opened.graph, open) }
  const before = await understand(earlier, invocation, { meanings: 'only' })
  const after = await understand(current, invocation, { meanings: 'only' })
  for (const id of open) verdicts.set(id, verdictOfMeaning(id, { before, after }, versions))
  return verdicts
}

function withAncestors(graph: Graph, ids: readonly UniqueId[]): Graph {
  return graph.subset([...ids, ...graph.ancestors(ids)])
}

/** A manifest of another tool may name what it does not hold. */
function graphOf(manifest: Manifest): Graph | undefined {
  try {
    return buildGraph(manifest)
  } catch (error) {
    if (error instanceof SluiceError && error.code !== 'INTERNAL') return undefined
    throw error
  }
}
