/** What a change of a column would reach, and what would no longer work without it. Pure, from the walks of the page. */
import type { SiteDetail, SiteNode, SiteTest } from '../../model/index.js'
import { type Point, pointKey, typeOf, type Walk } from './walk.js'
import { edgeWord } from './words.js'

export interface ReachedNode {
  /** The node as a whole. */
  readonly point: Point
  /** Links away from the start, on the shortest way. */
  readonly distance: number
  /** Its columns that are reached; empty where it is reached as a whole. */
  readonly columns: readonly string[]
}

export interface ReachedGroup {
  /** Resource type. */
  readonly type: string
  /** Nearest first. */
  readonly nodes: readonly ReachedNode[]
}

/** Readers people see come before the tests. */
const order = ['exposure', 'metric', 'saved_query', 'semantic_model', 'model', 'snapshot', 'seed', 'source', 'function', 'analysis', 'test']

export function reachedGroups({ reached, distance }: Walk): readonly ReachedGroup[] {
  const nodes = new Map<string, { readonly point: Point; readonly distance: number; readonly columns: string[] }>()
  for (const point of reached) {
    const known = nodes.get(point.id) ?? { point: { ...point, column: '' }, distance: distance.get(pointKey(point)) ?? 0, columns: [] }
    nodes.set(point.id, known)
    if (point.column !== '') known.columns.push(point.column)
  }
  const groups = new Map<string, ReachedNode[]>()
  for (const node of nodes.values()) groups.set(typeOf(node.point.id), [...(groups.get(typeOf(node.point.id)) ?? []), node])
  const rank = (type: string) => (order.indexOf(type) + order.length + 1) % (order.length + 1)
  return [...groups].map(([type, list]) => ({ type, nodes: list })).sort((a, b) => rank(a.type) - rank(b.type))
}

export interface Breakage {
  /** `breaks`: it cannot work without the column; `may`: it depends on how it uses it. */
  readonly how: 'breaks' | 'may'
  /** Who; null: the node itself. */
  readonly point: Point | null
  readonly why: string
}

export interface Asked {
  readonly node: SiteNode
  readonly detail: SiteDetail
  readonly column: string
  /** Downstream, with what shapes rows. */
  readonly walk: Walk
}

/** What a rename or drop of the column does at once; readers of readers follow from it. */
export function breakages(asked: Asked): readonly Breakage[] {
  return [...ofItself(asked), ...ofReaders(asked), ...ofTests(asked), ...ofExposures(asked)]
}

function ofItself({ node, detail, column }: Asked): Breakage[] {
  const own = detail.columns.find(({ name }) => name === column)
  const named = detail.constraints.filter(({ columns }) => columns.includes(column))
  const found: (false | readonly [Breakage['how'], string])[] = [
    node.contract && ['breaks', 'its contract names the column: the build fails until the contract is changed'],
    ...(own?.constraints ?? []).map((kind) => ['breaks', `a constraint on it: ${kind.replace('_', ' ')}`] as const),
    ...named.map(({ kind }) => ['breaks', `a constraint names it: ${kind.replace('_', ' ')}`] as const),
    detail.grain.includes(column) && ['breaks', 'a row is known by it: it is part of the key'],
    node.access === 'public' && ['may', 'it is public: other projects may read the column'],
    detail.tests.some(({ kind }) => kind === 'unit') && ['may', `unit tests may name it: ${unitTests(detail.tests)}`],
  ]
  return found.flatMap((each) => (each ? [{ how: each[0], point: null, why: each[1] }] : []))
}

function unitTests(tests: readonly SiteTest[]): string {
  const names = tests.flatMap(({ kind, name }) => (kind === 'unit' ? [name] : []))
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

/** One entry for each node that reads the column itself. */
function ofReaders({ walk, node }: Asked): Breakage[] {
  const first = walk.edges.filter(
    ({ from, kind, to }) => pointKey(from) === pointKey(walk.start) && kind !== 'test' && typeOf(to.id) !== 'test',
  )
  const readers = new Map<string, { readonly point: Point; readonly columns: string[]; readonly effects: Set<string>; whole: boolean }>()
  for (const { to, kind, effects } of first) {
    if (typeOf(to.id) === 'exposure' || to.id === node.id) continue
    const known = readers.get(to.id) ?? { point: { ...to, column: '' }, columns: [], effects: new Set(), whole: false }
    readers.set(to.id, known)
    if (kind === 'rows') known.effects.add(edgeWord({ kind, effects }))
    else if (to.column === '') known.whole = true
    else known.columns.push(to.column)
  }
  return [...readers.values()].map(({ point, columns, effects, whole }) => {
    const uses = [
      columns.length > 0 ? `takes it into ${namesText(columns)}` : '',
      effects.size > 0 ? `${[...effects].join(', ')} rows by it` : '',
    ]
    const sure = columns.length > 0 || effects.size > 0
    const why = sure ? uses.filter(Boolean).join('; ') : whole ? 'reads the node; by which columns is not known' : ''
    return { how: sure ? 'breaks' : 'may', point, why }
  })
}

function namesText(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more columns` : names.join(', ')
}

function ofTests({ walk }: Asked): Breakage[] {
  const first = walk.edges.filter(({ from, to }) => pointKey(from) === pointKey(walk.start) && typeOf(to.id) === 'test')
  return [...new Map(first.map(({ to, kind }) => [to.id, { to, kind }])).values()].map(({ to, kind }) =>
    kind === 'test' ? { how: 'breaks', point: to, why: 'tests it' } : { how: 'may', point: to, why: 'reads the node' },
  )
}

/** At any distance: a dashboard is told of what it shows. */
function ofExposures({ walk }: Asked): Breakage[] {
  return walk.reached
    .filter(({ id }) => typeOf(id) === 'exposure')
    .map((point) => {
      const away = walk.distance.get(pointKey(point)) ?? 0
      return { how: 'may', point, why: away === 1 ? 'reads the node directly' : `is fed by it, ${away} steps away` }
    })
}
