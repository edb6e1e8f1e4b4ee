/** `--inline`: the open project with one more node, the SQL given on the command line. */
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { buildGraph } from '../graph/index.js'
import { parseInline } from '../parse/index.js'
import type { OpenProject } from './open-project.js'

export async function withInline(
  opened: OpenProject,
  invocation: Invocation,
  sql: string,
): Promise<OpenProject & { readonly inlineId: UniqueId }> {
  const { manifest, id } = await parseInline(opened.project, opened.manifest, invocation, sql)
  return { ...opened, manifest, graph: buildGraph(manifest), inlineId: id }
}
