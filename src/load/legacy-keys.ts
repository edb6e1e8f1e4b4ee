/** Keys of dbt_project.yml that were renamed or are better given elsewhere, and what was kept in profiles.yml once. */
import type { DeprecationName } from '../core/deprecations.js'
import type { Invocation } from '../core/invocation.js'
import { projectInvalid } from './errors.js'
import type { RawProject } from './project-file.js'

interface LegacyKey {
  readonly key: string
  readonly name: DeprecationName
  /** What it is called now. */
  readonly now?: string
  /** A value that changes nothing, so that nothing is said of it. */
  readonly default?: string
}

const legacyKeys: readonly LegacyKey[] = [
  { key: 'source-paths', name: 'ConfigSourcePathDeprecation', now: 'model-paths' },
  { key: 'data-paths', name: 'ConfigDataPathDeprecation', now: 'seed-paths' },
  { key: 'log-path', name: 'ConfigLogPathDeprecation', default: 'logs' },
  { key: 'target-path', name: 'ConfigTargetPathDeprecation', default: 'target' },
]

export function tellLegacyKeys({ values, locate }: Pick<RawProject, 'values' | 'locate'>, { events }: Invocation): void {
  for (const { key, name, now, default: usual } of legacyKeys) {
    if (!(key in values)) continue
    if (now !== undefined && now in values)
      throw projectInvalid(`${key} and ${now} cannot both be defined`, locate([key]), `\`${now}\` alone: \`${key}\` is its old name`)
    if (usual !== undefined && values[key] === usual) continue
    const data = { deprecated_path: key, ...(now === undefined ? {} : { exp_path: now }) }
    events.deprecated({ name, data, location: locate([key]) })
  }
}
