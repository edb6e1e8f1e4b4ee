/** A walk as a nested list: each hop with how the value gets there, a link, and the text that computes it. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { SiteNode } from '../../model/index.js'
import { TypeTag } from '../parts.js'
import type { Site } from '../site.js'
import { Expression } from './expression.js'
import { Kind } from './kind.js'
import { type TreeItem, treeOf } from './tree.js'
import type { Walked } from './use-walk.js'
import { columnOf, type Point, pointKey, typeOf } from './walk.js'
import { nodeName, pointLink, shortened } from './words.js'

const linesAtFirst = 120

export function LineageTree({ site, walked, label }: { site: Site; walked: Walked; label: string }): JSX.Element {
  const [lines, setLines] = useState(linesAtFirst)
  const tree = treeOf(walked.walk, lines)
  return (
    <div class="lineage-tree">
      <Branch site={site} walked={walked} items={tree.items} label={label} />
      {tree.more ? (
        <p>
          <button type="button" class="button" onClick={() => setLines(lines * 4)}>
            Show more
          </button>{' '}
          <span class="quiet">The first {tree.lines} lines are shown.</span>
        </p>
      ) : null}
    </div>
  )
}

interface BranchProps {
  readonly site: Site
  readonly walked: Walked
  readonly items: readonly TreeItem[]
  readonly label?: string
}

function Branch({ site, walked, items, label }: BranchProps): JSX.Element {
  return (
    <ul aria-label={label}>
      {items.map(({ edge, point, again, below }, at) => {
        const entry = walked.entries.get(point.place)
        const column = entry && point.column !== '' ? columnOf(entry, point.column) : undefined
        return (
          <li key={at} data-point={pointKey(point)} data-kind={edge.kind}>
            <p class="hop">
              <Kind edge={edge} />
              <PointName site={site} point={point} />
              {column?.type ? <span class="mono quiet small">{column.type}</span> : null}
              {again ? <span class="quiet small">↑ told above</span> : null}
            </p>
            {again || walked.walk.direction === 'down' ? null : <Expression column={column} />}
            {below.length > 0 ? <Branch site={site} walked={walked} items={below} /> : null}
          </li>
        )
      })}
    </ul>
  )
}

/** Node and column, both of them links. */
export function PointName({ site, point }: { site: Site; point: Point }): JSX.Element {
  const node: SiteNode | undefined = site.index.nodes[point.place]
  const href = pointLink(site, point)
  const name = <bdi>{shortened(point.column === '' ? nodeName(site, point) : point.column)}</bdi>
  return (
    <span class="point">
      {href ? (
        <a class="node-link mono" href={href}>
          {name}
        </a>
      ) : (
        <span class="mono">{name}</span>
      )}
      {point.column === '' ? (
        <> {node ? <TypeTag node={node} /> : <span class="quiet small">{typeOf(point.id).replace('_', ' ')}</span>}</>
      ) : (
        <span class="quiet small">
          {' of '}
          {node ? (
            <a href={`#/node/${encodeURIComponent(node.id)}`}>
              <bdi>{shortened(node.name)}</bdi>
            </a>
          ) : null}
        </span>
      )}
    </span>
  )
}
