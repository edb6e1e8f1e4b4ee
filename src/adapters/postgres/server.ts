/** What differs from server to server in PostgreSQL's facts. */
import type { AdapterModule, Capability } from '../adapter.js'
import { hasMerge } from './macro-methods.js'

export function moduleOf(module: AdapterModule, server: { readonly version: string; readonly keepsCommitTimes: boolean }): AdapterModule {
  const capabilities = new Set<Capability>(module.capabilities)
  if (!hasMerge(server.version)) capabilities.delete('merge')
  if (server.keepsCommitTimes) capabilities.add('table-last-modified')
  // From version 16 on a sub-query needs no alias, so the model's own may follow what --empty puts in place of a name.
  return { ...module, capabilities, relationStyle: { ...module.relationStyle, aliasSubqueries: Number.parseInt(server.version, 10) < 16 } }
}
