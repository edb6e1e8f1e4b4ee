/** Which part of a scene is seen: a point of it at (wx, wy) is on the screen at (x + wx × scale, y + wy × scale). */
import { boxHeight, boxWidth, type Scene } from './scene.js'

export interface Camera {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

const room = 24
/** Below this the names cannot be read. */
export const readable = 0.62

export function fitting(scene: Scene, size: Size): Camera {
  const scale = Math.min(1.1, (size.width - 2 * room) / scene.width, (size.height - 2 * room) / scene.height)
  const usable = Math.max(scale, 0.005)
  return { x: (size.width - scene.width * usable) / 2, y: (size.height - scene.height * usable) / 2, scale: usable }
}

/** The whole scene; in a narrow window a readable part of a small one, from its left or around the box in focus. */
export function firstView(scene: Scene, size: Size, focus: number): Camera {
  const whole = fitting(scene, size)
  if (whole.scale >= readable || scene.boxes.length > 60) return whole
  if (focus >= 0) return centred(scene, size, focus, readable)
  const y = scene.height * readable > size.height ? room : (size.height - scene.height * readable) / 2
  return { x: room, y, scale: readable }
}

export function centred(scene: Scene, size: Size, index: number, scale: number): Camera {
  const box = scene.boxes[index]
  if (!box) return fitting(scene, size)
  return { x: size.width / 2 - (box.x + boxWidth / 2) * scale, y: size.height / 2 - (box.y + boxHeight / 2) * scale, scale }
}

export function zoomed(camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = Math.min(3, Math.max(0.004, camera.scale * factor))
  const ratio = scale / camera.scale
  return { x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio, scale }
}

/** Moved just far enough that a box is in view. */
export function revealing(scene: Scene, camera: Camera, size: Size, index: number): Camera {
  const box = scene.boxes[index]
  if (!box) return camera
  const scale = Math.max(camera.scale, 0.35)
  const base = scale === camera.scale ? camera : centred(scene, size, index, scale)
  const [left, top] = [base.x + box.x * scale, base.y + box.y * scale]
  const shift = (from: number, long: number, all: number) =>
    from < room ? room - from : from + long > all - room ? all - room - from - long : 0
  return { x: base.x + shift(left, boxWidth * scale, size.width), y: base.y + shift(top, boxHeight * scale, size.height), scale }
}

/** For the address: the point in the middle and the scale. */
export function cameraText(camera: Camera, size: Size): string {
  const at = (shift: number, long: number) => Math.round((long / 2 - shift) / camera.scale)
  return `${at(camera.x, size.width)},${at(camera.y, size.height)},${Number(camera.scale.toPrecision(3))}`
}

export function cameraFrom(text: string, size: Size): Camera | null {
  const [x, y, scale] = text.split(',').map(Number)
  if (x === undefined || y === undefined || !scale || ![x, y, scale].every(Number.isFinite) || scale <= 0) return null
  const kept = Math.min(3, Math.max(0.004, scale))
  return { x: size.width / 2 - x * kept, y: size.height / 2 - y * kept, scale: kept }
}
