/** Draws a scene on a canvas, with as much detail as its scale bears: bars, then boxes, then names. */
import type { Camera, Size } from './camera.js'
import { shortened } from './exports.js'
import type { Rect } from './grid.js'
import { isLit, type Look, onWay } from './look.js'
import { type Box, boxHeight, boxWidth, type Line, type Scene, stopsOf } from './scene.js'

export interface Painting {
  readonly context: CanvasRenderingContext2D
  readonly scene: Scene
  readonly camera: Camera
  readonly size: Size
  readonly look: Look
}

/** Above this many in view, lines are drawn straight and those that look the same once. */
const manyLines = 1500

export function visibleArea({ camera, size }: { readonly camera: Camera; readonly size: Size }): Rect {
  const { x, y, scale } = camera
  return { left: -x / scale, top: -y / scale, right: (size.width - x) / scale, bottom: (size.height - y) / scale }
}

export function paint(painting: Painting, parts: { readonly lines: boolean } = { lines: true }): void {
  const visible = painting.scene.grid.within(visibleArea(painting))
  if (parts.lines) paintLines(painting, linesWithin(painting, visible))
  paintBoxes(painting, visible)
}

/** How much there is to draw, in boxes and lines. */
export function labour(painting: Painting): number {
  const visible = painting.scene.grid.within(visibleArea(painting))
  return visible.length + linesWithin(painting, visible).length
}

/** In a scene with so many lines those that only pass by are left out when names can be read: nobody could follow them. */
const crowded = 3000

function linesWithin(painting: Painting, visible: readonly number[]): Line[] {
  const { boxes, lines } = painting.scene
  if (lines.length > crowded && painting.camera.scale > 0.2) {
    const seen = new Set(visible)
    return lines.filter(({ from, to }) => seen.has(from) || seen.has(to))
  }
  const area = visibleArea(painting)
  return lines.filter(({ from, to, bends }) => {
    const [a, b] = [boxes[from] as Box, boxes[to] as Box]
    if (Math.min(a.x, b.x) > area.right || Math.max(a.x, b.x) + boxWidth < area.left) return false
    let [low, high] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
    for (const bend of bends) {
      low = Math.min(low, bend.y)
      high = Math.max(high, bend.y)
    }
    return low <= area.bottom && high + boxHeight >= area.top
  })
}

function paintLines(painting: Painting, lines: readonly Line[]): void {
  const { context, look, camera } = painting
  const far = lines.length > manyLines
  const dull = lines.filter((line) => !isLit(look, line.from, line.to) || look.lit === null)
  context.lineWidth = Math.max(far ? 0.5 : 0.8, Math.min(1.6, 1.5 * camera.scale))
  context.strokeStyle = look.colour(far ? 'line-strong' : 'edge')
  context.globalAlpha = (far ? 0.3 : 1) * (look.lit === null ? 1 : 0.25)
  if (far) strokeStraight(painting, dull)
  else strokeCurves(painting, dull)
  context.globalAlpha = 1
  if (look.lit === null) return
  context.strokeStyle = look.colour('accent')
  context.lineWidth = Math.max(1, Math.min(2, 2 * camera.scale))
  strokeCurves(
    painting,
    lines.filter((line) => isLit(look, line.from, line.to)),
  )
  context.lineWidth = 3.5
  strokeCurves(
    painting,
    lines.filter((line) => onWay(look, line.from, line.to)),
  )
}

/** Lines that begin and end in the same few pixels are one. */
function strokeStraight({ context, scene, camera }: Painting, lines: readonly Line[]): void {
  const seen = new Set<number>()
  const grain = lines.length > 6000 ? 5 : 3
  context.beginPath()
  for (const { from, to } of lines) {
    const [a, b] = [scene.boxes[from] as Box, scene.boxes[to] as Box]
    const x1 = Math.round((camera.x + (a.x + boxWidth) * camera.scale) / grain)
    const y1 = Math.round((camera.y + (a.y + boxHeight / 2) * camera.scale) / grain)
    const x2 = Math.round((camera.x + b.x * camera.scale) / grain)
    const y2 = Math.round((camera.y + (b.y + boxHeight / 2) * camera.scale) / grain)
    const key = (((x1 & 2047) * 2048 + (y1 & 2047)) * 2048 + (x2 & 2047)) * 2048 + (y2 & 2047)
    if (seen.has(key)) continue
    seen.add(key)
    context.moveTo(x1 * grain, y1 * grain)
    context.lineTo(x2 * grain, y2 * grain)
  }
  context.stroke()
}

function strokeCurves({ context, scene, camera }: Painting, lines: readonly Line[]): void {
  const { scale } = camera
  context.beginPath()
  for (const line of lines) {
    const from = scene.boxes[line.from] as Box
    let x = camera.x + (from.x + boxWidth) * scale
    let y = camera.y + (from.y + boxHeight / 2) * scale
    context.moveTo(x, y)
    for (const stop of stopsOf(line, scene.boxes[line.to] as Box)) {
      const [left, right, level] = [camera.x + stop.left * scale, camera.x + stop.right * scale, camera.y + stop.y * scale]
      const middle = (x + left) / 2
      context.bezierCurveTo(middle, y, middle, level, left, level)
      if (right !== left) context.lineTo(right, level)
      x = right
      y = level
    }
  }
  context.stroke()
}

function paintBoxes(painting: Painting, visible: readonly number[]): void {
  const { look, camera } = painting
  const high = boxHeight * camera.scale
  const groups = look.colouring.classes.map((): number[] => [])
  for (const index of visible) groups[look.classes[index] as number]?.push(index)
  for (const [position, members] of groups.entries()) {
    const colour = look.colour(look.colouring.classes[position]?.colour ?? 'ink')
    if (high < 11) paintBars(painting, members, colour)
    else for (const index of members) paintBox(painting, index, colour, look.colouring.classes[position]?.letter ?? '')
  }
  if (high < 11) paintSigns(painting, visible)
}

/** What must be seen from far away too. */
function paintSigns(painting: Painting, visible: readonly number[]): void {
  const { look, scene } = painting
  for (const index of visible) {
    const mark = look.marks.get(index)
    if (index === look.chosen || look.way.includes(index)) ring(painting, index, look.colour('accent'))
    else if (mark) ring(painting, index, look.colour(mark === 'added' ? 'ok' : 'warn'))
    if (scene.boxes[index]?.group) paintGroupName(painting, index)
  }
}

/** Far out: bars of the colour of their class. */
function paintBars({ context, scene, camera, look }: Painting, members: readonly number[], colour: string): void {
  const [wide, high] = [Math.max(2, boxWidth * camera.scale * 0.9), Math.max(1.5, boxHeight * camera.scale * 0.85)]
  context.fillStyle = colour
  for (const index of members) {
    const box = scene.boxes[index] as Box
    context.globalAlpha = look.lit === null || look.lit.has(index) ? 1 : 0.18
    context.fillRect(camera.x + box.x * camera.scale, camera.y + box.y * camera.scale, wide, high)
  }
  context.globalAlpha = 1
}

function ring({ context, scene, camera }: Painting, index: number, colour: string): void {
  const box = scene.boxes[index] as Box
  context.strokeStyle = colour
  context.lineWidth = 2
  context.strokeRect(
    camera.x + box.x * camera.scale - 3,
    camera.y + box.y * camera.scale - 3,
    boxWidth * camera.scale + 6,
    boxHeight * camera.scale + 6,
  )
}

function paintGroupName({ context, scene, camera, look }: Painting, index: number): void {
  const box = scene.boxes[index] as Box
  context.fillStyle = look.colour('ink')
  context.font = '600 11px system-ui, sans-serif'
  const letters = Math.floor((boxWidth * camera.scale) / 6) + 4
  context.fillText(shortened(box.label, letters), camera.x + box.x * camera.scale, camera.y + box.y * camera.scale - 3)
}

function paintBox(painting: Painting, index: number, colour: string, letter: string): void {
  const { context, scene, camera, look } = painting
  const box = scene.boxes[index] as Box
  const { scale } = camera
  const [left, top, wide, high] = [camera.x + box.x * scale, camera.y + box.y * scale, boxWidth * scale, boxHeight * scale]
  context.globalAlpha = look.lit === null || look.lit.has(index) ? 1 : 0.3
  const outline = outlineOf(look, box, index)
  context.fillStyle = look.colour('paper')
  context.strokeStyle = look.colour(outline)
  context.lineWidth = outline === 'line-strong' ? 1 : 2.4
  context.beginPath()
  context.roundRect(left, top, wide, high, Math.min(8, 8 * scale))
  context.fill()
  context.stroke()
  if (box.group && high > 14) context.strokeRect(left + 3, top + high + 2.5, wide - 6, 0.01)
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(left, top, Math.max(3, 7 * scale), high, Math.min(3, 3 * scale))
  context.fill()
  if (wide >= 58) paintText(painting, box, letter, { left, top, right: left + wide, bottom: top + high })
  const mark = look.marks.get(index)
  if (mark) paintMark(painting, mark, left + wide, top)
  context.globalAlpha = 1
}

function outlineOf(look: Look, box: Box, index: number): string {
  if (index === look.chosen || look.way.includes(index)) return 'accent'
  return box.status === 'fail' ? 'fail' : box.status === 'warn' ? 'warn' : 'line-strong'
}

/** The name alone in small boxes; with what it is and the letter of its class where there is room. */
function paintText({ context, camera, look }: Painting, box: Box, letter: string, { left, top, right, bottom }: Rect): void {
  const large = camera.scale >= 0.55
  const size = large ? 12.5 * camera.scale : Math.max(7.5, Math.min(11, 15 * camera.scale))
  context.font = `600 ${size}px system-ui, sans-serif`
  context.fillStyle = look.colour('ink')
  const start = left + Math.max(6, 15 * camera.scale)
  const letters = Math.floor((right - start - 4) / (size * 0.56))
  context.fillText(shortened(box.label, letters), start, large ? top + 17 * camera.scale : (top + bottom) / 2 + size * 0.35)
  if (!large) return
  context.font = `${11 * camera.scale}px system-ui, sans-serif`
  context.fillStyle = look.colour('quiet')
  context.fillText(`${letter} · ${box.kind}`, start, top + 32 * camera.scale)
}

/** A plus or a delta on the corner. */
function paintMark({ context, look }: Painting, mark: string, x: number, y: number): void {
  context.fillStyle = look.colour(mark === 'added' ? 'ok' : 'warn')
  context.beginPath()
  context.arc(x - 2, y + 2, 8, 0, 7)
  context.fill()
  context.fillStyle = look.colour('paper')
  context.font = '700 12px system-ui, sans-serif'
  context.fillText(mark === 'added' ? '+' : '~', x - 5.6, y + 6)
}
