/** What packages.yml and dependencies.yml list, checked: each entry one of dbt's five kinds. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Diagnostics, type SourceLocation } from '../../core/error.js'
import type { Plain } from '../../core/node.js'
import type { Scope } from '../../jinja/index.js'
import { readText } from '../files.js'
import { isMapping } from '../project-keys.js'
import { type KeyPath, renderTree } from '../render.js'
import { locateYaml, readYamlFile } from '../yaml.js'
import { packageEntryInvalid } from './errors.js'

interface Entry {
  /** Where it is listed. */
  readonly at: SourceLocation
  /** The entry before its Jinja was rendered: what the lock file may hold, free of secrets. */
  readonly written: Plain
  readonly rendered: Plain
}

export interface HubSpec extends Entry {
  readonly kind: 'hub'
  /** `owner/name`. */
  readonly package: string
  /** All have to hold: `>=1.0.0`, `<2.0.0`. */
  readonly versions: readonly string[]
  readonly installPrerelease: boolean
}

export interface GitSpec extends Entry {
  readonly kind: 'git'
  readonly git: string
  readonly revisions: readonly string[]
  readonly subdirectory: string | undefined
  readonly warnUnpinned: boolean
}

export interface LocalSpec extends Entry {
  readonly kind: 'local'
  readonly local: string
}

export interface TarballSpec extends Entry {
  readonly kind: 'tarball'
  readonly tarball: string
  readonly name: string
}

export type PackageSpec = HubSpec | GitSpec | LocalSpec | TarballSpec

export interface PackageList {
  /** The file that lists them; packages.yml where neither file is there. */
  readonly file: string
  readonly specs: readonly PackageSpec[]
}

/** Of a project's two files, the first that lists packages. `shown` is how messages name the folder; empty for the root. */
export function readPackageList(folder: string, scope: Scope, shown = ''): PackageList {
  for (const name of ['packages.yml', 'dependencies.yml']) {
    const path = join(folder, name)
    if (!existsSync(path)) continue
    const file = shown === '' ? name : `${shown}/${name}`
    const text = readText(path, file)
    const specs = parsePackages(readYamlFile(text, file).value, { scope, locate: (at) => locateYaml(text, file, at) })
    if (specs.length > 0) return { file: name, specs }
  }
  return { file: 'packages.yml', specs: [] }
}

export interface Reading {
  readonly scope: Scope
  readonly locate: (path: KeyPath) => SourceLocation
}

/** @param value - the whole file: `{packages: [...]}`. */
export function parsePackages(value: unknown, reading: Reading): PackageSpec[] {
  const listed = isMapping(value) ? value.packages : undefined
  if (listed === undefined || listed === null) return []
  if (!Array.isArray(listed)) throw packageEntryInvalid('`packages` is not a list', reading.locate(['packages']))
  const problems = new Diagnostics()
  const specs = listed.flatMap((written: unknown, index) => problems.attempt(() => parseEntry(written, index, reading)) ?? [])
  problems.throwIfErrors()
  return specs
}

type Kind = PackageSpec['kind']

const keysOf: Readonly<Record<string, { readonly kind: Kind | 'private'; readonly keys: readonly string[] }>> = {
  package: { kind: 'hub', keys: ['package', 'version', 'install_prerelease', 'install-prerelease'] },
  git: { kind: 'git', keys: ['git', 'revision', 'warn-unpinned', 'subdirectory'] },
  local: { kind: 'local', keys: ['local'] },
  tarball: { kind: 'tarball', keys: ['tarball', 'name'] },
  private: { kind: 'private', keys: ['private', 'provider', 'revision', 'warn-unpinned', 'subdirectory'] },
}

function parseEntry(written: unknown, index: number, reading: Reading): PackageSpec {
  const path = ['packages', index]
  const at = reading.locate(path)
  if (!isMapping(written)) throw packageEntryInvalid('an entry of `packages` is not a mapping', at)
  const main = Object.keys(keysOf).find((key) => key in written)
  if (main === undefined) throw packageEntryInvalid('an entry of `packages` does not say what it is', at)
  const { kind, keys } = keysOf[main] as (typeof keysOf)[string]
  // N.B. a lock file carries each package's own name beside its place.
  const stray = Object.keys(written).find((key) => !keys.includes(key) && key !== 'name' && key !== 'unrendered')
  if (stray !== undefined)
    throw packageEntryInvalid(`\`${stray}\` is not a key of a ${kind} package`, reading.locate([...path, stray]), keys.join(', '))
  const rendering = { scope: () => reading.scope, locate: (inner: KeyPath) => reading.locate([...path, ...inner]) }
  const entry = renderTree(written, rendering) as Plain
  const text = (key: string): string => {
    const value = entry[key]
    if (typeof value === 'string' && value !== '') return value
    throw packageEntryInvalid(`\`${key}\` of a ${kind} package has to be a text`, reading.locate([...path, key]), `${key}: some text`)
  }
  const both = { at, written, rendered: entry }
  switch (kind) {
    case 'hub':
      return { kind, ...both, package: text('package'), versions: versionsOf(entry.version, at), installPrerelease: takesEarly(entry) }
    case 'git':
      return { kind, ...both, git: text('git'), ...gitFields(entry) }
    case 'local':
      return { kind, ...both, local: text('local') }
    case 'tarball':
      return { kind, ...both, tarball: text('tarball'), name: text('name') }
    case 'private':
      throw packageEntryInvalid(`the private package ${text('private')} needs the vendor's own service`, at, 'a `git:` package')
  }
}

function takesEarly(entry: Plain): boolean {
  return entry.install_prerelease === true || entry['install-prerelease'] === true
}

function versionsOf(value: unknown, at: SourceLocation): string[] {
  const listed = Array.isArray(value) ? value : [value]
  const texts = listed.flatMap((entry) => (entry === undefined || entry === null ? [] : String(entry).split(',')))
  if (texts.length > 0) return texts.map((text) => text.trim())
  throw packageEntryInvalid('a hub package needs a `version`', at, 'version: 1.1.1, or [">=1.0.0", "<2.0.0"]')
}

function gitFields(entry: Plain): Pick<GitSpec, 'revisions' | 'subdirectory' | 'warnUnpinned'> {
  const { revision } = entry
  const revisions = revision === undefined || revision === null ? [] : Array.isArray(revision) ? revision.map(String) : [String(revision)]
  const subdirectory = typeof entry.subdirectory === 'string' ? entry.subdirectory : undefined
  return { revisions, subdirectory, warnUnpinned: entry['warn-unpinned'] !== false }
}
