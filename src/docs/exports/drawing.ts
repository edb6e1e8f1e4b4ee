/** What a drawing of the whole lineage shows: every node, or where these are too many to read, folders of them. */
import type { SiteIndex, SiteNode } from '../model/index.js'

export interface Drawing {
  readonly boxes: readonly Box[]
  /** Boxes, from and to. */
  readonly edges: readonly (readonly [number, number])[]
  /** Why it does not show every node; else empty. */
  readonly note: string
}

export interface Box {
  readonly name: string
  /** `model, view` or how many nodes it stands for. */
  readonly about: string
  readonly type: string
}

export interface DrawingLimits {
  readonly boxes: number
  readonly edges: number
}

export function drawingOf(index: Pick<SiteIndex, 'nodes' | 'edges'>, limits: DrawingLimits): Drawing {
  const { nodes, edges } = index
  if (nodes.length <= limits.boxes && edges.length <= limits.edges) return { boxes: nodes.map(boxOf), edges, note: '' }
  const deepest = Math.max(0, ...nodes.map(({ folder }) => levels(folder).length))
  let drawn: Drawing = { boxes: [], edges: [], note: '' }
  for (let depth = deepest; depth >= 0; depth--) {
    drawn = grouped(index, depth)
    if (drawn.boxes.length <= limits.boxes && drawn.edges.length <= limits.edges) break
  }
  const rows = `${nodes.length} nodes and ${edges.length} edges are more than one can read here: each box is a folder`
  return { ...drawn, note: `${rows}. index.html and lineage.json show every node.` }
}

function boxOf({ name, type, materialized }: SiteNode): Box {
  return { name, about: materialized === '' || materialized === type ? type : `${type}, ${materialized}`, type }
}

function grouped({ nodes, edges }: Pick<SiteIndex, 'nodes' | 'edges'>, depth: number): Drawing {
  const places = new Map<string, number>()
  const counts: number[] = []
  const names: { readonly name: string; readonly type: string }[] = []
  const boxAt = nodes.map(({ type, folder }) => {
    const name = levels(folder).slice(0, depth).join('/')
    const key = `${type}\n${name}`
    const place = places.get(key) ?? counts.length
    if (place === counts.length) {
      places.set(key, place)
      names.push({ name: name || type, type })
    }
    counts[place] = (counts[place] ?? 0) + 1
    return place
  })
  const between = new Map<string, readonly [number, number]>()
  for (const [from, to] of edges) {
    const pair = [boxAt[from] ?? 0, boxAt[to] ?? 0] as const
    if (pair[0] !== pair[1]) between.set(pair.join(' '), pair)
  }
  const boxes = names.map(({ name, type }, at) => ({ name, type, about: `${type}, ${counts[at]} ${counts[at] === 1 ? 'node' : 'nodes'}` }))
  return { boxes, edges: [...between.values()], note: '' }
}

function levels(folder: string): string[] {
  return folder.split('/').filter((level) => level !== '')
}
