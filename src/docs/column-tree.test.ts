// Trees and drawings of lineage: every link once, circles and long chains too, and no more than a page can hold.
import { expect, test } from 'vitest'
import { drawingOf } from './app/columns/drawing.js'
import { type TreeItem, treeOf } from './app/columns/tree.js'
import { type Edge, type Point, pointKey, type Walk } from './app/columns/walk.js'

const point = (place: number, column = 'c'): Point => ({ place, id: `model.p.n${place}`, column })

const edge = (from: Point, to: Point, kind = 'derive'): Edge => ({ from, to, kind, effects: kind === 'rows' ? ['filter'] : [] })

function walk(direction: Walk['direction'], start: Point, edges: readonly Edge[]): Walk {
  const counts = { hops: 0, columns: 0, nodes: {}, ends: 0 }
  return { start, direction, edges, reached: [], distance: new Map(), counts, complete: true }
}

function linesOf(items: readonly TreeItem[]): string[] {
  return items.flatMap(({ point: { id, column }, again, below }) => [
    `${id}.${column}${again ? ' again' : ''}`,
    ...linesOf(below).map((line) => `  ${line}`),
  ])
}

test('a point is opened where it is met first; a circle ends where it closes', () => {
  const [a, b, c] = [point(0), point(1), point(2)]
  const tree = treeOf(walk('up', a, [edge(b, a), edge(c, a), edge(c, b), edge(a, c)]), 50)
  expect(linesOf(tree.items)).toEqual(['model.p.n1.c', '  model.p.n2.c', '    model.p.n0.c again', 'model.p.n2.c again'])
  expect([tree.lines, tree.more]).toEqual([4, false])
})

test('a chain of ten thousand is drawn as far as is asked, and says that there is more', () => {
  const edges = Array.from({ length: 10_000 }, (_, at) => edge(point(at), point(at + 1)))
  expect(treeOf(walk('down', point(0), edges), 20_000)).toMatchObject({ lines: 10_000, more: false })
  expect(treeOf(walk('down', point(0), edges), 120)).toMatchObject({ lines: 120, more: true })
})

test('what shapes the rows of a node is told once upstream, and for each column downstream', () => {
  const [start, one, two, key] = [point(0), point(1, 'one'), point(1, 'two'), point(2, 'key')]
  const up = [edge(one, start), edge(two, start), edge(key, one, 'rows'), edge(key, two, 'rows')]
  expect(treeOf(walk('up', start, up), 50).lines).toBe(3)
  const whole = { ...point(2), column: '' }
  const down = [edge(start, one), edge(start, two), edge(one, whole, 'rows'), edge(two, whole, 'rows')]
  expect(treeOf(walk('down', start, down), 50).lines).toBe(4)
})

test('boxes stand from left to right without overlap, each link between its rows; what is too much is counted', () => {
  const points = [point(0, 'a'), point(0, 'b'), point(1, 'a'), point(2, 'a'), { ...point(-1), id: 'test.p.t', column: '' }, point(3, 'z')]
  const [first, second, third] = [points[0] as Point, points[2] as Point, points[3] as Point]
  const links = [edge(first, second), edge(second, third), edge(first, third), edge(first, second)]
  const drawing = drawingOf(points, links, { boxes: 3, rows: 1 })
  expect(drawing.boxes.map(({ place, rows, more }) => [place, rows, more]).sort()).toEqual([
    [0, ['a'], 1],
    [1, ['a'], 0],
    [2, ['a'], 0],
  ])
  expect([drawing.more, drawing.lines.length]).toEqual([1, 3])
  const at = new Map(drawing.boxes.map((box) => [box.place, box]))
  expect(at.get(0)?.x).toBeLessThan(at.get(1)?.x ?? 0)
  expect(at.get(1)?.x).toBeLessThan(at.get(2)?.x ?? 0)
  expect(drawing.lines.every(({ edge: { from, to } }) => pointKey(from) !== pointKey(to))).toBe(true)
})
