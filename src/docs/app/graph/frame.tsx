/** The window on a scene: moving, zooming, keys, what is under the pointer; SVG for small scenes, canvas for the others. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Status } from '../parts/status.js'
import type { Site } from '../site.js'
import { type Camera, fitting, readable, type Size, zoomed } from './camera.js'
import { CanvasLayer } from './canvas-layer.js'
import { keyed } from './keys.js'
import { around, type Look } from './look.js'
import { Minimap } from './minimap.js'
import { type PointerActs, usePointers } from './pointers.js'
import type { Box, Scene } from './scene.js'
import { SvgLayer } from './svg-layer.js'
import { useCamera, useSize } from './use-camera.js'

/** Up to so many boxes are SVG. */
const svgBoxes = 300
/** Above so many, what is around the pointer is lit only when it rests. */
const quickBoxes = 1500

export interface FrameProps {
  readonly site: Site
  readonly scene: Scene
  readonly look: Look
  /** Of the address: `x,y,scale`. */
  readonly view: string
  readonly onView: (text: string) => void
  readonly onChoose: (box: Box | null) => void
  readonly onOpen: (box: Box) => void
}

export function Frame(props: FrameProps): JSX.Element {
  const { scene, site } = props
  const stage = useRef<HTMLDivElement>(null)
  const size = useSize(stage)
  const camera = useCamera({ ...props, chosen: props.look.chosen }, size)
  const [hovered, setHovered] = useState(-1)
  const [wheeled, setWheeled] = useState(false)
  const look = useLit(props, hovered)
  const small = scene.boxes.length <= svgBoxes
  const chosen = props.look.chosen
  const choose = (index: number) => props.onChoose(scene.boxes[index] ?? null)
  const open = (index: number) => {
    const box = scene.boxes[index]
    if (box) props.onOpen(box)
  }
  const acts = useRef<PointerActs>(null as unknown as PointerActs)
  acts.current = {
    boxAt: (x, y, target) => boxAt(scene, camera.peek(), x, y, target),
    hover: setHovered,
    choose,
    open,
    wheeled: () => setWheeled(true),
  }
  const pointers = usePointers(camera, acts)
  const keys = (event: KeyboardEvent) => {
    if (!keyed(event, { scene, camera, size, chosen, choose, open })) return
    event.preventDefault()
    event.stopPropagation()
  }
  useEffect(() => {
    if (small && stage.current?.contains(document.activeElement))
      stage.current.querySelector<SVGAElement>(`[data-box="${chosen}"]`)?.focus({ preventScroll: true })
  }, [chosen])
  const card = scene.boxes[hovered] ?? scene.boxes[chosen]
  return (
    <div class="lg-frame">
      <Stage small={small} boxes={scene.boxes.length} keys={keys} pointers={pointers} stage={stage}>
        {small ? (
          <SvgLayer scene={scene} look={look} camera={camera} />
        ) : (
          <CanvasLayer scene={scene} look={look} camera={camera} size={size} />
        )}
      </Stage>
      <Tools camera={camera} size={size} whole={() => fitting(scene, size)} />
      {card ? <Card site={site} box={card} scene={scene} /> : <p class="lg-card quiet">{hint(wheeled)}</p>}
      {size.width > 620 && (!small || fitting(scene, size).scale < readable) ? (
        <Minimap scene={scene} look={props.look} camera={camera} frame={size} />
      ) : null}
      <p class="visually-hidden" aria-live="polite">
        {!small && scene.boxes[chosen] ? spoken(scene, chosen) : ''}
      </p>
    </div>
  )
}

function hint(wheeled: boolean): string {
  return wheeled
    ? 'Ctrl or Cmd with the wheel zooms; the wheel alone scrolls the page.'
    : 'Drag to move, Ctrl + wheel to zoom, arrow keys to walk.'
}

interface StageProps {
  readonly small: boolean
  readonly boxes: number
  readonly keys: (event: KeyboardEvent) => void
  readonly pointers: JSX.HTMLAttributes<HTMLDivElement>
  readonly stage: { current: HTMLDivElement | null }
  readonly children: JSX.Element
}

/** N.B. the links of an SVG take the keys themselves; a canvas has nothing else that could. */
function Stage({ small, boxes, keys, pointers, stage, children }: StageProps): JSX.Element {
  if (small)
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the links within are what is used
      <div ref={stage} class="lg-stage" onKeyDown={keys} {...pointers}>
        {children}
      </div>
    )
  const label = `Lineage of ${boxes} nodes. Left and right arrow keys go along edges, up and down to neighbours, Enter opens, plus and minus zoom.`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
    <div ref={stage} class="lg-stage" role="application" tabIndex={0} aria-label={label} onKeyDown={keys} {...pointers}>
      {children}
    </div>
  )
}

function Tools({ camera, size, whole }: { camera: Signal<Camera>; size: Size; whole: () => Camera }): JSX.Element {
  const zoom = (factor: number) => {
    camera.value = zoomed(camera.peek(), factor, size.width / 2, size.height / 2)
  }
  return (
    <div class="lg-tools no-print">
      <button type="button" onClick={() => zoom(1.4)} aria-label="Zoom in">
        +
      </button>
      <button type="button" onClick={() => zoom(1 / 1.4)} aria-label="Zoom out">
        −
      </button>
      <button
        type="button"
        onClick={() => {
          camera.value = whole()
        }}
      >
        Fit
      </button>
    </div>
  )
}

function Card({ site, box, scene }: { site: Site; box: Box; scene: Scene }): JSX.Element {
  const node = box.group ? undefined : site.index.nodes[box.places[0] as number]
  const index = scene.byKey.get(box.key) ?? -1
  return (
    <p class="lg-card">
      <Status status={box.status} />
      <strong>
        <bdi>{box.label}</bdi>
      </strong>{' '}
      <span class="quiet">
        {box.kind} · reads {scene.parents[index]?.length ?? 0}, read by {scene.children[index]?.length ?? 0}
      </span>
      {node?.summary ? <span class="lg-summary">{node.summary}</span> : null}
    </p>
  )
}

function spoken(scene: Scene, index: number): string {
  const box = scene.boxes[index] as Box
  return `${box.label}, ${box.kind}, ${box.status}, reads ${scene.parents[index]?.length ?? 0}, read by ${scene.children[index]?.length ?? 0}`
}

function boxAt(scene: Scene, camera: Camera, x: number, y: number, target: EventTarget | null): number {
  const link = target instanceof Element ? target.closest('[data-box]') : null
  if (link) return Number(link.getAttribute('data-box'))
  const reach = camera.scale < 0.25 ? 4 / camera.scale : 0
  return scene.grid.at((x - camera.x) / camera.scale, (y - camera.y) / camera.scale, reach)
}

/** Lights what is around the pointer, else around what is chosen. */
function useLit({ scene, look }: FrameProps, hovered: number): Look {
  const [rested, setRested] = useState(-1)
  useEffect(() => {
    const timer = setTimeout(() => setRested(hovered), scene.boxes.length > quickBoxes ? 160 : 30)
    return () => clearTimeout(timer)
  }, [hovered])
  const middle = scene.boxes[rested] ? rested : look.chosen
  return useMemo(() => (middle < 0 || look.way.length > 0 ? look : { ...look, lit: around(scene, middle) }), [scene, look, middle])
}
