/** A query whose first value is looked at, on the target of the run or another connection. */
import type { ProbeKind, SqlProbe } from '../probe.js'

export const sqlKind: ProbeKind<SqlProbe> = {
  key: 'sql',
  keys: ['connection'],
  read: (cursor) => ({ kind: 'sql', sql: cursor.text('sql'), connection: cursor.optionalText('connection') ?? null }),
  async ask({ sql, connection }, means, signal) {
    const on = connection === null ? '' : ` on ${connection}`
    const { rows } = await until(means.query(connection, sql, signal), signal)
    const [first] = rows
    if (!first) return { value: null, words: `no rows${on}` }
    return { value: first.cells[0] ?? null, words: `the query${on}` }
  },
}

/** A warehouse that does not answer is not waited for longer than the probe may take. */
function until<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
