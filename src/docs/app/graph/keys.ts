/** Keys of the drawing: walk along edges, move, zoom, open. */
import type { Signal } from '@preact/signals'
import { type Camera, fitting, revealing, type Size, zoomed } from './camera.js'
import type { Scene } from './scene.js'
import { type Arrow, isArrow, nextBox } from './walk-keys.js'

interface Keyed {
  readonly scene: Scene
  readonly camera: Signal<Camera>
  readonly size: Size
  readonly chosen: number
  readonly choose: (index: number) => void
  readonly open: (index: number) => void
}

const zooms: Readonly<Record<string, number>> = { '+': 1.4, '=': 1.4, '-': 1 / 1.4 }

/** Whether the key meant something here. */
export function keyed(event: KeyboardEvent, { scene, camera, size, chosen, choose, open }: Keyed): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const { key } = event
  const zoom = zooms[key]
  if (zoom) camera.value = zoomed(camera.peek(), zoom, size.width / 2, size.height / 2)
  else if (key === '0') camera.value = fitting(scene, size)
  else if (key === 'Enter' && chosen >= 0) open(chosen)
  else if (key === 'Escape' && chosen >= 0) choose(-1)
  else if (!isArrow(key)) return false
  else if (event.shiftKey) camera.value = shifted(camera.peek(), key)
  else {
    const next = nextBox(scene, chosen, key)
    camera.value = revealing(scene, camera.peek(), size, next)
    choose(next)
  }
  return true
}

/** Pixels of one press. */
const step = 80
const shifts: Readonly<Record<Arrow, readonly [number, number]>> = {
  ArrowLeft: [step, 0],
  ArrowRight: [-step, 0],
  ArrowUp: [0, step],
  ArrowDown: [0, -step],
}

function shifted(camera: Camera, key: Arrow): Camera {
  const [x, y] = shifts[key]
  return { ...camera, x: camera.x + x, y: camera.y + y }
}
