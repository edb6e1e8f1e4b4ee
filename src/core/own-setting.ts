/**
 * Settings of nodes that dbt does not have. They stand in `config` (`+publish: after_tests`) or, so that plain dbt accepts the
 * file as well, in `config.meta`; `config` wins.
 */
import type { Plain, Resource } from './node.js'

export function ownSetting(resource: Pick<Resource, 'resource_type'> & { readonly config?: unknown }, key: string): unknown {
  const config = (resource.config ?? {}) as Plain
  if (config[key] !== undefined && config[key] !== null) return config[key]
  const meta = (config.meta ?? (resource as { readonly meta?: unknown }).meta ?? {}) as Plain
  return meta[key] ?? undefined
}
