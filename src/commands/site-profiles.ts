/** Profiles kept below the target folder, for the docs site. */
import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { UniqueId } from '../core/node.js'
import type { SiteProfile } from '../docs/index.js'
import { type KeptProfile, profileChanges, profileFile, readProfile } from '../observe/index.js'
import type { OpenProject } from './open-project.js'

export function keptProfiles({ manifest, targetDir }: OpenProject): ReadonlyMap<UniqueId, SiteProfile> {
  const files = new Set(filesBeside(profileFile(targetDir, 'any')))
  const ids = [...Object.keys(manifest.nodes), ...Object.keys(manifest.sources)].filter((id) =>
    files.has(basename(profileFile(targetDir, id))),
  )
  return new Map(
    ids.flatMap((id) => {
      const kept = readProfile(targetDir, id)
      return kept ? [[id, siteProfile(kept)] as const] : []
    }),
  )
}

function filesBeside(file: string): readonly string[] {
  try {
    return readdirSync(dirname(file))
  } catch {
    return []
  }
}

function siteProfile({ now, before }: KeptProfile): SiteProfile {
  const { at, rows, sample, estimated } = now
  const columns = now.columns.map(({ name, type, nulls, distinct, min, max, mean, quantiles, histogram, top }) => ({
    ...{ name, type, nulls, distinct, min, max, mean, quantiles },
    histogram: histogram.map(({ share }) => share),
    top: top.map((each) => [each.value ?? 'null', each.rows] as const),
  }))
  return { at, rows, sampled: sample !== null, estimated, columns, changes: before ? profileChanges(before, now) : [] }
}
