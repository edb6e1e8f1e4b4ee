/** A package at one version in one place: what it is called, what it needs in turn, and how its files are had. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SourceLocation } from '../../core/error.js'
import type { Plain } from '../../core/node.js'
import type { Scope } from '../../jinja/index.js'
import { readProjectFile } from '../project-file.js'
import { renderTree } from '../render.js'
import { unpack } from './archive.js'
import { packageUnusable, placesConflict } from './errors.js'
import { checkOut } from './git.js'
import type { Hub } from './hub.js'
import { type GitSpec, type HubSpec, type LocalSpec, type PackageSpec, parsePackages, readPackageList, type TarballSpec } from './spec.js'
import { fetchBytes, shownUrl } from './web.js'

export type Asked<S extends PackageSpec = PackageSpec> = S & {
  /** Who asks, for messages: `packages.yml`, `the package dbt_expectations`. */
  readonly by: string
}

export interface Pinned {
  readonly kind: PackageSpec['kind']
  /** Name of its project, and of its folder. */
  readonly name: string
  readonly at: SourceLocation
  /** What it needs. */
  readonly needs: readonly PackageSpec[]
  /** Entry of the lock file. */
  readonly entry: Plain
  /** As `deps` prints it: `version 1.3.0`. */
  readonly label: string
  /** Newest on the hub. */
  readonly latest: string | undefined
  readonly version: string | undefined
  /** Its files: a folder to be moved, or for local packages one to be linked. */
  files(): Promise<string>
}

export interface Workshop {
  /** Root project. */
  readonly root: string
  /** A folder of its own for what is fetched. */
  readonly downloads: string
  readonly scope: Scope
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly hub: Hub
  readonly warn: (message: string, at: SourceLocation) => void
}

export async function pin(asked: readonly Asked[], workshop: Workshop): Promise<Pinned> {
  const first = asked[0] as Asked
  if (asked.some((spec) => spec.kind !== first.kind)) throw placesConflict(keyOf(first), asked.map(asPlace))
  switch (first.kind) {
    case 'hub':
      return await pinHub(asked as Asked<HubSpec>[], workshop)
    case 'git':
      return await pinGit(asked as Asked<GitSpec>[], workshop)
    case 'local':
      return pinLocal(first, workshop)
    case 'tarball':
      return await pinTarball(first, workshop)
  }
}

/** Entries of one key are one package. */
export function keyOf(spec: PackageSpec): string {
  if (spec.kind === 'git') return [spec.git.replace(/\.git$/, ''), spec.subdirectory].filter(Boolean).join('/')
  return spec.kind === 'hub' ? spec.package : spec.kind === 'local' ? spec.local : spec.tarball
}

function asPlace(spec: Asked): { by: string; versions: readonly string[]; at: SourceLocation } {
  const versions = spec.kind === 'hub' ? spec.versions : spec.kind === 'git' && spec.revisions.length > 0 ? spec.revisions : [spec.kind]
  return { by: spec.by, versions, at: spec.at }
}

async function pinHub(asked: readonly Asked<HubSpec>[], { hub, scope, downloads }: Workshop): Promise<Pinned> {
  const first = asked[0] as HubSpec
  const chosen = await hub.pick(asked)
  const at = first.at
  return {
    kind: 'hub',
    name: chosen.name,
    at,
    needs: parsePackages({ packages: chosen.packages }, { scope, locate: () => at }),
    entry: { name: chosen.name, package: first.package, version: chosen.version },
    label: `version ${chosen.version}`,
    version: chosen.version,
    latest: chosen.latest,
    files: async () => {
      const what = `the archive of ${first.package} ${chosen.version}`
      return await unpack({ bytes: await hub.archive(chosen, first), what, at, into: join(downloads, `hub-${chosen.name}`) })
    },
  }
}

async function pinGit(asked: readonly Asked<GitSpec>[], workshop: Workshop): Promise<Pinned> {
  const first = asked[0] as GitSpec
  const revisions = new Set(asked.flatMap((spec) => spec.revisions))
  if (revisions.size > 1) throw placesConflict(shownUrl(first.git), asked.map(asPlace))
  const revision = [...revisions][0] ?? 'HEAD'
  const { at, subdirectory } = first
  const place = { git: first.git, revision, subdirectory, at }
  const { folder, commit } = await checkOut(place, join(workshop.downloads, `git-${counter(workshop)}`), workshop.env, workshop.signal)
  if (['HEAD', 'main', 'master'].includes(revision) && asked.every((spec) => spec.warnUnpinned))
    workshop.warn(
      `the git package ${shownUrl(first.git)} is not pinned: ${revision} may change under you; give it a revision, or warn-unpinned: false`,
      at,
    )
  const { name, needs } = inspect(folder, `the git package ${shownUrl(first.git)}`, at, workshop)
  const written = { git: first.written.git, name, revision: commit }
  return {
    kind: 'git',
    name,
    at,
    needs,
    entry: subdirectory === undefined ? written : { ...written, subdirectory },
    label: revision === 'HEAD' ? 'HEAD (default revision)' : `revision ${revision}`,
    version: commit,
    latest: undefined,
    files: async () => folder,
  }
}

/** Folder names must differ within one run, and a git package may be asked for in several rounds. */
const counters = new WeakMap<Workshop, number>()
function counter(workshop: Workshop): number {
  const next = (counters.get(workshop) ?? 0) + 1
  counters.set(workshop, next)
  return next
}

function pinLocal(spec: LocalSpec, workshop: Workshop): Pinned {
  const folder = resolve(workshop.root, spec.local)
  const { name, needs } = inspect(folder, `the local package ${spec.local}`, spec.at, workshop)
  return {
    kind: 'local',
    name,
    at: spec.at,
    needs,
    entry: { local: spec.written.local, name },
    label: `<local @ ${spec.local}>`,
    version: undefined,
    latest: undefined,
    files: async () => folder,
  }
}

async function pinTarball(spec: TarballSpec, workshop: Workshop): Promise<Pinned> {
  const { at, name, tarball: url } = spec
  const what = `the tarball package ${name}`
  const bytes = await fetchBytes({ url, what, at, signal: workshop.signal })
  const folder = await unpack({ bytes, what, at, into: join(workshop.downloads, `tarball-${counter(workshop)}`) })
  const { needs } = inspect(folder, what, at, workshop)
  return {
    kind: 'tarball',
    name,
    at,
    needs,
    entry: { name, tarball: spec.written.tarball },
    label: `tarball (url: ${shownUrl(url)})`,
    version: 'tarball',
    latest: undefined,
    files: async () => folder,
  }
}

function inspect(folder: string, what: string, at: SourceLocation, workshop: Workshop): { name: string; needs: readonly PackageSpec[] } {
  if (!existsSync(join(folder, 'dbt_project.yml'))) throw packageUnusable(what, 'has no dbt_project.yml', at, `looked in ${folder}`)
  const raw = readProjectFile(folder, what)
  const name = renderTree(raw.values.name, { scope: () => workshop.scope, locate: () => raw.locate(['name']) })
  if (typeof name !== 'string' || name === '') throw packageUnusable(what, 'has no name in its dbt_project.yml', at)
  return { name, needs: readPackageList(folder, workshop.scope, what).specs }
}
