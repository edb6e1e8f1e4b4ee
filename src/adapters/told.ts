/** The pair of events around each statement, as dbt sends them. */
import type { NodeInfo } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'

/** `work` sends `sql` on the session named; one that fails gets no second event. The event bus takes the secrets out. */
export async function told<T>(
  session: { readonly name: string; readonly nodeInfo: NodeInfo | undefined },
  { events }: Invocation,
  sql: string,
  work: () => Promise<T>,
): Promise<T> {
  const about = session.nodeInfo ? { node_info: session.nodeInfo } : {}
  events.emit('SQLQuery', { sql, conn_name: session.name, ...about })
  const started = performance.now()
  const answer = await work()
  events.emit('SQLQueryStatus', { status: 'OK', elapsed: (performance.now() - started) / 1000, ...about })
  return answer
}
