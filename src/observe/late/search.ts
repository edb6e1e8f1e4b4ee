/** From what is late up to the place where it went wrong. */
import type { UniqueId } from '../../core/node.js'
import { blindness } from './blind.js'
import { type Cause, type Culprit, type Feed, type Hop, hopOf, timeText, type World } from './cause.js'
import { aheadOf, type Build, hasFailed, type Newest, type NodeFacts, newestOf } from './facts.js'
import type { Sla } from './sla.js'
import { sourceCause } from './source-end.js'
import { type SlaState, spanText } from './state.js'

export interface Question {
  readonly state: SlaState
  readonly sla: Sla
}

export async function lateCause({ state, sla }: Question, world: World): Promise<Cause> {
  const facts = await world.facts(state.id)
  const column = state.column ?? facts.column
  const hops = [hopOf(facts, column)]
  if (!facts.exists) return failedCause(facts, hops, world) ?? missing(facts, hops)
  if (state.status === 'slow') return slow(facts, state, hops)
  const passed = facts.type === 'source' ? null : await passedColumns(facts, world)
  const blind = blindness({ facts, state, sla, passed, now: world.now, hops })
  if (blind) return blind
  if (sla.by !== null && facts.type !== 'source' && notBuiltSince(facts, state.needed)) {
    const failed = failedCause(facts, hops, world)
    if (failed) return failed
    const found = await walk(facts, column, hops, world, new Set([facts.id]))
    return found.kind === 'no-probe' || found.kind === 'unknown' ? notBuilt(facts, hops, state) : found
  }
  return await walk(facts, column, hops, world, new Set([facts.id]))
}

/** Of a node without a promise of its own: whether it, or what it is made of, lags behind. Undefined where nothing does. */
export async function lagCause(id: UniqueId, world: World): Promise<Cause | undefined> {
  const facts = await world.facts(id)
  const hops = [hopOf(facts, facts.column)]
  if (!facts.exists && facts.type !== 'source') return failedCause(facts, hops, world) ?? missing(facts, hops)
  const found = await walk(facts, facts.column, hops, world, new Set([id]))
  return ['nothing-new', 'no-probe', 'probe-failed', 'unknown'].includes(found.kind) ? failedCause(facts, hops, world) : found
}

async function walk(facts: NodeFacts, column: string | null, hops: readonly Hop[], world: World, seen: Set<UniqueId>): Promise<Cause> {
  if (facts.type === 'source' || facts.type === 'seed') return await sourceCause(facts, column, hops, world)
  const own = newestOf(facts, column)
  const above = await parentsOf(facts, column, world)
  const newer = above.map((each) => ({ ...each, by: aheadOf(each.newest, own, each.exact) })).sort((a, b) => b.by - a.by)
  const [lead] = newer
  if (!lead) return failedCause(facts, hops, world) ?? unknown(facts, hops, 'it reads no table')
  if (lead.by > 0) {
    const all = [...hops, hopOf(lead.facts, lead.column)]
    return failedCause(facts, all, world) ?? behindParent(facts, own, lead, all)
  }
  if (!own) {
    const failed = failedCause(facts, hops, world) ?? olderThanParent(facts, lead.facts, hops)
    if (failed) return failed
  }
  const next = newer.find((each) => !seen.has(each.facts.id))
  if (!next) return unknown(facts, hops, 'its parents were all looked at')
  seen.add(next.facts.id)
  return await walk(next.facts, next.column, [...hops, hopOf(next.facts, next.column)], world, seen)
}

interface Parent extends Feed {
  readonly facts: NodeFacts
  readonly newest: Newest | undefined
}

/** Those whose times it takes, the newest first; where none is known, all. */
async function parentsOf(facts: NodeFacts, column: string | null, world: World): Promise<readonly Parent[]> {
  const feeds = await world.feeds(facts.id, column)
  const found: Parent[] = []
  for (const feed of feeds) {
    const above = await world.facts(feed.id)
    const own = feed.column ?? above.column
    found.push({ ...feed, column: own, facts: above, newest: newestOf(above, own) })
  }
  return found.sort((a, b) => (b.newest?.at ?? 0) - (a.newest?.at ?? 0))
}

/** Its columns that come as they are from columns of its parents: not those that a build stamps. */
async function passedColumns(facts: NodeFacts, world: World): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const { column } of facts.times)
    if ((await world.feeds(facts.id, column)).some((feed) => feed.column !== null && feed.exact)) found.add(column.toLowerCase())
  return found
}

/** A parent has newer rows: not rebuilt since they came, or built and they were left out. */
function behindParent(facts: NodeFacts, own: Newest | undefined, lead: Parent & { readonly by: number }, hops: readonly Hop[]): Cause {
  const above = lead.newest?.at ?? 0
  const below = own?.at == null ? 'has none' : `up to ${timeText(own.at)}`
  const seen = `${lead.facts.name} has rows up to ${timeText(above)} (${lead.newest?.column}), ${facts.name} ${below}`
  const behind = Number.isFinite(lead.by) ? lead.by / 1000 : null
  const came = arrivedAt(lead.facts, above)
  const stale = facts.materialized !== 'view' && (facts.built === null || facts.built.at < came)
  if (!stale) return dropped(facts, own, seen, behind, hops)
  const verb = facts.materialized === 'materialized_view' ? 'refreshed' : 'built'
  const last = facts.built ? `It was ${verb} last at ${buildText(facts.built)}, before they came.` : 'No build of it is in the history.'
  return made(facts, hops, {
    kind: 'not-rebuilt',
    since: new Date(came).toISOString(),
    words: `${seen}. ${last}`,
    advice: null,
    next: `sluice build --select ${facts.name}`,
    behind,
  })
}

function dropped(facts: NodeFacts, own: Newest | undefined, seen: string, behind: number | null, hops: readonly Hop[]): Cause {
  const incremental = facts.materialized === 'incremental'
  const how = incremental ? 'its watermark or a filter leaves them out' : 'its SQL leaves them out'
  const view = facts.materialized === 'view' || !facts.built
  const advice = incremental
    ? 'compare what `is_incremental()` filters with how the rows arrive; a full refresh brings back what was left out'
    : 'look for the join or filter that drops them'
  return made(facts, hops, {
    kind: 'rows-dropped',
    since: own?.at == null ? null : new Date(own.at).toISOString(),
    words: view
      ? `${seen}. It is a view: ${how}.`
      : `${seen}. It was built after they came, at ${facts.built ? buildText(facts.built) : ''}: ${how}.`,
    advice,
    next: incremental ? `sluice build --select ${facts.name} --full-refresh` : `sluice compile --select ${facts.name}`,
    behind,
  })
}

/** When, and by which run. */
function buildText({ at, command, run }: Build): string {
  return `${timeText(at)} (\`sluice ${command}\`, run ${run.slice(0, 8)})`
}

/** Rows of a source are there when their own time says; those of a table that is built, when it was built. */
function arrivedAt(parent: NodeFacts, newest: number): number {
  const { built, type, materialized } = parent
  return type === 'source' || materialized === 'view' || !built ? newest : built.at + built.seconds * 1000
}

/** Without a column of times: built before its parent was. */
function olderThanParent(facts: NodeFacts, parent: NodeFacts, hops: readonly Hop[]): Cause | undefined {
  if (facts.materialized === 'view' || !facts.built || !parent.built || parent.materialized === 'view') return undefined
  const end = parent.built.at + parent.built.seconds * 1000
  if (facts.built.at >= end) return undefined
  return made(facts, [...hops, hopOf(parent, parent.column)], {
    kind: 'not-rebuilt',
    since: new Date(end).toISOString(),
    words: `${parent.name} was built at ${timeText(end)}, ${facts.name} last at ${buildText(facts.built)}.`,
    advice: null,
    next: `sluice build --select ${facts.name}`,
    behind: (end - facts.built.at) / 1000,
  })
}

export function failedCause(facts: NodeFacts, hops: readonly Hop[], world: World): Cause | undefined {
  const { last } = facts
  const culprit = last && (hasFailed(last) || last.status === 'skipped') ? world.culprit(facts.id) : undefined
  if (!culprit) return undefined
  const own = culprit.id === facts.id
  const { build, name, since } = culprit
  const gate = isGateMessage(build.message)
  return {
    kind: gate ? 'gate' : 'failed',
    node: culprit.id,
    name,
    since: new Date(since).toISOString(),
    words: `${gate ? firstLines(build.message) : failureWords(culprit)}${own ? '' : ` ${facts.name} was skipped for its sake.`}`,
    advice: null,
    next: gate ? null : 'sluice retry',
    behind: null,
    hops,
  }
}

function isGateMessage(message: string | null): boolean {
  return /^the gate of source\b/i.test(message ?? '')
}

function failureWords({ id, name, build, since, place }: Culprit): string {
  const type = (id.split('.')[0] as string).replace('_', ' ')
  const fails = build.status === 'fail' ? 'does not pass' : 'fails'
  return `${type} ${name} ${fails} since ${timeText(since)}${place ? ` (${place})` : ''}: ${firstLines(build.message)}`
}

function firstLines(message: string | null): string {
  const text = (message ?? 'no message').replaceAll(/\s+/g, ' ').trim()
  return text.length > 300 ? `${text.slice(0, 299)}…` : text.replace(/[^.!?…]$/, '$&.')
}

function notBuiltSince({ built }: NodeFacts, needed: number | null): boolean {
  return needed !== null && (built === null || built.at + built.seconds * 1000 < needed)
}

function notBuilt(facts: NodeFacts, hops: readonly Hop[], state: SlaState): Cause {
  return made(facts, hops, {
    kind: 'not-rebuilt',
    since: state.due,
    words: facts.built
      ? `${facts.name} was built last at ${buildText(facts.built)}, and nobody has tried since.`
      : `no build of ${facts.name} is in the history.`,
    advice: 'has the scheduler started the run?',
    next: `sluice build --select +${facts.name}`,
    behind: null,
  })
}

function slow(facts: NodeFacts, state: SlaState, hops: readonly Hop[]): Cause {
  const usual = facts.usualSeconds === null ? '' : ` Usual are ${spanText(facts.usualSeconds)}.`
  return made(facts, hops, {
    kind: 'slow',
    since: state.since,
    words: `${state.words}.${usual}`,
    advice: null,
    next: `sluice history ${facts.name}`,
    behind: null,
  })
}

function missing(facts: NodeFacts, hops: readonly Hop[]): Cause {
  const source = facts.type === 'source'
  return made(facts, hops, {
    kind: 'missing',
    since: null,
    words: `${facts.name} is not in the database${source ? ': whoever loads it has not made it, or it has another name or schema' : ': it was never built here'}.`,
    advice: null,
    next: source ? null : `sluice build --select ${facts.name}`,
    behind: null,
  })
}

function unknown(facts: NodeFacts, hops: readonly Hop[], why: string): Cause {
  const text = facts.problem ?? why
  return made(facts, hops, { kind: 'unknown', since: null, words: `${facts.name}: ${text}.`, advice: null, next: null, behind: null })
}

function made(facts: NodeFacts, hops: readonly Hop[], rest: Omit<Cause, 'node' | 'name' | 'hops'>): Cause {
  return { node: facts.id, name: facts.name, hops, ...rest }
}
