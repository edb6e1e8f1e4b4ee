/** A live PostgreSQL: logged in once to see that it works, then a session for each lane. */
import type { Invocation } from '../../core/invocation.js'
import type { Adapter, AdapterModule, Credentials } from '../adapter.js'
import { createConnector } from './connect.js'
import { PostgresSession, type SessionOptions } from './connection.js'
import { isTaken, isTransient } from './errors.js'
import { loadSeed } from './seed.js'
import { moduleOf } from './server.js'
import { templateMethods } from './template-methods.js'
import { Timescale } from './timescale.js'

export async function createAdapter(module: AdapterModule, credentials: Credentials, invocation: Invocation): Promise<Adapter> {
  for (const secret of credentials.secrets) invocation.redactor.add(secret)
  const connector = await createConnector(credentials, invocation)
  const first = await connector.open()
  // The first lane takes it over.
  let waiting: typeof first | undefined = first
  const methods = templateMethods(credentials, invocation, first.version)
  const timescale = new Timescale()
  const autocommit = credentials.raw.autocommit === true
  return {
    module: moduleOf(module, first),
    version: first.version,
    async connect(name) {
      const opened = waiting ?? (await connector.open())
      waiting = undefined
      const options: SessionOptions = { name, connector, invocation, autocommit }
      return new PostgresSession(opened, options)
    },
    isTransient,
    isTaken,
    templateMethods: (connection) => ({ ...methods(connection), ...timescale.methods(connection) }),
    refusals: (nodes, connection) => timescale.refusals(nodes, connection),
    loadSeed,
    async close() {
      await waiting?.client.end().catch(() => undefined)
      waiting = undefined
    },
  }
}
