/** PostgreSQL without a server, for `compile --offline`. */
import { relative } from 'node:path'
import type { Invocation } from '../../core/invocation.js'
import type { Credentials, OfflineEngine } from '../adapter.js'
import { seedStatement } from './seed.js'
import { templateMethods } from './template-methods.js'
import { Timescale } from './timescale.js'

export function offlineEngine(credentials: Credentials, invocation: Invocation): OfflineEngine {
  const methods = templateMethods(credentials, invocation)
  const timescale = new Timescale()
  return {
    templateMethods: (connection) => ({ ...methods(connection), ...timescale.methods(connection) }),
    seedText: (request) => `${seedStatement(request)} /* ${relative(invocation.projectDir, request.file).replaceAll('\\', '/')} */`,
  }
}
