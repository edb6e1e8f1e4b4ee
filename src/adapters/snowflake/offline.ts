/** Snowflake without an account, for `compile --offline`. */
import { relative } from 'node:path'
import type { Invocation } from '../../core/invocation.js'
import type { Credentials, OfflineEngine } from '../adapter.js'
import type { SnowflakeCredentials } from './credentials.js'
import { insertStatement } from './seed.js'
import { templateMethods } from './template-methods.js'

export function offlineEngine(credentials: Credentials, invocation: Invocation): OfflineEngine {
  return {
    templateMethods: templateMethods(credentials as SnowflakeCredentials, invocation),
    seedText: (request) => {
      const file = relative(invocation.projectDir, request.file).replaceAll('\\', '/')
      return `${insertStatement(request)} /* ${file}, in bound batches */`
    },
  }
}
