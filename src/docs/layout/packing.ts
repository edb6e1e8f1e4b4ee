/** Parts of a drawing side by side, in rows as wide as the widest; nodes without edges in a block below. */
export interface Box {
  readonly width: number
  readonly height: number
}

interface Corner {
  readonly x: number
  readonly y: number
}

/** Corners of the boxes, and of `alone` cells of one size. */
export function packed(boxes: readonly Box[], alone: number, cell: Box): { corners: Corner[]; alone: Corner[] } {
  const area = boxes.reduce((sum, box) => sum + box.width * box.height, alone * cell.width * cell.height)
  const width = Math.max(Math.sqrt(area * 2), ...boxes.map((box) => box.width))
  const gap = cell.height
  const corners: Corner[] = []
  let [x, y, tall] = [0, 0, 0]
  for (const box of boxes) {
    if (x > 0 && x + box.width > width) {
      y += tall + gap
      x = 0
      tall = 0
    }
    corners.push({ x, y })
    x += box.width + gap
    tall = Math.max(tall, box.height)
  }
  const top = boxes.length > 0 ? y + tall + gap / 2 : 0
  const across = Math.max(1, Math.min(Math.floor((width + cell.width * 0.2) / cell.width), Math.ceil(Math.sqrt(alone * 3))))
  const cells = Array.from({ length: alone }, (_, index) => ({
    x: (index % across) * cell.width,
    y: top + Math.floor(index / across) * cell.height,
  }))
  return { corners, alone: cells }
}
