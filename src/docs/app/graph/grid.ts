/** Boxes by the cells of a grid they touch: what is in view, and what lies under a point. */
export interface Rect {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const cell = 640

export class Grid {
  readonly #cells = new Map<number, number[]>()
  readonly #rects: readonly Rect[]

  constructor(rects: readonly Rect[]) {
    this.#rects = rects
    for (const [index, rect] of rects.entries())
      for (const key of keysOf(rect)) {
        const list = this.#cells.get(key)
        if (list) list.push(index)
        else this.#cells.set(key, [index])
      }
  }

  /** Ascending. */
  within(area: Rect): number[] {
    const wanted = (rect: Rect) => rect.left <= area.right && rect.right >= area.left && rect.top <= area.bottom && rect.bottom >= area.top
    const many = ((area.right - area.left) / cell) * ((area.bottom - area.top) / cell)
    const near = many > this.#cells.size ? this.#rects.keys() : new Set(keysOf(area).flatMap((key) => this.#cells.get(key) ?? []))
    return [...near].filter((index) => wanted(this.#rects[index] as Rect)).sort((a, b) => a - b)
  }

  /** The box at a point or at most `reach` away from it, the nearest; -1 where there is none. */
  at(x: number, y: number, reach = 0): number {
    let best = -1
    let nearest = Number.POSITIVE_INFINITY
    for (const index of this.within({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach })) {
      const rect = this.#rects[index] as Rect
      const distance = Math.hypot(Math.max(rect.left - x, 0, x - rect.right), Math.max(rect.top - y, 0, y - rect.bottom))
      if (distance > reach || distance >= nearest) continue
      best = index
      nearest = distance
    }
    return best
  }
}

function keysOf({ left, top, right, bottom }: Rect): number[] {
  const keys: number[] = []
  for (let column = Math.floor(left / cell); column <= Math.floor(right / cell); column++)
    for (let row = Math.floor(top / cell); row <= Math.floor(bottom / cell); row++) keys.push(column * 100_003 + row)
  return keys
}
