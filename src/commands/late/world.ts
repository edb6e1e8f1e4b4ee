/** Answers what the search for causes asks: the tables, the history, the SQL, the probes. Each question once. */
import { Cursor } from '../../core/cursor.js'
import type { Invocation } from '../../core/invocation.js'
import { findResource } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import { ownSetting } from '../../core/own-setting.js'
import { readSettings } from '../../load/index.js'
import type { Culprit, Feed, Newest, NodeFacts, ProbeResult, World } from '../../observe/index.js'
import { type Probe, type ProbeMeans, readProbeOrName, readProbes, runProbe } from '../../probe/index.js'
import type { OpenProject } from '../open-project.js'
import type { TimesAsker } from './ask-times.js'
import { Feeds } from './feeds.js'
import { nameOf, type PastBuilds } from './past.js'
import { type DatedResource, isDated, loadedAtQuery, type NodePromise } from './promises.js'

export interface WorldParts {
  readonly opened: OpenProject
  readonly invocation: Invocation
  readonly past: PastBuilds
  readonly asker: TimesAsker
  readonly promises: readonly NodePromise[]
  readonly means: ProbeMeans
}

export class AskedWorld implements World {
  readonly now: number
  readonly #parts: WorldParts
  readonly #feeds: Feeds
  readonly #facts = new Map<UniqueId, Promise<NodeFacts>>()
  readonly #fed = new Map<string, Promise<readonly Feed[]>>()
  readonly #probes = new Map<UniqueId, Promise<ProbeResult>>()

  constructor(parts: WorldParts) {
    this.#parts = parts
    this.now = parts.invocation.now().getTime()
    this.#feeds = new Feeds(parts.opened, parts.invocation, async (id) => {
      const resource = findResource(parts.opened.manifest, id)
      return isDated(resource) ? await parts.asker.names(resource) : []
    })
  }

  facts(id: UniqueId): Promise<NodeFacts> {
    return once(this.#facts, id, () => this.#ask(id))
  }

  feeds(id: UniqueId, column: string | null): Promise<readonly Feed[]> {
    return once(this.#fed, `${id} ${column ?? ''}`, async () => await this.#feeds.of(id, await this.#columnIn(id, column)))
  }

  probe(id: UniqueId): Promise<ProbeResult> {
    return once(this.#probes, id, () => this.#runProbe(id))
  }

  culprit(id: UniqueId): Culprit | undefined {
    return this.#parts.past.culprit(id)
  }

  /** The zone that times of a node without one are of. */
  zoneOf(id: UniqueId): string {
    return this.#parts.promises.find(({ resource, sla }) => resource.unique_id === id && sla.from === 'sla')?.sla.columnTimezone ?? 'UTC'
  }

  async #ask(id: UniqueId): Promise<NodeFacts> {
    const { opened, past, asker } = this.#parts
    const resource = findResource(opened.manifest, id)
    const own = isDated(resource) ? this.#declared(resource) : []
    const asked = isDated(resource) ? await asker.all(resource, own, this.zoneOf(id)) : { exists: false, times: [], problem: null }
    const { materialized } = (resource?.config ?? {}) as { readonly materialized?: string }
    return {
      id,
      name: nameOf(opened.manifest, id),
      type: resource?.resource_type ?? 'node',
      materialized: materialized ?? null,
      ...asked,
      column: own[0] ?? likeliest(asked.times, this.now),
      last: past.last(id),
      built: past.built(id),
      usualSeconds: past.usualSeconds(id),
    }
  }

  /** Columns and expressions it names itself as the time of its rows. */
  #declared(resource: DatedResource): readonly string[] {
    const promised = this.#parts.promises.filter((each) => each.resource.unique_id === resource.unique_id)
    const source =
      resource.resource_type === 'source' ? (resource.loaded_at_field ?? (resource.loaded_at_query ? loadedAtQuery : null)) : null
    const { event_time } = (resource.config ?? {}) as { readonly event_time?: unknown }
    const found = [source, ...promised.map(({ sla }) => sla.timeColumn), typeof event_time === 'string' ? event_time : null]
    return [...new Set(found.filter((each) => each !== null))]
  }

  /** Of an expression the column in it. */
  async #columnIn(id: UniqueId, expression: string | null): Promise<string | null> {
    const resource = findResource(this.#parts.opened.manifest, id)
    if (expression === null || !isDated(resource)) return expression
    const names = await this.#parts.asker.names(resource)
    const plain = expression.replaceAll('"', '').toLowerCase()
    if (names.includes(plain) || names.length === 0) return plain
    return (plain.match(/\w+/g) ?? []).find((word) => names.includes(word)) ?? null
  }

  async #runProbe(id: UniqueId): Promise<ProbeResult> {
    const { opened, means } = this.#parts
    const found = probeOf(opened, this.#parts.invocation, id)
    if (!found) return { kind: 'none' }
    const { probe, name } = found
    // How far upstream is is asked here, not whether that is good enough.
    const answer = await runProbe({ ...probe, expectation: { expect: null, maxAge: null } }, means)
    if (answer.newest) return { kind: 'found', name, newest: answer.newest.getTime() }
    const message = answer.ok ? `it found no time, but ${answer.message}` : answer.message
    return { kind: 'failed', name, message }
  }
}

/** `probe:` of a source, a name of `probes:` or written there; throws SETTINGS_INVALID. */
function probeOf({ project, manifest }: OpenProject, invocation: Invocation, id: UniqueId): { probe: Probe; name: string } | undefined {
  const resource = findResource(manifest, id)
  const value = resource && ownSetting(resource, 'probe')
  if (!resource || value === undefined) return undefined
  const locate = () => manifest.locations.get(id) ?? { file: resource.original_file_path, line: 1, column: 1 }
  const cursor = new Cursor({ probe: value }, { code: 'SETTINGS_INVALID', locate }).at('probe')
  const probe = readProbeOrName(cursor, readProbes(readSettings(project, invocation, 'probes')))
  return { probe, name: typeof value === 'string' ? `probe ${value}` : `${probe.question.kind} probe` }
}

function once<K, V>(known: Map<K, Promise<V>>, key: K, ask: () => Promise<V>): Promise<V> {
  const found = known.get(key) ?? ask()
  known.set(key, found)
  return found
}

const arrival = /(load|ingest|insert|arriv|receiv|sync|extract|fetch|import)/i

/** A moment before a day, one called like a time of arrival before others, none that lies in the future. */
function likeliest(times: readonly Newest[], now: number): string | null {
  const score = ({ column, dated, at }: Newest) => (arrival.test(column) ? 4 : 0) + (dated ? 0 : 2) + (at !== null && at <= now ? 1 : 0)
  return [...times].sort((a, b) => score(b) - score(a))[0]?.column ?? null
}
