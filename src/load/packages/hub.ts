/** A package hub: its index, the versions of a package, their archives (hub.getdbt.com's API, `DBT_PACKAGE_HUB_URL` for others). */
import { createHash } from 'node:crypto'
import type { SourceLocation } from '../../core/error.js'
import { nearest } from '../../core/nearest.js'
import type { Plain } from '../../core/node.js'
import { isMapping } from '../project-keys.js'
import { satisfies } from '../version-check.js'
import { badVersion, checksumDiffers, hubAnswerInvalid, packageNotFound, versionUnavailable, type Wanted } from './errors.js'
import type { HubSpec } from './spec.js'
import { allows, isPrerelease, parseBound, sortVersions } from './versions.js'
import { fetchBytes } from './web.js'

export interface HubVersion {
  readonly version: string
  /** Newest that could be installed. */
  readonly latest: string
  /** The project's name, which is its folder's. */
  readonly name: string
  /** As a packages.yml lists them. */
  readonly packages: readonly unknown[]
  readonly tarball: string
  /** Of the archive; null where the hub gives none. */
  readonly sha1: string | null
}

export interface HubOptions {
  readonly url: string
  readonly signal: AbortSignal
  /** Take only versions made for the dbt version this tool answers with. */
  readonly versionCheck: boolean
  readonly moved: (before: string, now: string) => void
}

export class Hub {
  readonly #options: HubOptions
  readonly #answers = new Map<string, Promise<unknown>>()

  constructor(options: HubOptions) {
    this.#options = options
  }

  /** The newest version that every spec of one package allows. */
  async pick(specs: readonly (HubSpec & { readonly by: string })[]): Promise<HubVersion> {
    const first = specs[0] as HubSpec
    await this.#checkListed(first)
    const versions = await this.#versions(first)
    const bounds = specs.flatMap((spec) => spec.versions.map((text) => parseBound(text) ?? refuse(text, spec)))
    const early = specs.some((spec) => spec.installPrerelease) || bounds.some((bound) => bound.version.prerelease.length > 0)
    const usable = sortVersions(Object.keys(versions)).filter(
      (text) => this.#usable(versions[text] as Plain) && (early || !isPrerelease(text)),
    )
    const chosen = usable.findLast((text) => bounds.every((bound) => allows(bound, text)))
    if (chosen === undefined) throw versionUnavailable(first.package, specs.map(wanted), usable)
    return { ...toVersion(versions[chosen] as Plain, chosen, first), latest: usable.at(-1) as string }
  }

  /** The archive, its checksum compared. */
  async archive(version: HubVersion, spec: HubSpec): Promise<Buffer> {
    const what = `${spec.package} ${version.version}`
    const bytes = await fetchBytes({ url: version.tarball, what, at: spec.at, signal: this.#options.signal })
    if (version.sha1 !== null && createHash('sha1').update(bytes).digest('hex') !== version.sha1)
      throw checksumDiffers(what, version.tarball, spec.at)
    return bytes
  }

  async #checkListed(spec: HubSpec): Promise<void> {
    const index = await this.#get('index', spec.at)
    if (!Array.isArray(index)) throw hubAnswerInvalid(this.#url('index'), 'a list of names was expected', spec.at)
    if (!index.includes(spec.package)) throw packageNotFound(spec.package, nearest(spec.package, index.map(String)), spec.at)
  }

  async #versions(spec: HubSpec): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.#get(spec.package, spec.at)
    if (!isMapping(answer) || !isMapping(answer.versions)) throw hubAnswerInvalid(this.#url(spec.package), '`versions` is missing', spec.at)
    const moved = answer.redirectnamespace ?? answer.redirectname
    if (moved !== undefined && moved !== null) {
      const now = `${String(answer.redirectnamespace ?? answer.namespace)}/${String(answer.redirectname ?? answer.name)}`
      if (!this.#answers.has(`told ${spec.package}`)) this.#options.moved(spec.package, now)
      this.#answers.set(`told ${spec.package}`, Promise.resolve(true))
    }
    return answer.versions
  }

  #usable(version: Plain): boolean {
    const required = version.require_dbt_version
    if (!this.#options.versionCheck || required === undefined || required === null) return true
    const ranges = (Array.isArray(required) ? required : [required]).map(String).flatMap((text) => text.split(','))
    return ranges.length === 0 || satisfies(ranges) === true
  }

  #get(name: string, at: SourceLocation): Promise<unknown> {
    const known = this.#answers.get(name)
    if (known !== undefined) return known
    const asking = this.#ask(name, at)
    this.#answers.set(name, asking)
    return asking
  }

  async #ask(name: string, at: SourceLocation): Promise<unknown> {
    const url = this.#url(name)
    const bytes = await fetchBytes({
      url,
      what: name === 'index' ? "the hub's index" : `the package ${name}`,
      at,
      signal: this.#options.signal,
    })
    try {
      return JSON.parse(bytes.toString('utf8')) as unknown
    } catch {
      throw hubAnswerInvalid(url, 'it is not JSON', at)
    }
  }

  #url(name: string): string {
    return `${this.#options.url}api/v1/${name}.json`
  }
}

function refuse(text: string, spec: HubSpec): never {
  throw badVersion(text, spec.package, spec.at)
}

function wanted(spec: HubSpec & { readonly by: string }): Wanted {
  return { by: spec.by, versions: spec.versions, at: spec.at }
}

function toVersion(entry: Plain, version: string, spec: HubSpec): Omit<HubVersion, 'latest'> {
  const downloads = isMapping(entry.downloads) ? entry.downloads : {}
  if (typeof entry.name !== 'string' || typeof downloads.tarball !== 'string')
    throw hubAnswerInvalid(spec.package, `version ${version} lacks a name or an archive`, spec.at)
  return {
    version,
    name: entry.name,
    packages: Array.isArray(entry.packages) ? entry.packages : [],
    tarball: downloads.tarball,
    sha1: typeof downloads.sha1 === 'string' && /^[0-9a-f]{40}$/.test(downloads.sha1) ? downloads.sha1 : null,
  }
}
