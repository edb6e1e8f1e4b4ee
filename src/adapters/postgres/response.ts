/** Command tags → what dbt reports, and rows by kind. */
import type { AdapterResponse } from '../adapter.js'
import type { Answer } from './query.js'

const kinds: Readonly<Record<string, 'rows_inserted' | 'rows_updated' | 'rows_deleted'>> = {
  INSERT: 'rows_inserted',
  COPY: 'rows_inserted',
  UPDATE: 'rows_updated',
  DELETE: 'rows_deleted',
}

/** The last statement names it; rows by kind are those of all statements sent together. */
export function responseOf({ tags }: Pick<Answer, 'tags'>): AdapterResponse {
  const last = tags.at(-1)?.tag ?? ''
  const extra: Record<string, number> = {}
  for (const { tag, rows } of tags) {
    const word = tag.split(' ')[0] ?? ''
    // `create table … as` answers as a query does, without rows to read.
    const kind = word === 'SELECT' && !rows ? 'rows_inserted' : kinds[word]
    const count = countOf(tag)
    if (kind && count !== undefined) extra[kind] = (extra[kind] ?? 0) + count
  }
  return {
    message: last,
    code: last.replace(/ \d+/g, ''),
    rowsAffected: countOf(last) ?? -1,
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
}

/** `INSERT 0 3`: the last number counts, the one before is a relic. */
function countOf(tag: string): number | undefined {
  const count = /(\d+)$/.exec(tag)?.[1]
  return count === undefined ? undefined : Number(count)
}
