/** package-lock.yml, in dbt's own shape and with dbt's own hash, so that either tool accepts what the other wrote. */
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Plain } from '../../core/node.js'
import { type Scope, textOfJson } from '../../jinja/index.js'
import { readText } from '../files.js'
import { isMapping } from '../project-keys.js'
import { locateYaml, readYamlFile } from '../yaml.js'
import { type PackageSpec, parsePackages } from './spec.js'

export const lockFile = 'package-lock.yml'

/** Changes when the listed packages do. Source: dbt-core 1.11, `dbt deps`. */
export function hashOf(specs: readonly PackageSpec[]): string {
  const texts = specs.map((spec) =>
    textOfJson({ ...defaults[spec.kind], ...spec.rendered, unrendered: spec.written }, { sortKeys: true, indent: null }),
  )
  return createHash('sha1').update(texts.sort().join('\n'), 'utf8').digest('hex')
}

/** dbt's fields that an entry need not give. */
const defaults: Readonly<Record<PackageSpec['kind'], Plain>> = {
  hub: { install_prerelease: false },
  git: { revision: null, subdirectory: null, 'warn-unpinned': null },
  local: {},
  tarball: {},
}

export interface Lock {
  readonly hash: string | null
  readonly specs: readonly PackageSpec[]
}

/** Null where there is none. */
export function readLock(root: string, scope: Scope): Lock | null {
  const path = join(root, lockFile)
  if (!existsSync(path)) return null
  const text = readText(path, lockFile)
  const { value } = readYamlFile(text, lockFile)
  const hash = isMapping(value) && typeof value.sha1_hash === 'string' ? value.sha1_hash : null
  return { hash, specs: parsePackages(value, { scope, locate: (at) => locateYaml(text, lockFile, at) }) }
}

export function writeLock(root: string, entries: readonly Plain[], hash: string): void {
  const text = stringify({ packages: entries, sha1_hash: hash }, { sortMapEntries: true, lineWidth: 0 })
  writeFileSync(join(root, lockFile), text)
}
