/** What of the project needs a look, and how far it reaches; one pass over the nodes. */
import type { SiteNode } from '../../model/index.js'
import { testCount } from '../catalog/facets.js'
import type { Site } from '../site.js'
import { reach } from './reach.js'

export interface Counts {
  readonly models: number
  readonly described: number
  /** Neither the model nor any of its columns is described. */
  readonly bare: number
  readonly tested: number
  readonly owned: number
  readonly columns: number
  readonly columnsDescribed: number
  /** Nodes that could not be built. */
  readonly failed: number
  readonly skipped: number
  /** Each once, whatever it looks at. */
  readonly failingTests: number
  readonly warningTests: number
  readonly sources: number
  readonly stale: number
  readonly late: number
  /** Sources that were checked. */
  readonly checked: number
  readonly deprecated: number
}

export function countsOf({ index }: Site): Counts {
  const { nodes, generatedAt } = index
  const models = nodes.filter((node) => node.type === 'model')
  const sources = nodes.filter((node) => node.type === 'source')
  const many = (list: readonly SiteNode[], fits: (node: SiteNode) => boolean) => list.reduce((sum, node) => sum + (fits(node) ? 1 : 0), 0)
  return {
    models: models.length,
    described: many(models, (node) => node.summary !== ''),
    bare: many(models, (node) => node.summary === '' && node.described === 0),
    tested: many(models, (node) => testCount(node) > 0),
    owned: many(models, (node) => (node.group || node.owner) !== ''),
    columns: models.reduce((all, node) => all + node.columns, 0),
    columnsDescribed: models.reduce((all, node) => all + node.described, 0),
    failed: many(nodes, (node) => node.status === 'fail'),
    skipped: many(nodes, (node) => node.status === 'skipped'),
    failingTests: index.tests.fail,
    warningTests: index.tests.warn,
    sources: sources.length,
    stale: many(sources, (node) => node.freshness === 'fail'),
    late: many(sources, (node) => node.freshness === 'warn'),
    checked: many(sources, (node) => node.freshness !== 'none'),
    deprecated: many(nodes, (node) => node.deprecated !== '' && node.deprecated <= generatedAt.slice(0, 10)),
  }
}

export interface Broken {
  readonly place: number
  readonly why: string
  /** Nodes below, and those of them that are exposures. */
  readonly below: number
  readonly exposures: readonly number[]
}

/** Nodes that failed themselves, by their SQL, a test or their age; the farthest reaching first. At most `most` are looked at. */
export function brokenNodes(site: Site, most: number): Broken[] {
  const found = site.index.nodes.flatMap((node, place) => {
    const why = reasonOf(node)
    return why ? [{ place, why }] : []
  })
  return found
    .slice(0, most)
    .map(({ place, why }) => {
      const below = reach(site.children, place)
      return { place, why, below: below.length, exposures: below.filter((at) => site.index.nodes[at]?.type === 'exposure') }
    })
    .sort((a, b) => b.below - a.below || a.place - b.place)
}

function reasonOf(node: SiteNode): string {
  const parts = [
    node.status === 'fail' ? 'failed' : '',
    node.tests.fail === 1 ? '1 test fails' : node.tests.fail > 1 ? `${node.tests.fail} tests fail` : '',
    node.freshness === 'fail' ? 'stale' : '',
  ]
  return parts.filter(Boolean).join(', ')
}
