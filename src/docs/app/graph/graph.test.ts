import { expect, test, vi } from 'vitest'
import type { SiteIndex, SiteNode } from '../../model/index.js'
import type { Site } from '../site.js'
import { cameraFrom, cameraText, fitting, zoomed } from './camera.js'
import { groupKeys } from './collapse.js'
import { classOf, colouringOf } from './colours.js'
import { mermaidText, svgText } from './exports.js'
import { Grid } from './grid.js'
import { between, reach } from './paths.js'
import { sceneOf } from './scene.js'
import { nextBox } from './walk-keys.js'

// The route is read when the site's module is loaded.
vi.hoisted(() => {
  Object.assign(globalThis, { location: { hash: '' }, addEventListener: () => {} })
})

const none = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }

function siteOf(nodes: readonly Partial<SiteNode>[], edges: readonly (readonly [number, number])[]): Site {
  const full = nodes.map((node, index) => {
    const name = node.name ?? `n${index}`
    const usual = {
      name,
      id: `model.p.${name}`,
      type: 'model',
      package: 'p',
      folder: '',
      materialized: 'view',
      tags: [],
      group: '',
      owner: '',
    }
    return {
      ...usual,
      status: 'ok',
      freshness: 'none',
      tests: none,
      seconds: null,
      rows: null,
      bytes: null,
      x: 0,
      y: 0,
      ...node,
    } as SiteNode
  })
  const parents: number[][] = full.map(() => [])
  const children: number[][] = full.map(() => [])
  for (const [from, to] of edges) {
    parents[to]?.push(from)
    children[from]?.push(to)
  }
  const index = { project: 'p', nodes: full, edges } as unknown as SiteIndex
  return { index, position: new Map(full.map((node, place) => [node.id, place])), parents, children }
}

const everything = { collapse: null, open: new Set<string>() }

/** a/x: 0 → 1; a/y: 2 → 3; b: 4 reads 1 and 3; 5 stands alone in c. */
const small = siteOf(
  [
    { folder: 'a/x' },
    { folder: 'a/x', status: 'warn' },
    { folder: 'a/y' },
    { folder: 'a/y', status: 'fail' },
    { folder: 'b' },
    { folder: 'c' },
  ],
  [
    [0, 1],
    [2, 3],
    [1, 4],
    [3, 4],
    [0, 4],
  ],
)

test('the grid finds what a search through all rectangles finds, and the nearest box to a point', () => {
  let state = 7
  const roll = (below: number) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return (state >> 8) % below
  }
  const rects = Array.from({ length: 3000 }, () => {
    const [left, top] = [roll(40_000) - 5000, roll(9000) - 5000]
    return { left, top, right: left + 200, bottom: top + 40 }
  })
  const grid = new Grid(rects)
  for (let round = 0; round < 40; round++) {
    const [left, top] = [roll(40_000) - 6000, roll(9000) - 6000]
    const area = { left, top, right: left + roll(20_000), bottom: top + roll(4000) }
    const wanted = rects.flatMap((rect, index) =>
      rect.left <= area.right && rect.right >= area.left && rect.top <= area.bottom && rect.bottom >= area.top ? [index] : [],
    )
    expect(grid.within(area)).toEqual(wanted)
  }
  const lone = new Grid([
    { left: -300, top: 0, right: -100, bottom: 40 },
    { left: 640, top: 0, right: 840, bottom: 40 },
  ])
  expect([lone.at(-200, 20), lone.at(-90, 20), lone.at(-90, 20, 12), lone.at(270, 20, 400), lone.at(300, 20, 500)]).toEqual([
    0, -1, 0, 0, 1,
  ])
})

test('folders become groups with the worst status and joined edges; an open one and a lone node do not', () => {
  const closed = sceneOf(small, { places: [0, 1, 2, 3, 4, 5], collapse: 'folder', open: new Set() })
  const byLabel = (label: string) => closed.boxes.findIndex((box) => box.label === label)
  expect(closed.boxes.map((box) => [box.label, box.kind, box.status]).sort()).toEqual([
    ['a/x', '2 nodes', 'warn'],
    ['a/y', '2 nodes', 'fail'],
    ['n4', 'view', 'ok'],
    ['n5', 'view', 'ok'],
  ])
  expect(closed.lines.find((line) => line.from === byLabel('a/x') && line.to === byLabel('n4'))?.count).toBe(2)
  const open = sceneOf(small, { places: [0, 1, 2, 3, 4, 5], collapse: 'folder', open: new Set(['a/x']) })
  expect(open.boxes.map((box) => box.label).sort()).toEqual(['a/y', 'n0', 'n1', 'n4', 'n5'])
  const wide = Array.from({ length: 300 }, (_, index) => ({ folder: `top${index % 3}/f${index % 100}` }) as SiteNode)
  expect(new Set(groupKeys(wide, [...wide.keys()], 'folder', new Set()))).toEqual(new Set(['top0', 'top1', 'top2']))
})

test('paths hold every node between, the shortest way, or nothing', () => {
  const way = between(small, 0, 4)
  expect([...way.nodes].sort()).toEqual([0, 1, 4])
  expect(way.shortest).toEqual([0, 4])
  expect(between(small, 4, 0)).toEqual({ nodes: new Set(), shortest: [] })
  expect(between(small, 2, 2).shortest).toEqual([2])
  expect([...reach(small.parents, [4])].sort()).toEqual([0, 1, 2, 3, 4])
})

test('arrow keys walk along edges and among neighbours, and stay where nothing is', () => {
  const scene = sceneOf(small, { places: [0, 1, 2, 3, 4, 5], ...everything })
  expect(nextBox(scene, 3, 'ArrowRight')).toBe(4)
  expect(nextBox(scene, 2, 'ArrowLeft')).toBe(2)
  expect([1, 3]).toContain(nextBox(scene, 4, 'ArrowLeft'))
  const down = nextBox(scene, 1, 'ArrowDown') === 3
  expect(nextBox(scene, down ? 3 : 1, 'ArrowUp')).toBe(down ? 1 : 3)
  expect(scene.boxes[nextBox(scene, -1, 'ArrowRight')]?.x).toBe(0)
})

test('the camera keeps the point under the pointer while it zooms, and comes back from an address', () => {
  const size = { width: 1000, height: 600 }
  const scene = sceneOf(small, { places: [0, 1, 2, 3, 4, 5], ...everything })
  const before = fitting(scene, size)
  const after = zoomed(before, 1.7, 300, 200)
  expect((300 - after.x) / after.scale).toBeCloseTo((300 - before.x) / before.scale, 6)
  const again = cameraFrom(cameraText(after, size), size)
  expect(again?.x).toBeCloseTo(after.x, -1)
  expect(again?.scale).toBeCloseTo(after.scale, 2)
  for (const text of ['', '1,2', 'a,b,c', '1,2,-1', '1,2,Infinity']) expect(cameraFrom(text, size)).toBeNull()
})

test('colours: frequent names first, the rest as others, measures in five classes, a group by its worst', () => {
  const nodes = Array.from(
    { length: 60 },
    (_, index) =>
      ({
        tags: index < 50 ? [`t${Math.floor(Math.sqrt(index) * 1.3)}`] : [],
        rows: index,
        status: 'ok',
        tests: none,
      }) as unknown as SiteNode,
  )
  const tags = colouringOf(nodes, 'tag', null)
  expect(tags.classes).toHaveLength(9)
  expect(tags.classes.reduce((sum, each) => sum + each.count, 0)).toBe(60)
  expect(new Set(tags.classes.map((each) => each.letter)).size).toBe(9)
  expect(tags.classes.at(-1)).toMatchObject({ label: 'None', count: 10 })
  expect(colouringOf(nodes, 'rows', null).classes.map((each) => each.count)).toEqual([12, 12, 12, 12, 12])
  expect(colouringOf(nodes, 'cost', null).empty).toContain('sluice build')
  const status = colouringOf(small.index.nodes, 'status', null)
  expect(status.classes[classOf(status, [0, 1, 3])]?.label).toBe('Failed')
})

test('exports keep hostile names as text', () => {
  const site = siteOf([{ name: '</svg><script>alert(1)</script>' }, { name: 'say "hi"; x --> y\u0000' }], [[0, 1]])
  const scene = sceneOf(site, { places: [0, 1], ...everything })
  const look = { colour: () => '#000', letter: () => 'M', ink: '#000', quiet: '#000', line: '#000', paper: '#fff' }
  const svg = svgText(scene, look, 'p')
  for (const part of ['<script', '\u0000']) expect(svg).not.toContain(part)
  expect(svg.match(/<path /g)).toHaveLength(1)
  const mermaid = mermaidText(scene)
  expect(mermaid.match(/^ {2}n\d+ --> n\d+$/gm)).toEqual(['  n0 --> n1'])
  expect(mermaid).not.toContain('<script')
})
