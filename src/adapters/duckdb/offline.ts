/** DuckDB without a database, for `compile --offline`. */
import { relative } from 'node:path'
import type { Invocation } from '../../core/invocation.js'
import type { Adapter, Credentials, OfflineEngine, SeedLoad } from '../adapter.js'
import type { Database } from './database.js'
import { seedStatement } from './seed-methods.js'
import { templateMethods } from './template-methods.js'

export function offlineEngine(credentials: Credentials, invocation: Invocation): OfflineEngine {
  const seedText = (request: SeedLoad) =>
    seedStatement({ ...request, file: relative(invocation.projectDir, request.file).replaceAll('\\', '/') })
  const loadSeed: Adapter['loadSeed'] = async (request, connection) => (await connection.execute(seedText(request))).response
  const nowhere = { attachments: [], version: 'offline' } as unknown as Database
  return { templateMethods: templateMethods(credentials, nowhere, invocation, loadSeed), seedText }
}
