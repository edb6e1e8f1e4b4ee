import { expect, it } from 'vitest'
import { Table } from '../core/table.js'
import { diffTables } from './table-diff.js'

function table(text: string): Table {
  const [head = '', ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim())
  const names = head.split(' ')
  return new Table(
    names,
    names.map(() => 'VARCHAR'),
    rows.map((row) => row.split(' ').map((cell) => (cell === '-' ? null : cell))),
  )
}

const cases: [name: string, expected: string, actual: string, diff: string | undefined][] = [
  ['same rows in another order', 'id n\n1 a\n2 -', 'id n\n2 -\n1 a', undefined],
  ['columns in another order', 'id n\n1 a', 'n id\na 1', undefined],
  ['a repeated row counts', 'id\n1\n1', 'id\n1', '@@ ,id\n   ,1\n---,1'],
  ['a changed cell', 'id n\n1 a\n2 b', 'id n\n1 a\n2 c', '@@,id,n\n  ,1 ,a\n→ ,2 ,b→c'],
  ['rows that are nothing alike', 'id n\n1 a', 'id n\n2 b', '@@ ,id,n\n+++,2 ,b\n---,1 ,a'],
  ['a null', 'id n\n1 a', 'id n\n1 -', '@@,id,n\n→ ,1 ,a→NULL'],
  ['no rows at all', 'id\n1', 'id', '@@ ,id\n---,1'],
  [
    'rows far from a difference',
    'id n\n1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n7 g',
    'id n\n1 a\n2 b\n3 c\n5 e\n6 f\n7 g\n8 h',
    '@@ ,id ,n\n...,...,...\n   ,3  ,c\n---,4  ,d\n   ,5  ,e\n...,...,...\n   ,7  ,g\n+++,8  ,h',
  ],
]

it.each(cases)('%s', (_name, expected, actual, diff) => {
  expect(diffTables(table(expected), table(actual))).toBe(diff)
})
