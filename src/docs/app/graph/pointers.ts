/** Drag, pinch, wheel and click on a stage; what is small enough a move is a click. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { type Camera, zoomed } from './camera.js'

interface Spot {
  readonly x: number
  readonly y: number
}

export interface PointerActs {
  /** The box under a point of the stage, -1 for none. */
  readonly boxAt: (x: number, y: number, target: EventTarget | null) => number
  readonly hover: (box: number) => void
  readonly choose: (box: number) => void
  readonly open: (box: number) => void
  /** A wheel without a key: the page scrolls. */
  readonly wheeled: () => void
}

/** Pixels. */
const still = 4

/** `acts` may change from one drawing to the next. */
export function usePointers(camera: Signal<Camera>, acts: { readonly current: PointerActs }): JSX.HTMLAttributes<HTMLDivElement> {
  return useMemo(() => handlers(camera, acts), [camera])
}

function handlers(camera: Signal<Camera>, acts: { readonly current: PointerActs }): JSX.HTMLAttributes<HTMLDivElement> {
  const down = new Map<number, Spot>()
  let moved = 0
  const box = ({ clientX, clientY, target, currentTarget }: MouseEvent) => {
    const spot = spotOf(clientX, clientY, currentTarget as HTMLElement)
    return acts.current.boxAt(spot.x, spot.y, target)
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || marksText(event)) return
      if (down.size === 0) moved = 0
      down.set(event.pointerId, spotOf(event.clientX, event.clientY, event.currentTarget as HTMLElement))
    },
    onPointerMove: (event: PointerEvent) => {
      const stage = event.currentTarget as HTMLElement
      const before = down.get(event.pointerId)
      if (!before) {
        if (event.pointerType !== 'touch' && event.buttons === 0) acts.current.hover(box(event))
        return
      }
      const now = spotOf(event.clientX, event.clientY, stage)
      moved += Math.hypot(now.x - before.x, now.y - before.y)
      if (moved > still && !stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId)
      camera.value = dragged(camera.peek(), down, event.pointerId, before, now)
      down.set(event.pointerId, now)
    },
    onPointerUp: (event: PointerEvent) => void down.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent) => void down.delete(event.pointerId),
    onPointerLeave: () => acts.current.hover(-1),
    onClick: (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      // A click by keyboard comes without a pointer: Enter on a link opens it.
      if (event.detail === 0) acts.current.open(box(event))
      else if (moved <= still && !getSelection()?.toString()) acts.current.choose(box(event))
    },
    onDblClick: (event: MouseEvent) => {
      const at = box(event)
      const { x, y } = spotOf(event.clientX, event.clientY, event.currentTarget as HTMLElement)
      if (at >= 0) acts.current.open(at)
      else camera.value = zoomed(camera.peek(), 1.6, x, y)
    },
    onWheel: (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return acts.current.wheeled()
      event.preventDefault()
      const { x, y } = spotOf(event.clientX, event.clientY, event.currentTarget as HTMLElement)
      camera.value = zoomed(camera.peek(), Math.exp(-Math.max(-120, Math.min(120, event.deltaY)) * 0.004), x, y)
    },
  }
}

/** A name is marked by drawing over it, not moved. */
function marksText({ target, pointerType, detail }: PointerEvent): boolean {
  return pointerType === 'mouse' && detail === 0 && (target as Element).tagName === 'text'
}

function spotOf(clientX: number, clientY: number, stage: HTMLElement): Spot {
  const { left, top } = stage.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}

/** One finger moves; two zoom about the point between them. */
function dragged(camera: Camera, down: ReadonlyMap<number, Spot>, id: number, before: Spot, now: Spot): Camera {
  const other = [...down].find(([each]) => each !== id)?.[1]
  if (!other) return { ...camera, x: camera.x + now.x - before.x, y: camera.y + now.y - before.y }
  const apart = (spot: Spot) => Math.max(8, Math.hypot(spot.x - other.x, spot.y - other.y))
  const shifted = { ...camera, x: camera.x + (now.x - before.x) / 2, y: camera.y + (now.y - before.y) / 2 }
  return zoomed(shifted, apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2)
}
