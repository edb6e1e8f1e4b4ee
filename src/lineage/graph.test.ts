import { expect, test } from 'vitest'
import type { Manifest } from '../core/manifest.js'
import { lineageGraph, pointKey, type Walk } from './graph.js'
import type { NodeColumn, NodeSql, ProjectSql } from './model.js'
import { askedPoint, nodeNames } from './names.js'

type Edge = readonly [from: string, kind: NodeColumn['upstream'][number]['kind']]

const id = (name: string) => (name.startsWith('raw.') ? `source.shop.${name}` : `model.shop.${name}`)

/** `a.b` or `raw.t.b`: the last part is the column. */
function column(text: string) {
  const at = text.lastIndexOf('.')
  return { node: id(text.slice(0, at)), column: text.slice(at + 1) }
}

function node(
  name: string,
  columns: Readonly<Record<string, readonly Edge[]>>,
  more: Partial<NodeSql> & { filters?: string[] } = {},
): NodeSql {
  const { filters = [], ...rest } = more
  const rows = filters.map((each) => ({ ...column(each), effects: ['filter' as const] }))
  const known = Object.entries(columns).map(([name_, edges]) => ({
    name: name_,
    type: null,
    upstream: edges.map(([from, kind]) => ({ ...column(from), kind })),
    steps: [],
    valueHash: null,
    location: null,
  }))
  const reads = [...new Set([...known.flatMap(({ upstream }) => upstream.map((edge) => edge.node)), ...rows.map((row) => row.node)])].sort()
  return { id: id(name), depth: 'column', reason: null, columns: known, complete: true, reads, rows, rowsHash: null, findings: [], ...rest }
}

function sqlOf(nodes: readonly NodeSql[]): ProjectSql {
  const effort = { compile: 0, resolve: 0, types: 0, cached: 0 }
  return { dialect: 'duckdb', nodes: new Map(nodes.map((each) => [each.id, each])), findings: [], effort }
}

function manifestOf(nodes: readonly NodeSql[], more: Partial<Record<keyof Manifest, unknown>> = {}): Manifest {
  const plain = (each: NodeSql) => ({
    unique_id: each.id,
    name: each.id.split('.').at(-1),
    source_name: each.id.split('.').at(-2),
    package_name: 'shop',
    resource_type: each.id.split('.')[0],
    config: {},
    depends_on: { nodes: each.reads, macros: [] },
  })
  const byKind = (kind: string) =>
    Object.fromEntries(nodes.filter((each) => each.id.startsWith(kind)).map((each) => [each.id, plain(each)]))
  const empty = { unit_tests: {}, exposures: {}, metrics: {}, semantic_models: {}, saved_queries: {}, functions: {} }
  const { nodes: further = {}, ...others } = more
  const all = { ...byKind('model'), ...(further as object) }
  return { ...empty, metadata: { project_name: 'shop' }, nodes: all, sources: byKind('source'), locations: new Map(), ...others } as never
}

const links = ({ links: found }: Walk) =>
  found.map(({ from, to, kind }) =>
    `${pointKey(from)} ${kind} ${pointKey(to)}`.replaceAll(/(?:model|source)\.shop\./g, '').replaceAll('\n', '.'),
  )

const shop = [
  node('raw.orders', { id: [], cents: [], state: [], at: [] }, { complete: false }),
  node('stg', {
    id: [['raw.orders.id', 'passthrough']],
    amount: [['raw.orders.cents', 'derive']],
    state: [['raw.orders.state', 'passthrough']],
  }),
  node('daily', { total: [['stg.amount', 'aggregate']], n: [] }, { filters: ['stg.state'] }),
  node('kpis', {
    total: [['daily.total', 'rename']],
    again: [
      ['stg.amount', 'derive'],
      ['daily.total', 'derive'],
    ],
  }),
  node('vendor', {}, { depth: 'table', complete: false, reads: [id('daily')], reason: 'the parser could not read it' }),
  node('gone', { at: [['raw.orders.gone_at', 'rename']] }),
  node('after', { x: [['vendor.y', 'passthrough']] }, { complete: true }),
]
const exposures = {
  'exposure.shop.board': {
    unique_id: 'exposure.shop.board',
    name: 'board',
    package_name: 'shop',
    resource_type: 'exposure',
    depends_on: { nodes: [id('kpis')] },
  },
}
const tests = {
  'test.shop.positive': {
    unique_id: 'test.shop.positive',
    name: 'positive',
    package_name: 'shop',
    resource_type: 'test',
    config: { fail_calc: 'count(*)' },
    column_name: '"amount"',
    attached_node: id('stg'),
    depends_on: { nodes: [id('stg')] },
  },
}
const positive = {
  ...node('x', { id: [['stg.id', 'passthrough']], amount: [['stg.amount', 'passthrough']] }),
  id: 'test.shop.positive',
  reads: [id('stg')],
}
const sql = sqlOf([...shop, positive])
const manifest = manifestOf(shop, { exposures, nodes: tests })
const graph = lineageGraph(sql, manifest)

test('a column is followed up to the columns it is made of, and shaping columns on request', () => {
  expect(links(graph.up(column('kpis.total')))).toEqual([
    'daily.total rename kpis.total',
    'stg.amount aggregate daily.total',
    'raw.orders.cents derive stg.amount',
  ])
  expect(links(graph.up(column('kpis.total'), { depth: 2 }))).toHaveLength(2)
  expect(links(graph.up(column('kpis.total'), { indirect: true }))).toContain('stg.state rows daily.total')
  expect(graph.up(column('daily.n')).links).toEqual([])
})

test('a column is followed down to columns, tests, and nodes that say no more than that they read its node', () => {
  const walk = graph.down(column('raw.orders.cents'))
  expect(links(walk).sort()).toEqual(
    [
      'daily table vendor',
      'daily.total derive kpis.again',
      'daily.total rename kpis.total',
      'daily.total table vendor',
      'kpis.again table exposure.shop.board',
      'kpis.total table exposure.shop.board',
      'raw.orders.cents derive stg.amount',
      'stg.amount aggregate daily.total',
      'stg.amount derive kpis.again',
      'stg.amount test test.shop.positive',
      'vendor table after',
    ].filter((each) => each !== 'daily table vendor'),
  )
  expect(walk.distance.get(pointKey(column('kpis.again')))).toBe(2)
  // The test shows the id in its rows; whether it fails has nothing to do with it.
  expect(links(graph.down(column('stg.id')))).toEqual([])
  expect(links(graph.down(column('stg.state'), { indirect: true, depth: 1 }))).toEqual(['stg.state rows daily'])
})

test('a node as a whole is followed by who reads whom', () => {
  expect(links(graph.up({ node: id('after'), column: null }))).toEqual([
    'vendor table after',
    'daily table vendor',
    'stg table daily',
    'raw.orders table stg',
  ])
  expect(links(graph.up(column('after.x')))[1]).toBe('daily table vendor.y')
})

test('circles end', () => {
  const circle = [node('a', { x: [['b.x', 'passthrough']] }), node('b', { x: [['a.x', 'passthrough']] })]
  const round = lineageGraph(sqlOf(circle), manifestOf(circle))
  expect(round.up(column('a.x')).links).toHaveLength(2)
  expect(round.down({ node: id('a'), column: null }).links).toHaveLength(2)
})

test('ten thousand models of 25 columns are walked in less than 100 ms', () => {
  const names = Array.from({ length: 25 }, (_, at) => `c${at}`)
  const many = Array.from({ length: 10_000 }, (_, at): NodeSql => {
    const from = id(`m${at > 3 && at % 7 === 0 ? at - 3 : at - 1}`)
    const columns = names.map((name) => ({
      name,
      type: null,
      upstream: at === 0 ? [] : [{ node: from, column: name, kind: 'derive' as const }],
      steps: [],
      valueHash: null,
      location: null,
    }))
    const rows = at === 0 ? [] : [{ node: from, column: 'c0', effects: ['filter' as const] }]
    return {
      id: id(`m${at}`),
      depth: 'column',
      reason: null,
      columns,
      complete: true,
      reads: at === 0 ? [] : [from],
      rows,
      rowsHash: null,
      findings: [],
    }
  })
  const big = lineageGraph(sqlOf(many), manifestOf(many))
  big.down(column('m9999.c1'))
  const before = process.cpuUsage()
  const down = big.down(column('m0.c3'))
  const middle = process.cpuUsage(before)
  const up = big.up(column('m9999.c24'))
  const { user, system } = process.cpuUsage(before)
  expect(down.links.length).toBeGreaterThan(8_000)
  expect(up.links.length).toBeGreaterThan(5_000)
  // Microseconds of processor time, as other tests run beside; twice what it may take, for slow machines.
  expect(middle.user + middle.system).toBeLessThan(200_000)
  expect(user + system).toBeLessThan(400_000)
})

test('names are found with package, version, source and quotes, and slips are answered with what was meant', () => {
  const versions = [node('orders.v1', { id: [] }), node('orders.v2', { id: [], 'Odd.Name': [] })]
  const both = manifestOf(shop, {
    nodes: Object.fromEntries(
      versions.map((each, at) => [
        each.id,
        {
          unique_id: each.id,
          name: 'orders',
          package_name: 'shop',
          resource_type: 'model',
          version: at + 1,
          latest_version: 2,
          depends_on: { nodes: [] },
        },
      ]),
    ),
  })
  const known = sqlOf([...shop, ...versions])
  const point = (text: string) => {
    const { node: found, column: name, all } = askedPoint(text, known, both)
    return `${found} ${all ? '*' : name}`
  }
  expect(point('kpis.TOTAL')).toBe('model.shop.kpis total')
  expect(point('shop.kpis')).toBe('model.shop.kpis null')
  expect(point('kpis.*')).toBe('model.shop.kpis *')
  expect(point('raw.orders.id')).toBe('source.shop.raw.orders id')
  expect(point('raw.orders.GONE_AT')).toBe('source.shop.raw.orders gone_at')
  expect(() => point('raw.orders.undeclared')).toThrow('raw.orders has no column "undeclared"')
  expect(point('orders.v1.id')).toBe('model.shop.orders.v1 id')
  expect(point('orders."Odd.Name"')).toBe('model.shop.orders.v2 Odd.Name')
  expect(point('model.shop.orders.v1.id')).toBe('model.shop.orders.v1 id')
  expect(() => point('kpi.total')).toThrow(
    expect.objectContaining({ code: 'LINEAGE_NODE_NOT_FOUND', fields: expect.objectContaining({ hint: 'did you mean kpis.total?' }) }),
  )
  expect(() => point('kpis.totel')).toThrow(
    expect.objectContaining({ code: 'LINEAGE_COLUMN_NOT_FOUND', fields: expect.objectContaining({ hint: 'did you mean kpis.total?' }) }),
  )
  expect(nodeNames(both)('model.shop.orders.v1')).toBe('orders.v1')
  expect(nodeNames(both)('source.shop.raw.orders')).toBe('raw.orders')
})
