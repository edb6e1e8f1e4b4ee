/** How PostgreSQL writes and compares names: quoted here, so their case counts; bare ones are folded down. */
import type { RelationStyle } from '../../core/relation.js'

/** Bytes of a name that count; the server cuts off the rest. */
export const maxIdentifier = 63

export const relationStyle: RelationStyle = {
  className: 'PostgresRelation',
  quotePolicy: { database: true, schema: true, identifier: true },
  includePolicy: { database: true, schema: true, identifier: true },
  quote: quoteIdentifier,
  fold: (identifier) => kept(identifier).toLowerCase(),
  maxIdentifier,
  renameable: ['view', 'table'],
  replaceable: ['view', 'table'],
}

/** What the server keeps of a name, which it cuts between letters. */
function kept(identifier: string): string {
  if (identifier.length * 3 <= maxIdentifier || Buffer.byteLength(identifier) <= maxIdentifier) return identifier
  let letters = [...identifier]
  while (Buffer.byteLength(letters.join('')) > maxIdentifier) letters = letters.slice(0, -1)
  return letters.join('')
}

export function quoteIdentifier(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
