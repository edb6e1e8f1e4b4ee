/** The lineage of the project or of what is selected of it; the address holds everything that was chosen. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { ChangesBlock } from '../../model/index.js'
import { useBlock } from '../data.js'
import { type Asked, askedOf, placeOf, useShown } from '../graph/asked.js'
import { ChangesNote } from '../graph/changes-note.js'
import { Chosen } from '../graph/chosen.js'
import { colouringOf } from '../graph/colours.js'
import { Answer, anew, Choosers, Selector } from '../graph/controls.js'
import { ExportMenu } from '../graph/export-menu.js'
import { Frame } from '../graph/frame.js'
import { Legend } from '../graph/legend.js'
import { classesOf, type Look, type Mark, useColours } from '../graph/look.js'
import type { Between } from '../graph/paths.js'
import { Rows } from '../graph/rows.js'
import { type Box, type Scene, sceneOf } from '../graph/scene.js'
import { EmptyState } from '../parts.js'
import { nodeLink, type Site, setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

/** Above this many boxes, groups are suggested. */
const many = 2000

export function Lineage({ site, route }: PageProps): JSX.Element {
  const text = route.query.toString()
  const asked = useMemo(() => askedOf(new URLSearchParams(text)), [text])
  const changes = useBlock(site.index, 'changes')
  const { places, selection, path } = useShown(site, asked, changes)
  const open = [...asked.open].join('|')
  const scene = useMemo(() => sceneOf(site, { places, collapse: asked.collapse, open: asked.open }), [site, places, asked.collapse, open])
  const { look, colouring } = useLook(site, scene, asked, path, changes)
  const box = scene.boxes[look.chosen]
  const expand = (group: Box) => setQuery({ ...anew, open: [...asked.open, group.key.replace(/^group:/, '')].join('|') })
  return (
    <>
      <h1>Lineage</h1>
      <Selector asked={asked} selection={selection} />
      <Answer site={site} asked={asked} selection={selection} path={path} count={places.length} />
      <Choosers site={site} asked={asked} changed={Boolean(changes)} />
      {changes ? <ChangesNote changes={changes} /> : null}
      <Suggestion scene={scene} asked={asked} />
      {scene.boxes.length === 0 ? (
        <EmptyState title="Nothing to draw">
          {site.index.nodes.length === 0
            ? 'The project has no nodes yet: add a model, then sluice docs generate.'
            : 'The selection matches no node that is drawn.'}
        </EmptyState>
      ) : (
        <>
          <div class={box ? 'lg-body lg-with' : 'lg-body'}>
            <Frame
              site={site}
              scene={scene}
              look={look}
              view={asked.view}
              onView={(view) => setQuery({ view })}
              onChoose={(chosen) => setQuery({ focus: chosen?.key ?? '' })}
              onOpen={(opened) => {
                if (opened.group) expand(opened)
                else location.hash = nodeLink(site.index.nodes[opened.places[0] as number] as (typeof site.index.nodes)[number])
              }}
            />
            {box ? <Chosen site={site} scene={scene} box={box} changes={changes} onExpand={expand} /> : null}
          </div>
          <div class="lg-below">
            <Legend asked={asked} colouring={colouring} places={places} />
            <ExportMenu site={site} scene={scene} look={look} />
          </div>
          <Rows site={site} scene={scene} marks={look.marks} />
        </>
      )}
    </>
  )
}

function Suggestion({ scene, asked }: { scene: Scene; asked: Asked }): JSX.Element | null {
  if (scene.boxes.length <= many || asked.collapse) return null
  return (
    <p class="lg-note no-print">
      {scene.boxes.length.toLocaleString('en')} nodes are easier to read as groups.{' '}
      <button type="button" class="button" onClick={() => setQuery({ ...anew, collapse: 'folder' })}>
        Collapse by folder
      </button>
    </p>
  )
}

function useLook(
  site: Site,
  scene: Scene,
  asked: Asked,
  path: Between | null,
  changes: ChangesBlock | null | undefined,
): { look: Look; colouring: ReturnType<typeof colouringOf> } {
  const runs = useBlock(site.index, 'runs')
  const colour = useColours()
  const colouring = useMemo(() => colouringOf(site.index.nodes, asked.colour, runs), [site, asked.colour, runs])
  const classes = useMemo(() => classesOf(scene, colouring), [scene, colouring])
  const marks = useMemo(() => marksOf(scene, changes), [scene, changes])
  const chosen = scene.byKey.get(asked.focus) ?? scene.boxOf.get(placeOf(site, asked.focus || asked.node)) ?? -1
  const look = useMemo((): Look => {
    const way = (path?.shortest ?? []).flatMap((place) => scene.boxOf.get(place) ?? [])
    const pressed = colouring.classes.findIndex((each) => each.letter === asked.lit)
    const lit = pressed < 0 ? null : new Set(classes.flatMap((each, index) => (each === pressed ? [index] : [])))
    return { classes, colouring, colour, lit, way, chosen, marks }
  }, [scene, classes, colouring, colour, path, chosen, marks, asked.lit])
  return { look, colouring }
}

function marksOf(scene: Scene, changes: ChangesBlock | null | undefined): ReadonlyMap<number, Mark> {
  const marks = new Map<number, Mark>()
  for (const { node } of changes?.changed ?? []) if (scene.boxOf.has(node)) marks.set(scene.boxOf.get(node) as number, 'changed')
  for (const node of changes?.added ?? []) if (scene.boxOf.has(node)) marks.set(scene.boxOf.get(node) as number, 'added')
  return marks
}
