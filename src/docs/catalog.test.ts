// The catalog's narrowing and sorting, as functions.
import { describe, expect, test } from 'vitest'
import { chosenOf, chosenText, facets, factsOf, narrow } from './app/catalog/facets.js'
import { sorted } from './app/catalog/sorting.js'
import type { SiteNode } from './model/index.js'

const none = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
function node(name: string, more: Partial<SiteNode> = {}): SiteNode {
  return {
    ...{ id: `model.shop.${name}`, type: 'model', name, package: 'shop', folder: 'marts', materialized: 'table', summary: '', tags: [] },
    ...{
      group: '',
      owner: '',
      access: 'protected',
      version: '',
      certified: false,
      deprecated: '',
      contract: false,
      columns: 2,
      described: 0,
    },
    ...{ status: 'ok', freshness: 'none', seconds: null, rows: null, bytes: null, tests: none, x: 0, y: 0 },
    ...more,
  } as SiteNode
}

const nodes = [
  node('orders', {
    folder: 'marts/finance',
    tags: ['nightly', 'a,b'],
    rows: 10,
    summary: 'All.',
    described: 2,
    tests: { ...none, fail: 1 },
  }),
  node('customers', { folder: 'marts/finance/people', tags: ['nightly'], materialized: 'view', rows: 300, summary: 'Some.' }),
  node('stg_orders', { folder: 'staging', materialized: 'view', rows: null, status: 'fail' }),
  node('raw.orders', { type: 'source', folder: '', materialized: '', access: '', freshness: 'warn', rows: 20 }),
]
const facts = factsOf(nodes)
const all = nodes.map((_, place) => place)
const chosen = (query: string) => chosenOf(new URLSearchParams(query), facts.known)
const names = (query: string) => narrow(all, facts, chosen(query)).places.map((place) => nodes[place]?.name)
const counts = (query: string, key: string) =>
  Object.fromEntries(narrow(all, facts, chosen(query)).counts[facets.findIndex((facet) => facet.key === key)] ?? [])

describe('narrowing', () => {
  test.each([
    ['', ['orders', 'customers', 'stg_orders', 'raw.orders']],
    ['type=model', ['orders', 'customers', 'stg_orders']],
    ['folder=marts', ['orders', 'customers']],
    ['folder=marts%2Ffinance%2Fpeople', ['customers']],
    ['mat=view,table', ['orders', 'customers', 'stg_orders']],
    ['mat=view&tag=nightly', ['customers']],
    ['status=fail', ['orders', 'stg_orders']],
    ['fresh=warn', ['raw.orders']],
    ['tested=no&type=model', ['customers', 'stg_orders']],
    ['described=yes,partly', ['orders', 'customers']],
    ['tag=no_such', []],
    ['unknown=1', ['orders', 'customers', 'stg_orders', 'raw.orders']],
  ])('%s', (query, expected) => {
    expect(names(query)).toEqual(expected)
  })

  test('a value with a comma, alone and among others', () => {
    expect(names(`tag=${encodeURIComponent('a,b')}`)).toEqual(['orders'])
    expect(names(`tag=${encodeURIComponent(chosenText(['a,b', 'x%y']))}`)).toEqual(['orders'])
  })

  test('counts are those of the other choices: one more of the same facet only adds', () => {
    expect(counts('mat=view', 'mat')).toEqual({ view: 2, table: 1 })
    expect(counts('mat=view', 'tag')).toEqual({ nightly: 1 })
    expect(counts('mat=view&folder=staging', 'mat')).toEqual({ view: 1 })
    expect(counts('mat=view&folder=staging', 'folder')).toEqual({ marts: 1, 'marts/finance': 1, 'marts/finance/people': 1, staging: 1 })
  })
})

test('sorting: unknown figures last, both ways; what is alike keeps its order', () => {
  const by = (key: string) => sorted(all, nodes, key).map((place) => nodes[place]?.name)
  expect(by('rows')).toEqual(['orders', 'raw.orders', 'customers', 'stg_orders'])
  expect(by('-rows')).toEqual(['customers', 'raw.orders', 'orders', 'stg_orders'])
  expect(by('-described')).toEqual(['orders', 'customers', 'stg_orders', 'raw.orders'])
  expect(by('nonsense')).toEqual(nodes.map(({ name }) => name))
})
