/** What a column is made of and what is made of it, drawn and told step by step, and what breaks without it. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { SiteDetail, SiteLineage, SiteNode } from '../../../model/index.js'
import { drawingOf } from '../../columns/drawing.js'
import { DrawingView } from '../../columns/drawing-view.js'
import { Expression } from '../../columns/expression.js'
import { breakages } from '../../columns/impact.js'
import { Breakages, ReachedGroups, WalkCounts } from '../../columns/impact-view.js'
import { KindLegend } from '../../columns/kind.js'
import { LineageTree } from '../../columns/tree-view.js'
import { useWalks, type Walked } from '../../columns/use-walk.js'
import { columnOf, type Point } from '../../columns/walk.js'
import { askedText, shortened } from '../../columns/words.js'
import { Choices, Command, Loading } from '../../parts.js'
import { nodeLink, type Site, setQuery } from '../../site.js'

interface LineageProps {
  readonly site: Site
  readonly start: Point
  readonly entry: SiteLineage
  readonly detail: SiteDetail
  readonly indirect: boolean
}

const pointsAtFirst = 2000

export function Lineage({ site, start, entry, detail, indirect }: LineageProps): JSX.Element {
  const [limit, setLimit] = useState(pointsAtFirst)
  const question = { start, depth: Number.POSITIVE_INFINITY, limit }
  const walks = useWalks(site, [
    { ...question, direction: 'up', indirect },
    { ...question, direction: 'down', indirect },
    { ...question, direction: 'down', indirect: true },
  ])
  const node = site.index.nodes[start.place] as SiteNode
  const column = columnOf(entry, start.column)
  const asked = askedText(site, node, start.column)
  const [up, down, all] = walks ?? []
  return (
    <>
      <section>
        <h2>How it is computed</h2>
        <Computed entry={entry} node={node} start={start} column={column} />
      </section>
      <div class="row lineage-choice">
        <Choices
          label="Links that count"
          choices={[
            { value: 'values', title: 'Values only' },
            { value: 'all', title: 'Also columns that filter, join, group' },
          ]}
          value={indirect ? 'all' : 'values'}
          onPick={(value) => setQuery({ links: value === 'all' ? 'all' : '' })}
        />
        <Command text={`sluice lineage ${asked}${indirect ? ' --indirect' : ''}`} />
      </div>
      {up && down && all ? (
        <>
          <Drawn site={site} start={start} up={up} down={down} />
          <KindLegend indirect={indirect} />
          <Upstream site={site} up={up} asked={asked} indirect={indirect} node={node} />
          <Downstream site={site} down={down} asked={asked} indirect={indirect} />
          <section id="breaks">
            <h2>Rename or drop it: what breaks</h2>
            <Breakages site={site} list={breakages({ node, detail, column: start.column, walk: all.walk })} further={further(down)} />
            <p class="command-note">
              <Command text="sluice lineage --impact --state path/to/last/target" />
              <span class="quiet small">after the change, tells what it touches and who owns it</span>
            </p>
          </section>
          {up.walk.complete && down.walk.complete && all.walk.complete ? null : (
            <p>
              <button type="button" class="button" onClick={() => setLimit(limit * 5)}>
                Follow further
              </button>{' '}
              <span class="quiet">More than {limit.toLocaleString('en')} columns are reached: those further away are left out so far.</span>
            </p>
          )}
        </>
      ) : (
        <Loading />
      )}
    </>
  )
}

function further({ walk }: Walked): number {
  return walk.reached.filter((point) => point.column !== '' && (walk.distance.get(`${point.id}\n${point.column}`) ?? 0) > 1).length
}

interface ComputedProps {
  readonly entry: SiteLineage
  readonly node: SiteNode
  readonly start: Point
  readonly column: SiteLineage['columns'][number] | undefined
}

function Computed({ entry, node, start, column }: ComputedProps): JSX.Element {
  if (column && column.steps.length > 0)
    return (
      <>
        <Expression column={column} all />
        <p class="quiet small">
          <a href={`${nodeLink(node)}?tab=sql${column.line > 0 ? `&line=${column.line}` : ''}`}>
            In the SQL{column.line > 0 ? `, line ${column.line}` : ''}
          </a>
        </p>
      </>
    )
  if (node.type === 'source' || node.type === 'seed') return <p>It is not computed: it comes with the {node.type}.</p>
  if (entry.reason) return <p class="quiet">{entry.reason}</p>
  const through = column?.up.find(([, name]) => name !== '')
  return through ? (
    <p>
      It comes through a star: <code>{shortened(through[1])}</code> is taken as it is.
    </p>
  ) : (
    <p>
      The SQL of <code>{shortened(start.column)}</code> is not part of this site.
    </p>
  )
}

function Drawn({ site, start, up, down }: { site: Site; start: Point; up: Walked; down: Walked }): JSX.Element {
  const points = [start, ...up.walk.reached, ...down.walk.reached]
  const drawing = drawingOf(points, [...up.walk.edges, ...down.walk.edges], { boxes: 60, rows: 14 })
  return (
    <>
      <DrawingView
        site={site}
        drawing={drawing}
        focus={start.place}
        column={start.column}
        label={`Lineage of the column ${start.column}, drawn`}
      />
      {drawing.more > 0 ? <p class="quiet small">{drawing.more} columns further away are not drawn.</p> : null}
    </>
  )
}

function Upstream({
  site,
  up,
  asked,
  indirect,
  node,
}: {
  site: Site
  up: Walked
  asked: string
  indirect: boolean
  node: SiteNode
}): JSX.Element {
  return (
    <section id="upstream">
      <h2>Made of</h2>
      {up.walk.edges.length > 0 ? (
        <>
          <WalkCounts walk={up.walk} />
          <LineageTree site={site} walked={up} label="Made of" />
        </>
      ) : (
        <p>
          {node.type === 'source' || node.type === 'seed' ? `Nothing: it is a ${node.type}.` : 'No column: a constant, or a count of rows.'}
        </p>
      )}
      <p>
        <Command text={`sluice lineage ${asked} --up${indirect ? ' --indirect' : ''}`} />
      </p>
    </section>
  )
}

function Downstream({ site, down, asked, indirect }: { site: Site; down: Walked; asked: string; indirect: boolean }): JSX.Element {
  return (
    <section id="downstream">
      <h2>Goes into</h2>
      {down.walk.edges.length > 0 ? (
        <>
          <WalkCounts walk={down.walk} />
          <ReachedGroups site={site} walk={down.walk} />
          <details>
            <summary>Step by step</summary>
            <LineageTree site={site} walked={down} label="Goes into" />
          </details>
        </>
      ) : (
        <p>Nothing that is known.</p>
      )}
      <p>
        <Command text={`sluice lineage ${asked} --down${indirect ? ' --indirect' : ''}`} />
      </p>
    </section>
  )
}
