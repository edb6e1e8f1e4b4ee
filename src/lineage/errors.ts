/** Errors of questions about lineage. */
import { SluiceError } from '../core/error.js'
import type { UniqueId } from '../core/node.js'

const expected = 'a node or a column of one: orders, orders.total, raw.feed.id, orders.v2.total'

export function nodeNotFound(text: string, meant: string | undefined): SluiceError {
  return new SluiceError('LINEAGE_NODE_NOT_FOUND', {
    message: `nothing in the project is named "${text}"`,
    expected,
    hint: meant === undefined ? undefined : `did you mean ${meant}?`,
    next: 'sluice list',
  })
}

export interface UnknownColumn {
  readonly owner: string
  readonly column: string
  readonly names: readonly string[]
  readonly meant: string | undefined
  /** Why the columns are not known, where they are not. */
  readonly reason: string | null
}

export function columnNotFound({ owner, column, names, meant, reason }: UnknownColumn): SluiceError {
  const unknown = names.length === 0
  return new SluiceError('LINEAGE_COLUMN_NOT_FOUND', {
    message: unknown
      ? `the columns of ${owner} are not known${reason === null ? '' : `: ${reason}`}`
      : `${owner} has no column "${column}"`,
    expected: unknown ? undefined : `one of ${names.join(', ')}`,
    hint: meant === undefined ? undefined : `did you mean ${meant}?`,
    next: `sluice lineage ${owner}`,
  })
}

export function nameAmbiguous(text: string, ids: readonly UniqueId[]): SluiceError {
  return new SluiceError('LINEAGE_NAME_AMBIGUOUS', {
    message: `"${text}" may mean ${ids.length} things`,
    expected: `one of ${ids.join(', ')}`,
  })
}

export function pulledCatalogUnreadable(file: string): SluiceError {
  return new SluiceError('CATALOG_FILE_INVALID', {
    message: `${file} is not what sluice catalog pull writes`,
    location: { file, line: 1, column: 1 },
    hint: 'a merge may have left it half; delete it and pull again',
    next: 'sluice catalog pull',
  })
}
