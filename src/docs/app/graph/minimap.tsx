/** The whole scene in small, with the part in view; a click moves there. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Camera, Size } from './camera.js'
import type { Look } from './look.js'
import { paint, visibleArea } from './paint.js'
import type { Scene } from './scene.js'

const size: Size = { width: 168, height: 104 }
const room = 4

export function Minimap({ scene, look, camera, frame }: { scene: Scene; look: Look; camera: Signal<Camera>; frame: Size }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useRef<SVGRectElement>(null)
  const scale = Math.min((size.width - 2 * room) / scene.width, (size.height - 2 * room) / scene.height)
  const own = { x: (size.width - scene.width * scale) / 2, y: (size.height - scene.height * scale) / 2, scale }
  useEffect(() => {
    const ratio = devicePixelRatio || 1
    const context = canvas.current?.getContext('2d')
    if (!context) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, size.width, size.height)
    paint({ context, scene, camera: own, size, look: { ...look, chosen: -1, way: [] } }, { lines: false })
  }, [scene, look])
  useEffect(
    () =>
      camera.subscribe((now) => {
        const { left, top, right, bottom } = visibleArea({ camera: now, size: frame })
        const [x, y] = [Math.max(0, own.x + left * scale), Math.max(0, own.y + top * scale)]
        view.current?.setAttribute('x', String(x))
        view.current?.setAttribute('y', String(y))
        view.current?.setAttribute('width', String(Math.max(3, Math.min(size.width, own.x + right * scale) - x)))
        view.current?.setAttribute('height', String(Math.max(3, Math.min(size.height, own.y + bottom * scale) - y)))
      }),
    [camera, scene, frame.width, frame.height],
  )
  const go = (event: PointerEvent) => {
    event.stopPropagation()
    const box = canvas.current?.getBoundingClientRect()
    if (!box || event.buttons === 0) return
    const [wx, wy] = [(event.clientX - box.left - own.x) / scale, (event.clientY - box.top - own.y) / scale]
    const now = camera.peek()
    camera.value = { ...now, x: frame.width / 2 - wx * now.scale, y: frame.height / 2 - wy * now.scale }
  }
  const ratio = globalThis.devicePixelRatio || 1
  return (
    <div class="lg-minimap" aria-hidden="true" onPointerDown={go} onPointerMove={go}>
      <canvas ref={canvas} width={Math.round(size.width * ratio)} height={Math.round(size.height * ratio)} />
      <svg aria-hidden="true" viewBox={`0 0 ${size.width} ${size.height}`}>
        <rect ref={view} rx="2" />
      </svg>
    </div>
  )
}
