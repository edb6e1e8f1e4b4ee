/** The lineage around one node: nodes alone, or with their columns and the links between them. */
import type { JSX } from 'preact'
import type { SiteLineage } from '../../../model/index.js'
import { drawingOf } from '../../columns/drawing.js'
import { DrawingView } from '../../columns/drawing-view.js'
import { KindLegend } from '../../columns/kind.js'
import { useWalks, type WalkQuestion } from '../../columns/use-walk.js'
import type { Edge, Point } from '../../columns/walk.js'
import { askedText } from '../../columns/words.js'
import { useEntry } from '../../data.js'
import { Choices, Command, EmptyState, Loading } from '../../parts.js'
import { neighbourhood, setQuery } from '../../site.js'
import type { TabProps } from './tab-props.js'

const farthest = 6

export function LineageTab(props: TabProps): JSX.Element {
  const { site, node, query } = props
  const level = query.get('level') === 'columns' ? 'columns' : 'nodes'
  const steps = (name: string, usual: number) => {
    const asked = Number(query.get(name) ?? usual)
    return Number.isInteger(asked) && asked >= 0 ? Math.min(asked, farthest) : usual
  }
  const [up, down] = [steps('up', level === 'nodes' ? 2 : 1), steps('down', level === 'nodes' ? 2 : 1)]
  const asked = askedText(site, node)
  return (
    <>
      <div class="filters">
        <Choices
          label="Level"
          choices={[
            { value: 'nodes', title: 'Nodes' },
            { value: 'columns', title: 'Columns' },
          ]}
          value={level}
          onPick={(value) => setQuery({ level: value === 'columns' ? 'columns' : '', up: '', down: '' })}
        />
        <Steps label="Steps up" name="up" value={up} />
        <Steps label="Steps down" name="down" value={down} />
        <p>
          <a href={`#/lineage?node=${encodeURIComponent(node.id)}`}>In the project's lineage</a>
        </p>
      </div>
      {level === 'nodes' ? <NodeLevel {...props} up={up} down={down} /> : <ColumnLevel {...props} up={up} down={down} />}
      <p>
        <Command
          text={
            level === 'nodes' ? `sluice ls --select ${up}+${asked}+${down}` : `sluice lineage '${asked}.*' --depth ${Math.max(up, down)}`
          }
        />
      </p>
    </>
  )
}

function Steps({ label, name, value }: { label: string; name: string; value: number }): JSX.Element {
  return (
    <label>
      {label}
      <input type="number" min="0" max={farthest} value={value} onChange={(event) => setQuery({ [name]: event.currentTarget.value })} />
    </label>
  )
}

interface LevelProps extends TabProps {
  readonly up: number
  readonly down: number
}

const boxes = 120

function NodeLevel({ site, place, node, up, down }: LevelProps): JSX.Element {
  const around = neighbourhood(site, place, up, down)
  const point = (at: number): Point => ({ place: at, id: site.index.nodes[at]?.id ?? '', column: '' })
  const points = [...around].map(point)
  const edges = points.flatMap(({ place: at }) =>
    (site.children[at] ?? []).flatMap((child): Edge[] =>
      around.has(child) ? [{ from: point(at), to: point(child), kind: 'node', effects: [] }] : [],
    ),
  )
  const drawing = drawingOf(points, edges, { boxes, rows: 0 })
  return (
    <>
      <DrawingView site={site} drawing={drawing} focus={place} label={`Nodes around ${node.name}`} />
      {drawing.more > 0 ? <p class="quiet small">{drawing.more} nodes further away are not drawn.</p> : null}
    </>
  )
}

/** Of a wider node the first ones; each column has a page of its own. */
const startsDrawn = 40

function ColumnLevel({ site, place, node, up, down }: LevelProps): JSX.Element {
  const entry = useEntry(site.index, 'lineage', place)
  const starts = startsOf(entry ?? undefined, { place, id: node.id, column: '' })
  const walks = useWalks(
    site,
    starts.flatMap((start): WalkQuestion[] => [
      ...(up > 0 ? [{ start, direction: 'up' as const, depth: up, indirect: false, limit: 2000 }] : []),
      ...(down > 0 ? [{ start, direction: 'down' as const, depth: down, indirect: false, limit: 2000 }] : []),
    ]),
  )
  if (entry === null || !walks) return <Loading />
  if (!entry)
    return (
      <EmptyState title="No column lineage" command="sluice docs generate">
        {site.index.noColumns || 'The SQL of this node is not understood.'}
      </EmptyState>
    )
  const points = [...starts, ...walks.flatMap(({ walk }) => walk.reached)]
  const drawing = drawingOf(
    points,
    walks.flatMap(({ walk }) => walk.edges),
    { boxes: 60, rows: startsDrawn },
  )
  const left = entry.own - starts.length
  return (
    <>
      {entry.reason ? <p class="quiet">{entry.reason}</p> : null}
      <DrawingView site={site} drawing={drawing} focus={place} label={`Columns around ${node.name}`} />
      <KindLegend indirect={false} />
      {left > 0 ? (
        <p class="quiet small">
          The first {starts.length} columns are followed; {left} more have their own pages.
        </p>
      ) : null}
      {drawing.more > 0 ? <p class="quiet small">{drawing.more} columns further away are not drawn.</p> : null}
    </>
  )
}

/** The node as a whole where it has no columns. */
function startsOf(entry: SiteLineage | undefined, whole: Point): readonly Point[] {
  const columns = entry?.columns.slice(0, Math.min(entry.own, startsDrawn)) ?? []
  return columns.length > 0 ? columns.map(({ name }) => ({ ...whole, column: name })) : [whole]
}
