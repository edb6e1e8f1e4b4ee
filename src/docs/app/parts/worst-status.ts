/** How a node stands. */
import type { NodeStatus, SiteNode } from '../../model/index.js'

/** The worst of a node's own status and its tests'. */
export function worstStatus(node: SiteNode): NodeStatus {
  if (node.status === 'fail' || node.tests.fail > 0) return 'fail'
  if (node.status === 'skipped') return 'skipped'
  if (node.status === 'warn' || node.tests.warn > 0) return 'warn'
  if (node.status === 'ok' || node.tests.ok > 0) return 'ok'
  return 'none'
}
