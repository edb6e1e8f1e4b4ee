/** The words for an impact, the same in every format. */
import type { ColumnChange } from '../change.js'
import type { Point } from '../graph.js'
import type { ChangedNode, Impact, TouchedNode } from '../impact.js'

const signs: Readonly<Record<ColumnChange['change'], string>> = {
  added: '+',
  removed: '-',
  renamed: '~',
  retyped: '~',
  reordered: '~',
  value: '~',
}

/** `- fuel (removed)`, one for each change; rows first. */
export function changeWords({
  change,
  rows,
  columns,
  unknown,
}: ChangedNode): readonly { readonly sign: string; readonly text: string; readonly why: string }[] {
  if (change !== 'changed') return [{ sign: change === 'added' ? '+' : '-', text: change, why: '' }]
  const words = columns.map((each) => ({ sign: signs[each.change], text: columnText(each), why: each.why }))
  if (unknown !== null) return [{ sign: '?', text: 'everything', why: `cannot be compared: ${unknown}` }, ...words]
  return rows ? [{ sign: '~', text: 'rows', why: 'filtered, joined or grouped differently' }, ...words] : words
}

function columnText({ column, change, from }: ColumnChange): string {
  return change === 'renamed' && from !== undefined ? `${from} → ${column}` : column
}

/** `tickets.amount_usd, rows of carriers`. */
export function throughWords({ through }: TouchedNode, name: (id: string) => string): readonly string[] {
  return through.map(({ node, column }: Point) => (column === null ? `rows of ${name(node)}` : `${name(node)}.${column}`))
}

/** Tests that break nothing, and all other readers. */
export function apart(touched: readonly TouchedNode[]): readonly [tests: readonly TouchedNode[], readers: readonly TouchedNode[]] {
  const isQuiet = ({ node, effect }: TouchedNode) => effect === 'values' && node.resource_type.endsWith('test')
  return [touched.filter(isQuiet), touched.filter((each) => !isQuiet(each))]
}

export function headline({ changed, touched }: Impact): string {
  if (changed.length === 0) return 'Nothing changed that a reader would notice.'
  const breaking = changed.filter(({ level }) => level === 'breaking').length
  const broken = touched.filter(({ effect }) => effect === 'breaks').length
  const parts = [
    `${count(changed.length, 'node')} changed${breaking > 0 ? `, ${breaking} breaking` : ', none breaking'}`,
    touched.length === 0
      ? 'nothing downstream is touched'
      : `${count(touched.length, 'reader')} touched${broken > 0 ? `, ${broken} of them break${broken === 1 ? 's' : ''}` : ''}`,
  ]
  return `${parts.join('; ')}.`
}

export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

/** Names of all nodes an impact tells of. */
export function namesOf({ changed, touched }: Impact): (id: string) => string {
  const names = new Map([...changed, ...touched].map(({ node }) => [node.id, node.name]))
  return (id) => names.get(id) ?? id
}

/** The first few, and how many more. */
export function few(items: readonly string[], most: number): string {
  return items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`
}
