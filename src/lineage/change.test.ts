import { describe, expect, it } from 'vitest'
import { changeOf } from './change.js'
import type { NodeColumn, NodeSql } from './model.js'

const column = (name: string, valueHash: string | null = name, type: string | null = null): NodeColumn => ({
  name,
  type,
  upstream: [],
  steps: [],
  valueHash,
  location: null,
})

const node = (columns: readonly NodeColumn[], more: Partial<NodeSql> = {}): NodeSql => ({
  id: 'model.shop.orders',
  depth: 'column',
  reason: null,
  columns,
  complete: true,
  reads: [],
  rows: [],
  rowsHash: 'rows',
  findings: [],
  ...more,
})

const told = (before: NodeSql, after: NodeSql) => {
  const { level, rows, columns, unknown } = changeOf(before, after, 'duckdb')
  return [level, rows, columns.map(({ column: name, change, from, breaking }) => [name, change, from, breaking].join(' ')), unknown]
}

const before = node([column('id'), column('a', 'a', 'integer'), column('b')])

describe('two versions of a node', () => {
  it.each<[string, NodeSql, unknown[]]>([
    ['are the same', node([column('ID', 'id'), column('a', 'a', 'INTEGER'), column('b')]), ['none', false, [], undefined]],
    ['differ by a new column', node([...before.columns, column('c')]), ['compatible', false, ['c added  false'], undefined]],
    ['differ by a lost column', node([column('id'), column('b')]), ['breaking', false, ['a removed  true'], undefined]],
    ['differ by a name', node([column('id'), column('n', 'a'), column('b')]), ['breaking', false, ['n renamed a true'], undefined]],
    [
      'differ by an expression',
      node([column('id'), column('a', 'a * 2', 'integer'), column('b')]),
      ['breaking', false, ['a value  true'], undefined],
    ],
    [
      'differ by a wider type',
      node([column('id'), column('a', 'a', 'bigint'), column('b')]),
      ['compatible', false, ['a retyped integer false'], undefined],
    ],
    [
      'differ by another type',
      node([column('id'), column('a', 'a', 'varchar'), column('b')]),
      ['breaking', false, ['a retyped integer true'], undefined],
    ],
    [
      'differ by their order',
      node([column('a', 'a', 'integer'), column('id'), column('b')]),
      ['compatible', false, ['a reordered  false', 'id reordered  false'], undefined],
    ],
    ['differ by their rows', node(before.columns, { rowsHash: 'others' }), ['breaking', true, [], undefined]],
    ['cannot be compared', node(before.columns, { rowsHash: null, reason: 'it was not read' }), ['breaking', true, [], 'it was not read']],
  ])('%s', (_name, after, wanted) => {
    expect(told(before, after)).toEqual(wanted)
  })

  it('have columns and no query where they are seeds', () => {
    const seed = (columns: readonly NodeColumn[]) => node(columns, { id: 'seed.shop.codes', rowsHash: null })
    expect(told(seed([column('a', null)]), seed([column('a', null)]))).toEqual(['none', false, [], undefined])
    expect(told(seed([column('a', null)]), seed([column('b', null)]))[0]).toBe('breaking')
  })

  it('give an earlier name to one column only', () => {
    const after = node([column('id'), column('n', 'a'), column('m', 'a'), column('b')])
    expect(changeOf(before, after).columns.map(({ column: name, change }) => `${name} ${change}`)).toEqual(['n renamed', 'm added'])
  })
})
