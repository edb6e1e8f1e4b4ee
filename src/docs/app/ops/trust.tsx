/** What is wrong above a node, a line each. */
import type { JSX } from 'preact'
import { NodeLink, Status } from '../parts.js'
import type { Site } from '../site.js'
import type { Trouble } from './reach.js'

const shown = 5

export function TrustText({ site, troubles }: { site: Site; troubles: readonly Trouble[] }): JSX.Element | null {
  if (troubles.length === 0) return null
  return (
    <ul class="plain-list small">
      {troubles.slice(0, shown).map(({ place, status, why }) => {
        const node = site.index.nodes[place]
        return node ? (
          <li key={place}>
            <Status status={status} /> <NodeLink node={node} /> {why}
          </li>
        ) : null
      })}
      {troubles.length > shown ? <li class="quiet">and {troubles.length - shown} more</li> : null}
    </ul>
  )
}
