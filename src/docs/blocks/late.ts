/** What is late, with nodes by their positions. */
import type { UniqueId } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { LateBlock } from '../model/index.js'

export function lateBlock({ input, place }: SiteMaking): LateBlock | undefined {
  const { late } = input
  if (!late) return undefined
  const at = (id: UniqueId) => place.get(id) ?? -1
  return {
    at: late.at,
    states: late.states
      .filter(({ node }) => place.has(node))
      .map((state) => ({ ...state, node: at(state.node), hops: state.hops.map((hop) => ({ ...hop, node: at(hop.node) })) })),
    causes: late.causes.map((cause) => ({
      ...cause,
      node: at(cause.node),
      items: cause.items.map((item) => ({ ...item, node: at(item.node) })),
      exposures: cause.exposures.map(at).filter((exposure) => exposure >= 0),
    })),
  }
}
