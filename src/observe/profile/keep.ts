/** Profiles as files below the target folder, one for each node, with the one before. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Profile } from './model.js'

export interface KeptProfile {
  readonly now: Profile
  readonly before: Profile | null
}

export function profileFile(targetDir: string, node: string): string {
  return join(targetDir, '.sluice', 'profiles', `${node.replaceAll(/[^\w.-]/g, '_')}.json`)
}

/** Null where there is none, or none that can be read. */
export function readProfile(targetDir: string, node: string): KeptProfile | null {
  try {
    const kept = JSON.parse(readFileSync(profileFile(targetDir, node), 'utf8')) as KeptProfile
    return kept.now?.version === 1 && kept.now.node === node ? kept : null
  } catch {
    return null
  }
}
