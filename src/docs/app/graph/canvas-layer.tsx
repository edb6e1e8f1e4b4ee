/**
 * The scene on a canvas. Nothing is drawn unless something changed, and then once per frame. A scene with much in view is drawn
 * once into a picture larger than the window; while it moves that picture is moved, and drawn anew when the hand rests.
 */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Camera, Size } from './camera.js'
import type { Look } from './look.js'
import { labour, paint } from './paint.js'
import type { Scene } from './scene.js'

interface Props {
  readonly scene: Scene
  readonly look: Look
  readonly camera: Signal<Camera>
  readonly size: Size
}

/** Boxes and lines in view that one frame can draw. */
const quick = 500
/** How much more than the window the picture holds, on each side. */
const margin = 0.25
/** Milliseconds without a move after which the picture is drawn anew. */
const rest = 150

export function CanvasLayer({ scene, look, camera, size }: Props): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const painter = useRef<Painter>()
  useEffect(() => {
    if (canvas.current) painter.current = new Painter(canvas.current)
    return () => painter.current?.stop()
  }, [])
  useEffect(() => painter.current?.show(scene, look, size, camera.peek()), [scene, look, size.width, size.height])
  useEffect(() => camera.subscribe((now) => painter.current?.move(now)), [camera])
  return <canvas ref={canvas} class="lg-canvas" />
}

class Painter {
  readonly #canvas: HTMLCanvasElement
  readonly #picture = document.createElement('canvas')
  #state: { scene: Scene; look: Look; size: Size } | null = null
  #camera: Camera = { x: 0, y: 0, scale: 1 }
  #pictured: Camera | null = null
  /** Where the camera was when something else changed: there everything is drawn at once. */
  #shown: Camera | null = null
  #frame = 0
  #timer = 0

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
  }

  show(scene: Scene, look: Look, size: Size, camera: Camera): void {
    this.#state = { scene, look, size }
    this.#camera = camera
    this.#shown = camera
    this.#pictured = null
    this.#ask()
  }

  move(camera: Camera): void {
    this.#camera = camera
    this.#ask()
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
    this.#state = null
  }

  #ask(): void {
    if (this.#frame === 0)
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0
        this.#draw()
      })
  }

  #draw(): void {
    const state = this.#state
    if (!state || state.size.width === 0) return
    const ratio = devicePixelRatio || 1
    const context = prepared(this.#canvas, state.size, ratio)
    if (!context) return
    const painting = { context, camera: this.#camera, ...state }
    const much = labour(painting) > quick
    if (much && this.#pictured !== this.#camera) this.#later()
    if (!much || (!this.#pictured && this.#camera === this.#shown)) {
      paint(painting)
      return
    }
    if (!this.#pictured) this.#depict()
    if (!this.#covered()) paint(painting, { lines: false })
    this.#place(context)
  }

  /** Draws the picture for the camera as it is. */
  #depict(): void {
    const state = this.#state
    if (!state) return
    const { width, height } = state.size
    const size = { width: width * (1 + 2 * margin), height: height * (1 + 2 * margin) }
    const context = prepared(this.#picture, size, devicePixelRatio || 1)
    if (!context) return
    const camera = { ...this.#camera, x: this.#camera.x + width * margin, y: this.#camera.y + height * margin }
    paint({ context, camera, size, scene: state.scene, look: state.look })
    this.#pictured = this.#camera
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#depict()
      this.#ask()
    }, rest)
  }

  /** Where the picture lies in the window at the moment. */
  #corner(): { x: number; y: number; factor: number } {
    const [from, to, size] = [this.#pictured ?? this.#camera, this.#camera, this.#state?.size ?? { width: 0, height: 0 }]
    const factor = to.scale / from.scale
    return { x: to.x - (from.x + size.width * margin) * factor, y: to.y - (from.y + size.height * margin) * factor, factor }
  }

  #covered(): boolean {
    const { x, y, factor } = this.#corner()
    const { width, height } = this.#state?.size ?? { width: 0, height: 0 }
    const grown = factor * (1 + 2 * margin)
    return x <= 0 && y <= 0 && x + width * grown >= width && y + height * grown >= height
  }

  #place(context: CanvasRenderingContext2D): void {
    const { x, y, factor } = this.#corner()
    const { width, height } = this.#state?.size ?? { width: 0, height: 0 }
    const grown = factor * (1 + 2 * margin)
    context.imageSmoothingEnabled = factor === 1
    context.drawImage(this.#picture, x, y, width * grown, height * grown)
  }
}

/** Sized for the screen, in units of the page, empty. */
function prepared(canvas: HTMLCanvasElement, size: Size, ratio: number): CanvasRenderingContext2D | null {
  const [wide, high] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== high) canvas.height = high
  const context = canvas.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  context?.clearRect(0, 0, size.width, size.height)
  return context
}
