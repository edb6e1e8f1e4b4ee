/** Who a node is, in one look: name, state, owner, promises. */
import type { JSX } from 'preact'
import type { SiteNode } from '../../../model/index.js'
import { shortened } from '../../columns/words.js'
import { Breadcrumbs, Status, TypeTag, worstStatus } from '../../parts.js'
import type { Site } from '../../site.js'
import { buildable } from './overview.js'

export function Heading({ site, node }: { site: Site; node: SiteNode }): JSX.Element {
  const folder: readonly (readonly [string, string])[] = node.folder
    ? [[shortened(node.folder, 60), `#/catalog?folder=${encodeURIComponent(node.folder)}`]]
    : []
  const past = node.deprecated !== '' && node.deprecated <= site.index.generatedAt.slice(0, 10)
  return (
    <header class="node-head">
      <Breadcrumbs trail={[['Catalog', '#/catalog'], ...folder, [shortened(node.name, 60)]]} />
      <h1>
        <bdi>{shortened(node.name, 300)}</bdi>
      </h1>
      <p class="head-line">
        {standing(node)}
        <TypeTag node={node} />
        {node.version ? <span class="tag">version {node.version}</span> : null}
        {node.access && node.access !== 'protected' ? <span class="tag">{node.access}</span> : null}
        {node.contract ? <span class="tag">contract</span> : null}
        {node.certified ? <span class="badge badge-ok">certified</span> : null}
        {node.deprecated ? (
          <span class="badge badge-warn">
            {past ? 'deprecated since' : 'deprecated from'} {node.deprecated}
          </span>
        ) : null}
        {node.group ? (
          <a class="tag" href={`#/owners?group=${encodeURIComponent(node.group)}`}>
            group {node.group}
          </a>
        ) : null}
        {node.owner ? (
          <span class="quiet small">
            owned by <bdi>{shortened(node.owner, 80)}</bdi>
          </span>
        ) : null}
        {node.tags.slice(0, 20).map((tag) => (
          <a key={tag} class="tag" href={`#/catalog?tag=${encodeURIComponent(tag)}`}>
            <bdi># {tag}</bdi>
          </a>
        ))}
      </p>
    </header>
  )
}

/** What is never built says how fresh it is, or nothing. */
function standing(node: SiteNode): JSX.Element | null {
  const status = worstStatus(node)
  if (status !== 'none' || buildable(node)) return <Status status={status} words />
  if (node.freshness === 'none') return null
  return <Status status={node.freshness} text={{ ok: 'fresh', warn: 'late', fail: 'stale', skipped: 'skipped' }[node.freshness]} />
}
