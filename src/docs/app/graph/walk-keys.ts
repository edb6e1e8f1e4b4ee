/** Arrow keys in a scene: left to what a box reads, right to what reads it, up and down among its neighbours. */
import { boxWidth, type Scene } from './scene.js'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

export function isArrow(key: string): key is Arrow {
  return key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown'
}

/** The box that comes next; the same where there is none. */
export function nextBox(scene: Scene, from: number, arrow: Arrow): number {
  const box = scene.boxes[from]
  if (!box) return scene.boxes.length > 0 ? first(scene) : -1
  if (arrow === 'ArrowLeft') return nearest(scene, scene.parents[from] ?? [], from)
  if (arrow === 'ArrowRight') return nearest(scene, scene.children[from] ?? [], from)
  const sign = arrow === 'ArrowUp' ? -1 : 1
  let best = from
  let least = Number.POSITIVE_INFINITY
  for (const [index, other] of scene.boxes.entries()) {
    const away = (other.y - box.y) * sign
    if (Math.abs(other.x - box.x) >= boxWidth / 2 || away <= 0 || away >= least) continue
    best = index
    least = away
  }
  return best
}

function nearest(scene: Scene, among: readonly number[], from: number): number {
  const y = scene.boxes[from]?.y ?? 0
  const far = (index: number) => Math.abs((scene.boxes[index]?.y ?? 0) - y)
  return among.reduce((best, index) => (best === from || far(index) < far(best) ? index : best), from)
}

function first(scene: Scene): number {
  return scene.boxes.reduce((best, box, index) => {
    const other = scene.boxes[best]
    return other && (box.x < other.x || (box.x === other.x && box.y < other.y)) ? index : best
  }, 0)
}
