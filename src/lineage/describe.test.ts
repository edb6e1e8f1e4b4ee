import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import type { Manifest } from '../core/manifest.js'
import { columnNames, describeColumns } from './describe.js'
import type { ColumnEdge, NodeColumn, NodeSql, ProjectSql } from './model.js'

type Specs = Readonly<Record<string, { readonly description?: string; readonly tags?: readonly string[]; readonly meta?: object }>>

function manifestOf(columns: Readonly<Record<string, Specs>>): Manifest {
  const nodes = Object.fromEntries(
    Object.entries(columns).map(([id, specs]) => {
      const filled = Object.entries(specs).map(([name, spec]) => [name, { name, description: '', meta: {}, tags: [], config: {}, ...spec }])
      return [id, { unique_id: id, resource_type: 'model', columns: Object.fromEntries(filled) }]
    }),
  )
  const none = { sources: {}, unit_tests: {}, exposures: {}, metrics: {}, semantic_models: {}, saved_queries: {}, functions: {} }
  return { ...none, nodes } as unknown as Manifest
}

/** `{b: {x: ['a.y rename']}}`. */
function sqlOf(nodes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): ProjectSql {
  const edge = (text: string): ColumnEdge => {
    const [, node, column, kind] = /^(\w+)\.(\S+) (\w+)$/.exec(text) ?? []
    return { node, column, kind } as ColumnEdge
  }
  const column = (name: string, edges: readonly string[]): NodeColumn => ({
    name,
    type: null,
    upstream: edges.map(edge),
    steps: [],
    valueHash: null,
    location: null,
  })
  const node = (id: string, columns: Readonly<Record<string, readonly string[]>>): NodeSql => ({
    id,
    depth: 'column',
    reason: null,
    columns: Object.entries(columns).map(([name, edges]) => column(name, edges)),
    complete: true,
    reads: [],
    rows: [],
    rowsHash: null,
    findings: [],
  })
  return {
    dialect: 'duckdb',
    nodes: new Map(Object.entries(nodes).map(([id, columns]) => [id, node(id, columns)])),
  } as unknown as ProjectSql
}

test('the nearest description along unchanged values, with where it comes from', () => {
  const manifest = manifestOf({
    raw: { Email: { description: 'Where to write to.', tags: ['pii'] } },
    stg: { id: { description: 'Its own.' } },
    mart: {},
  })
  const sql = sqlOf({
    raw: { email: [] },
    stg: { mail: ['raw.email rename'], id: [] },
    mart: { mail: ['stg.mail passthrough'], domain: ['stg.mail derive'], id: ['stg.id passthrough'] },
  })
  const said = describeColumns(manifest, sql)
  const mail = said.text('mart', 'mail')
  expect(mail).toMatchObject({ text: 'Where to write to.', from: { node: 'raw', column: 'email' } })
  expect(mail?.from?.via).toEqual([{ node: 'stg', column: 'mail' }])
  expect(said.text('mart', 'MAIL')?.text).toBe('Where to write to.')
  expect(said.text('mart', 'domain')).toBeUndefined()
  expect(said.text('stg', 'id')).toEqual({ text: 'Its own.', from: null })
  expect(said.tags('mart', 'mail').map(({ tag, from }) => [tag, from?.node])).toEqual([['pii', 'raw']])
  expect(said.tags('mart', 'domain')).toEqual([])
  expect(columnNames(manifest, sql, 'raw')).toEqual(['email'])
})

test('columns that come together are described only where they say the same', () => {
  const manifest = manifestOf({
    a: { x: { description: 'Same.' }, y: { description: 'One.' }, z: { description: 'Known.', meta: { pii: true } } },
    b: { x: { description: 'Same.' }, y: { description: 'Other.' }, z: { tags: ['late'] } },
  })
  const both = (name: string) => [`a.${name} passthrough`, `b.${name} passthrough`]
  const sql = sqlOf({
    a: { x: [], y: [], z: [] },
    b: { x: [], y: [], z: [] },
    all: { x: both('x'), y: both('y'), z: both('z'), mixed: ['a.x passthrough', 'b.x derive'] },
  })
  const said = describeColumns(manifest, sql)
  expect(said.text('all', 'x')?.from?.node).toBe('a')
  expect(said.text('all', 'y')).toBeUndefined()
  expect(said.text('all', 'z')?.text).toBe('Known.')
  expect(said.text('all', 'mixed')).toBeUndefined()
  expect(
    said
      .tags('all', 'z')
      .map(({ tag }) => tag)
      .sort(),
  ).toEqual(['late', 'pii'])
})

test('a table that reads itself, and a chain longer than calls go deep', () => {
  const circle = sqlOf({ a: { x: ['a.x passthrough', 'raw.x passthrough'] }, raw: { x: [] } })
  expect(describeColumns(manifestOf({ raw: { x: { description: 'Said.' } } }), circle).text('a', 'x')?.from?.node).toBe('raw')
  const long = sqlOf(
    Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`n${at}`, { x: at === 0 ? [] : [`n${at - 1}.x passthrough`] }])),
  )
  expect(describeColumns(manifestOf({ n19998: { x: { description: 'Near.' } } }), long).text('n19999', 'x')?.text).toBe('Near.')
  expect(describeColumns(manifestOf({}), long).text('n19999', 'x')).toBeUndefined()
})

test('2,000 models of 25 columns, each a hundred steps deep at most', () => {
  const names = Array.from({ length: 25 }, (_, at) => `c${at}`)
  const nodes = Array.from({ length: 2000 }, (_, at) => [
    `n${at}`,
    Object.fromEntries(names.map((name) => [name, at < 100 ? [] : [`n${at - 100}.${name} passthrough`]])),
  ])
  const sql = sqlOf(Object.fromEntries(nodes))
  const described = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [
      `n${at}`,
      Object.fromEntries(names.map((name) => [name, { description: `${name} of ${at}` }])),
    ]),
  )
  const manifest = manifestOf(described)
  const start = performance.now()
  const said = describeColumns(manifest, sql)
  let known = 0
  for (const id of sql.nodes.keys()) for (const name of names) if (said.text(id, name)) known++
  expect(known).toBe(50_000)
  expect(performance.now() - start).toBeLessThan(2000)
})
