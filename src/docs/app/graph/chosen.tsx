/** Facts of the box that is chosen, beside the drawing. */
import type { JSX } from 'preact'
import type { ChangesBlock, SiteNode } from '../../model/index.js'
import { Command, Facts, formatBytes, formatCount, formatSeconds, NodeLink, Status, TypeTag } from '../parts.js'
import { nodeLink, type Site, setQuery } from '../site.js'
import { anew } from './controls.js'
import type { Box, Scene } from './scene.js'

interface Props {
  readonly site: Site
  readonly scene: Scene
  readonly box: Box
  readonly changes: ChangesBlock | null | undefined
  readonly onExpand: (box: Box) => void
}

export function Chosen({ site, scene, box, changes, onExpand }: Props): JSX.Element {
  const index = scene.byKey.get(box.key) ?? -1
  const [up, down] = [scene.parents[index]?.length ?? 0, scene.children[index]?.length ?? 0]
  return (
    <aside class="lg-chosen card" aria-label="Chosen node">
      <button type="button" class="lg-close" aria-label="Close" onClick={() => setQuery({ focus: '' })}>
        ×
      </button>
      <h2>
        <bdi>{box.label}</bdi>
      </h2>
      {box.group ? (
        <ChosenGroup site={site} box={box} up={up} down={down} onExpand={onExpand} />
      ) : (
        <ChosenNode
          node={site.index.nodes[box.places[0] as number] as SiteNode}
          place={box.places[0] as number}
          up={up}
          down={down}
          changes={changes}
        />
      )}
    </aside>
  )
}

interface NodeProps {
  readonly node: SiteNode
  readonly place: number
  readonly up: number
  readonly down: number
  readonly changes: ChangesBlock | null | undefined
}

function ChosenNode({ node, place, up, down, changes }: NodeProps): JSX.Element {
  const changed = changes?.changed.find((each) => each.node === place)
  const tests = Object.values(node.tests).reduce((sum, count) => sum + count, 0)
  return (
    <>
      <p>
        <TypeTag node={node} /> <Status status={node.status} words />
      </p>
      {node.summary ? <p>{node.summary}</p> : null}
      <Facts
        rows={[
          ['Reads', String(up)],
          ['Read by', String(down)],
          ['Owner', node.owner || node.group],
          ['Folder', node.folder],
          ['Tags', node.tags.join(', ')],
          [
            'Tests',
            tests === 0
              ? ''
              : `${tests}${node.tests.fail ? `, ${node.tests.fail} failed` : ''}${node.tests.warn ? `, ${node.tests.warn} warned` : ''}`,
          ],
          ['Last run', formatSeconds(node.seconds)],
          ['Rows', formatCount(node.rows)],
          ['Size', formatBytes(node.bytes)],
          ['Changed', changes?.added.includes(place) ? 'added' : (changed?.reasons.join('; ') ?? '')],
        ]}
      />
      <div class="row">
        <a class="button button-main" href={nodeLink(node)}>
          Open
        </a>
        <button type="button" class="button" onClick={() => setQuery({ ...anew, select: '', node: node.id, focus: node.id })}>
          Only its lineage
        </button>
        <button type="button" class="button" onClick={() => setQuery({ view: '', from: node.id })}>
          Path from here
        </button>
        <button type="button" class="button" onClick={() => setQuery({ view: '', to: node.id })}>
          Path to here
        </button>
      </div>
      <Command text={`sluice ls --select +${node.name}+`} />
    </>
  )
}

const listed = 12

function ChosenGroup({
  site,
  box,
  up,
  down,
  onExpand,
}: {
  site: Site
  box: Box
  up: number
  down: number
  onExpand: (box: Box) => void
}): JSX.Element {
  const nodes = box.places.slice(0, listed).flatMap((place) => site.index.nodes[place] ?? [])
  return (
    <>
      <p>
        {box.kind} <Status status={box.status} words />
      </p>
      <Facts
        rows={[
          ['Reads', String(up)],
          ['Read by', String(down)],
        ]}
      />
      <ul class="plain-list">
        {nodes.map((node) => (
          <li key={node.id}>
            <NodeLink node={node} />
          </li>
        ))}
        {box.places.length > listed ? <li class="quiet">and {box.places.length - listed} more</li> : null}
      </ul>
      <div class="row">
        <button type="button" class="button button-main" onClick={() => onExpand(box)}>
          Expand
        </button>
      </div>
    </>
  )
}
