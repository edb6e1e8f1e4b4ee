// The page's walk over what is written for it gives what `sluice lineage` answers, whatever the project looks like.
import { expect, test } from 'vitest'
import type { Manifest } from '../../core/manifest.js'
import { answerLineage, type NodeSql, type ProjectSql } from '../../lineage/index.js'
import { type Edge, type Links, pointKey, walkColumns } from '../app/columns/walk.js'
import type { SiteInput } from '../input.js'
import { prepareSite } from '../making.js'
import type { SiteLineage } from '../model/index.js'
import { siteLineage } from './lineage.js'

type Random = (below: number) => number

/** The same numbers each time. */
function random(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const kinds = ['passthrough', 'rename', 'derive', 'aggregate', 'window'] as const
const effects = [['filter'], ['join', 'group']] as const
const types = ['source', 'seed', 'model', 'model', 'model', 'snapshot', 'exposure', 'analysis', 'test', 'test'] as const

interface Made {
  readonly manifest: Manifest
  readonly sql: ProjectSql
}

/** Circles, columns that nobody declares, nodes of which only the relations or nothing is known, tests on anything. */
function project(next: Random): Made {
  const all = Array.from({ length: 10 }, (_, at) => ({ type: types[next(types.length)] ?? 'model', name: `n${at}` }))
  const ids = all.map(({ type, name }) => `${type}.p.${name}`)
  const readable = ids.filter((id) => !/^(exposure|analysis|test)\./.test(id))
  const empty = [
    'nodes',
    'sources',
    'unit_tests',
    'exposures',
    'metrics',
    'semantic_models',
    'saved_queries',
    'functions',
    'groups',
    'docs',
  ]
  const lists: Record<string, Record<string, unknown>> = Object.fromEntries(empty.map((key) => [key, {}]))
  const nodes = new Map<string, NodeSql>()
  for (const [at, id] of ids.entries()) {
    const type = all[at]?.type ?? 'model'
    const root = type === 'source' || type === 'seed'
    const reads = root ? [] : unique(several(next, 4, () => readable[next(readable.length)] ?? id)).filter((each) => each !== id)
    const list = type === 'source' ? 'sources' : type === 'exposure' ? 'exposures' : 'nodes'
    Object.assign(lists[list] ?? {}, { [id]: resource(type, all[at]?.name ?? '', reads, next) })
    if (type !== 'exposure' && next(12) > 0) nodes.set(id, nodeSql(id, root, reads.sort(), next))
  }
  const sql = { dialect: 'duckdb', nodes, findings: [], effort: { compile: 0, resolve: 0, types: 0, cached: 0 } } as ProjectSql
  return { manifest: { metadata: {}, locations: new Map(), ...lists } as unknown as Manifest, sql }
}

function resource(type: string, name: string, reads: readonly string[], next: Random) {
  const ids = {
    resource_type: type,
    unique_id: `${type}.p.${name}`,
    name,
    source_name: 's',
    package_name: 'p',
    path: '',
    original_file_path: '',
  }
  const tested = { attached_node: reads[0] ?? null, column_name: next(2) ? columnName(next) : null }
  return { ...ids, ...tested, depends_on: { nodes: reads, macros: [] }, config: {}, tags: [], columns: {}, raw_code: '' }
}

function nodeSql(id: string, root: boolean, reads: readonly string[], next: Random): NodeSql {
  const depth = (['column', 'column', 'column', 'table', 'none'] as const)[next(5)] ?? 'column'
  const names = depth === 'column' || root ? unique(several(next, 4, () => columnName(next))) : []
  const edges = () => several(next, reads.length === 0 ? 1 : 3, () => ({ node: reads[next(reads.length)] ?? '', column: columnName(next) }))
  const upstream = () => unique(edges()).map((edge) => ({ ...edge, kind: kinds[next(5)] ?? 'derive' }))
  const rows = unique(edges()).map((edge) => ({ ...edge, effects: effects[next(2)] ?? ['filter'] }))
  const columns = names.map((name) => ({ name, type: null, upstream: upstream(), steps: [], valueHash: null, location: null }))
  return { id, depth, reason: null, columns, complete: next(4) > 0, reads, rows, rowsHash: null, findings: [] }
}

function columnName(next: Random): string {
  return `c${next(4)}`
}

function several<T>(next: Random, below: number, make: () => T): T[] {
  return Array.from({ length: next(below) }, make)
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((each) => [JSON.stringify(each), each])).values()]
}

const questions = [false, true].flatMap((indirect) =>
  (['up', 'down'] as const).flatMap((direction) => [undefined, 2].map((depth) => ({ indirect, direction, depth }))),
)

test.each(Array.from({ length: 25 }, (_, seed) => seed))('walks of the page are answers of the command (project %i)', async (seed) => {
  const { manifest, sql } = project(random(seed + 1))
  const known = { results: [], catalog: null, run: null, target: '', toolVersion: '', generatedAt: '' }
  const making = prepareSite({ manifest, sql, ...known } as SiteInput)
  const entries = (await siteLineage(making)) as readonly SiteLineage[]
  const links: Links = { id: (place) => making.shown[place]?.unique_id ?? '', read: async (place) => entries[place] }
  const points = making.shown.flatMap(({ unique_id: id }, place) =>
    ['', ...(entries[place]?.columns ?? []).map(({ name }) => name)].map((column) => ({ place, id, column })),
  )
  for (const point of points)
    for (const { indirect, direction, depth } of questions) {
      const asked = [{ node: point.id, column: point.column || null, all: false }]
      const { answer } = answerLineage({ asked, directions: [direction], depth, indirect }, sql, manifest)
      const walk = await walkColumns(links, point, direction, { indirect, ...(depth && { depth }) })
      expect([...new Set(walk.edges.map(walked))].sort()).toEqual(answer.edges.map(answered).sort())
      expect(walk.counts).toEqual(answer[direction])
    }
})

/** What shapes rows shapes them for the node as a whole. */
function walked({ from, to, kind, effects: shaping }: Edge): string {
  return [pointKey(from), kind === 'rows' ? to.id : pointKey(to), kind, ...shaping].join(' > ')
}

function answered({ from, to, kind, effects: shaping }: ReturnType<typeof answerLineage>['answer']['edges'][number]): string {
  const key = ({ node, column }: typeof from) => (column === null ? node : `${node}\n${column}`)
  return [key(from), key(to), kind, ...shaping].join(' > ')
}
