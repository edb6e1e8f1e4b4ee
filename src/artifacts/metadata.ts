/** The `metadata` block every artifact opens with. */
import type { Invocation } from '../core/invocation.js'
import { dbtVersion } from '../core/version.js'

export interface ArtifactMetadata {
  readonly dbt_schema_version: string
  readonly dbt_version: string
  readonly generated_at: string
  readonly invocation_id: string
  readonly invocation_started_at: string
  readonly env: Readonly<Record<string, string>>
}

const schemas = {
  manifest: 'manifest/v12',
  run_results: 'run-results/v6',
  catalog: 'catalog/v1',
  sources: 'sources/v3',
} as const

export type ArtifactKind = keyof typeof schemas

export function schemaUrl(kind: ArtifactKind): string {
  return `https://schemas.getdbt.com/dbt/${schemas[kind]}.json`
}

export function artifactMetadata(kind: ArtifactKind, invocation: Invocation): ArtifactMetadata {
  return {
    dbt_schema_version: schemaUrl(kind),
    dbt_version: dbtVersion,
    generated_at: isoMicroseconds(invocation.now()),
    invocation_id: invocation.id,
    invocation_started_at: isoMicroseconds(invocation.startedAt),
    env: customEnvironment(invocation.env),
  }
}

/** `DBT_ENV_CUSTOM_ENV_X` and `DBT_ENGINE_ENV_CUSTOM_ENV_X` → `X`. */
function customEnvironment(env: Invocation['env']): Record<string, string> {
  const custom: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    const key = /^DBT_(?:ENGINE_)?ENV_CUSTOM_ENV_(.+)$/.exec(name)?.[1]
    if (key !== undefined && value !== undefined) custom[key] = value
  }
  return custom
}

/** As Python writes a UTC time: six digits of a second, none where they are all zero. */
export function isoMicroseconds(date: Date, zone: 'Z' | '+00:00' = 'Z'): string {
  return date.toISOString().replace(/\.(\d{3})Z$/, (_, millis: string) => `${millis === '000' ? '' : `.${millis}000`}${zone}`)
}
