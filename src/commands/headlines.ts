/** Models that hold figures people look for first name themselves by `meta: {headline: …}`; the end of a run says where they are. */
import type { Invocation } from '../core/invocation.js'
import type { RunResult } from '../core/result.js'
import type { OpenProject } from './open-project.js'

export function showHeadlines(opened: OpenProject, invocation: Invocation, results: readonly RunResult[]): void {
  for (const result of results) {
    if (result.status !== 'success') continue
    const node = opened.manifest.nodes[result.unique_id]
    const headline = node?.config.meta.headline
    if (!node || typeof headline !== 'string' || headline === '') continue
    invocation.events.emit('Note', { msg: `${headline}: ${node.relation_name ?? node.name}  (sluice show --select ${node.name})` })
  }
}
