/** The whole question: what is promised, how it stands, what is late, failed or skipped, and why; by root cause. */
import type { Invocation } from '../../core/invocation.js'
import { findResource } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import {
  byCause,
  type Cause,
  type CauseGroup,
  type Found,
  failedCause,
  hasFailed,
  isBroken,
  type LateAnswer,
  type LateItem,
  lagCause,
  lateCause,
  type Newest,
  noteFor,
  readNotes,
  type SlaState,
  type StateEntry,
  slaStates,
} from '../../observe/index.js'
import { Connections, probeMeans } from '../connections.js'
import type { OpenProject } from '../open-project.js'
import { pastOf } from '../past-records.js'
import { withRuntime } from '../warehouse.js'
import { TimesAsker } from './ask-times.js'
import { groupFacts } from './group-facts.js'
import { nameOf, PastBuilds } from './past.js'
import { isDated, type NodePromise, promisesOf } from './promises.js'
import { AskedWorld } from './world.js'

export interface Asked {
  /** Nodes that were named; null: everything. */
  readonly nodes: ReadonlySet<UniqueId> | null
  /** Only what is promised, not what failed or was skipped. */
  readonly promisesOnly?: boolean
  readonly sourcesOnly?: boolean
}

export async function judgeLate(opened: OpenProject, invocation: Invocation, asked: Asked): Promise<LateAnswer> {
  const { project, manifest, graph } = opened
  const promises = promisesOf(opened, invocation)
  const past = await pastOf(opened, invocation)
  const records = (past?.records ?? []).filter(({ head }) => head.target === project.target.name)
  const builds = new PastBuilds(records, manifest, graph)
  return await withRuntime(opened, invocation, {}, async (runtime) => {
    const asker = new TimesAsker(runtime)
    const connections = new Connections(opened, invocation, runtime.adapter)
    try {
      const means = probeMeans(opened, invocation, connections)
      const world = new AskedWorld({ opened, invocation, past: builds, asker, promises, means })
      return await new Judgement(opened, invocation, world, asker, builds).answer(promises, asked)
    } finally {
      await connections.close()
      await asker.close()
    }
  })
}

class Judgement {
  readonly #opened: OpenProject
  readonly #invocation: Invocation
  readonly #world: AskedWorld
  readonly #asker: TimesAsker
  readonly #past: PastBuilds

  constructor(opened: OpenProject, invocation: Invocation, world: AskedWorld, asker: TimesAsker, past: PastBuilds) {
    this.#opened = opened
    this.#invocation = invocation
    this.#world = world
    this.#asker = asker
    this.#past = past
  }

  async answer(promises: readonly NodePromise[], { nodes, promisesOnly, sourcesOnly }: Asked): Promise<LateAnswer> {
    const wanted = nodes && this.#withAncestors(nodes)
    const taken = sourcesOnly === true ? promises.filter(({ resource }) => resource.resource_type === 'source') : promises
    const judged = taken.filter(({ resource }) => wanted === null || wanted.has(resource.unique_id))
    const states = await this.#states(judged)
    const found: Found[] = []
    for (const [index, state] of states.entries())
      if (isBroken(state))
        found.push({ item: lateItem(state), cause: await lateCause({ state, sla: (judged[index] as NodePromise).sla }, this.#world) })
    if (promisesOnly !== true) found.push(...(await this.#troubles(wanted)))
    if (nodes) found.push(...(await this.#lagging(nodes, found)))
    const groups: CauseGroup[] = []
    const notes = readNotes(this.#opened.project.root.root)
    for (const group of byCause(found)) {
      const facts = await groupFacts(this.#opened, this.#invocation, this.#world, this.#asker, group)
      const note = noteFor(notes, facts.key, this.#invocation.now())
      groups.push({ ...facts, note: note ? { text: note.text, until: note.until } : null })
    }
    const entries = await this.#entries(states, groups, found)
    const { target } = this.#opened.project
    return { version: 1, at: this.#invocation.now().toISOString(), target: target.name, states: entries, causes: groups }
  }

  #withAncestors(nodes: ReadonlySet<UniqueId>): ReadonlySet<UniqueId> {
    return new Set([...nodes, ...this.#opened.graph.ancestors(nodes)])
  }

  async #states(promises: readonly NodePromise[]): Promise<readonly SlaState[]> {
    const now = this.#invocation.now().getTime()
    const asked = promises.map(async ({ resource, sla }) => {
      const column = sla.timeColumn ?? (await this.#usualColumn(resource.unique_id, sla.maxAge !== null || sla.by !== null))
      const needsTime = column !== null && (sla.maxAge !== null || (sla.by !== null && resource.resource_type === 'source'))
      const zone = sla.columnTimezone
      const newest = needsTime ? await this.#asker.newest(resource, column, sla.filter, zone) : null
      return {
        id: resource.unique_id,
        name: nameOf(this.#opened.manifest, resource.unique_id),
        type: resource.resource_type,
        sla,
        newest: typeof newest === 'string' ? null : (newest as Newest | null),
        problem: typeof newest === 'string' ? newest : null,
        built: this.#past.built(resource.unique_id),
      }
    })
    return slaStates(await Promise.all(asked), now)
  }

  /** Where the promise names none: what the node declares, or the likeliest. */
  async #usualColumn(id: UniqueId, needed: boolean): Promise<string | null> {
    return needed ? (await this.#world.facts(id)).column : null
  }

  /** What failed or was skipped the last time. */
  async #troubles(wanted: ReadonlySet<UniqueId> | null): Promise<readonly Found[]> {
    const found: Found[] = []
    for (const { id, build } of this.#past.bad()) {
      if (id.startsWith('source.') || (wanted !== null && !this.#concerns(id, wanted))) continue
      const facts = { ...(await this.#bareFacts(id)), last: build }
      const cause = failedCause(facts, [], this.#world) ?? this.#wellAgain(id, build.at)
      const trouble = hasFailed(build) ? 'failed' : 'skipped'
      const words = `${trouble === 'failed' ? build.status : 'skipped'} in the last run that had it (\`sluice ${build.command}\`, ${build.run.slice(0, 8)})`
      const item: LateItem = { id, name: facts.name, trouble, severity: 'error', words, since: cause.since }
      found.push({ item, cause })
    }
    return found
  }

  /** Tests belong to what they look at. */
  #concerns(id: UniqueId, wanted: ReadonlySet<UniqueId>): boolean {
    const resource = findResource(this.#opened.manifest, id)
    if (resource?.resource_type !== 'test' && resource?.resource_type !== 'unit_test') return wanted.has(id)
    return wanted.has(id) || resource.depends_on.nodes.some((node) => wanted.has(node))
  }

  /** Without asking the warehouse. */
  async #bareFacts(id: UniqueId) {
    const { manifest } = this.#opened
    const type = findResource(manifest, id)?.resource_type ?? 'node'
    const blank = { materialized: null, times: [], column: null, problem: null, exists: true }
    return {
      id,
      name: nameOf(manifest, id),
      type,
      ...blank,
      built: this.#past.built(id),
      last: null,
      usualSeconds: this.#past.usualSeconds(id),
    }
  }

  #wellAgain(id: UniqueId, at: number): Cause {
    const name = nameOf(this.#opened.manifest, id)
    const words = `${name} was skipped, and what it was skipped for is well again: it was not run since.`
    const since = new Date(at).toISOString()
    const kind = 'not-rebuilt' as const
    return { kind, node: id, name, since, words, advice: null, next: `sluice build --select ${name}`, behind: null, hops: [] }
  }

  /** Nodes that were named and promise nothing: whether they lag behind what they are made of. */
  async #lagging(nodes: ReadonlySet<UniqueId>, found: readonly Found[]): Promise<readonly Found[]> {
    const more: Found[] = []
    for (const id of nodes) {
      if (found.some(({ item }) => item.id === id) || !isDated(findResource(this.#opened.manifest, id))) continue
      const above = this.#opened.graph.ancestors([id])
      const upstream = found.find(({ cause, item }) => above.has(cause.node) || above.has(item.id))
      const cause = upstream?.cause ?? (await lagCause(id, this.#world))
      if (!cause) continue
      const words = upstream
        ? `it is made of ${upstream.item.name}`
        : cause.behind === null
          ? 'it lags behind what it is made of'
          : 'rows are missing in it'
      more.push({
        item: { id, name: nameOf(this.#opened.manifest, id), trouble: 'behind', severity: 'error', words, since: cause.since },
        cause,
      })
    }
    return more
  }

  async #entries(states: readonly SlaState[], groups: readonly CauseGroup[], found: readonly Found[]): Promise<readonly StateEntry[]> {
    const entries: StateEntry[] = []
    for (const state of states) {
      const group = groups.find(({ items }) => items.some(({ id }) => id === state.id))
      const own = found.find(({ item }) => item.id === state.id && item.words.endsWith(state.words))
      const bad = isBroken(state)
      entries.push({ ...state, hops: bad ? (own?.cause.hops ?? []) : [], cause: bad ? (group?.key ?? null) : null })
    }
    return entries
  }
}

function lateItem(state: SlaState): LateItem {
  const { id, name, severity, words, since, status } = state
  return {
    id,
    name,
    trouble: status === 'slow' ? 'slow' : 'late',
    severity,
    words: `${state.from === 'sla' ? 'SLA' : 'freshness'}: ${words}`,
    since,
  }
}
