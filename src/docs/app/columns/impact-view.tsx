/** Downstream of a column: who is reached, grouped and counted, and what a rename or drop breaks. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { NodeLink, plural, TypeTag } from '../parts.js'
import type { Site } from '../site.js'
import { type Breakage, type ReachedGroup, type ReachedNode, reachedGroups } from './impact.js'
import { PointName } from './tree-view.js'
import { typeOf, type Walk } from './walk.js'
import { columnLink, nodeName, shortened } from './words.js'

const typeWords: Readonly<Record<string, readonly [one: string, many: string]>> = {
  analysis: ['analysis', 'analyses'],
  saved_query: ['saved query', 'saved queries'],
  semantic_model: ['semantic model', 'semantic models'],
}

function typeWord(type: string, count: number): string {
  const [one, many] = typeWords[type] ?? [type, `${type}s`]
  return plural(count, one, many)
}

/** As the command's last line says it. */
export function WalkCounts({ walk }: { walk: Walk }): JSX.Element {
  const { hops, columns, nodes, ends } = walk.counts
  const parts = [plural(columns, 'column'), ...Object.entries(nodes).map(([type, count]) => typeWord(type, count))]
  const last = walk.direction === 'up' ? plural(ends, 'origin') : plural(ends, 'last reader')
  return (
    <p class="walk-counts quiet">
      {plural(hops, 'step')} · {parts.join(' · ')} · {last}
      {walk.complete ? '' : ' so far'}
    </p>
  )
}

export function ReachedGroups({ site, walk }: { site: Site; walk: Walk }): JSX.Element {
  return (
    <div class="reached">
      {reachedGroups(walk).map((group) => (
        <Group key={group.type} site={site} group={group} />
      ))}
    </div>
  )
}

const atFirst = 12

function Group({ site, group }: { site: Site; group: ReachedGroup }): JSX.Element {
  const [shown, setShown] = useState(atFirst)
  const columns = group.nodes.reduce((sum, node) => sum + node.columns.length, 0)
  return (
    <section class="reached-group">
      <h3>
        {typeWord(group.type, group.nodes.length)}
        {columns > 0 ? <span class="quiet small"> · {plural(columns, 'column')}</span> : null}
      </h3>
      <ul class="plain-list">
        {group.nodes.slice(0, shown).map((node) => (
          <Reached key={node.point.id} site={site} reached={node} />
        ))}
      </ul>
      {group.nodes.length > shown ? (
        <button type="button" class="button" onClick={() => setShown(shown + 100)}>
          {group.nodes.length - shown} more
        </button>
      ) : null}
    </section>
  )
}

const columnsAtFirst = 8

function Reached({ site, reached }: { site: Site; reached: ReachedNode }): JSX.Element {
  const { point, columns, distance } = reached
  const node = site.index.nodes[point.place]
  return (
    <li>
      <span class="reached-name">
        {node ? (
          <NodeLink node={node} />
        ) : (
          <span class="mono">
            <bdi>{shortened(nodeName(site, point))}</bdi>
          </span>
        )}
      </span>
      <span class="depth quiet small" title="Links on the shortest way">
        {plural(distance, 'step')}
      </span>
      {columns.length > 0 ? (
        <span class="reached-columns">
          {columns.slice(0, columnsAtFirst).map((column) => (
            <a key={column} class="mono" href={columnLink(point.id, column)}>
              <bdi>{shortened(column, 60)}</bdi>
            </a>
          ))}
          {columns.length > columnsAtFirst ? <span class="quiet small">and {columns.length - columnsAtFirst} more</span> : null}
        </span>
      ) : null}
    </li>
  )
}

const rowsAtFirst = 30

export function Breakages({ site, list, further }: { site: Site; list: readonly Breakage[]; further: number }): JSX.Element {
  const [shown, setShown] = useState(rowsAtFirst)
  const sure = list.filter(({ how }) => how === 'breaks').length
  if (list.length === 0)
    return <p>Nothing that is known reads, tests or promises it. Whoever queries the warehouse directly is not known here.</p>
  return (
    <>
      <p class="quiet">
        {plural(sure, 'thing breaks', 'things break')}, {list.length - sure} more may.
        {further > 0 ? ` What reads those follows: ${plural(further, 'column')} further down are made of it.` : ''}
      </p>
      <ul class="breakages">
        {list.slice(0, shown).map(({ how, point, why }, at) => (
          <li key={at}>
            <span class={`badge ${how === 'breaks' ? 'badge-fail' : 'badge-warn'}`}>{how === 'breaks' ? 'breaks' : 'may break'}</span>
            <span>
              {point ? <Reader site={site} point={point} /> : <strong>this node</strong>} <span class="quiet">{why}</span>
            </span>
          </li>
        ))}
      </ul>
      {list.length > shown ? (
        <button type="button" class="button" onClick={() => setShown(shown * 4)}>
          {list.length - shown} more
        </button>
      ) : null}
    </>
  )
}

function Reader({ site, point }: { site: Site; point: NonNullable<Breakage['point']> }): JSX.Element {
  const node = site.index.nodes[point.place]
  if (!node) return <PointName site={site} point={point} />
  return (
    <>
      <NodeLink node={node} /> {typeOf(node.id) === 'exposure' ? <TypeTag node={node} /> : null}
    </>
  )
}
