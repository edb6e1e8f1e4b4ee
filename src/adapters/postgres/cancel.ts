/** Ends a statement from outside: by a session beside, and where that does not help by cutting the line. */
import type { Client } from 'pg'
import type { Connector } from './connect.js'
import { cutLine } from './line.js'

/** Milliseconds until the line is cut. */
const patience = 800
const repeat = 50

/** Settles when the statement has ended, one way or the other, and nothing of the request is under way any more. */
export async function cancelBackend(connector: Connector, pid: number, main: Client, statement: Promise<unknown>): Promise<void> {
  let ended = false
  const settled = statement.then(
    () => undefined,
    () => undefined,
  )
  void settled.then(() => {
    ended = true
  })
  const cut = setTimeout(() => cutLine(main), patience)
  const side = await connector.errand(patience).catch(() => undefined)
  try {
    // The statement may still be on its way, where a request finds nothing: ask until it has ended.
    while (side && !ended) {
      await side.query('select pg_cancel_backend($1)', [pid])
      await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, repeat))])
    }
  } catch {
    // The line is cut in a moment.
  } finally {
    void side?.end().catch(() => undefined)
  }
  await settled
  clearTimeout(cut)
}
