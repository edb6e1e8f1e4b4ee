/** Of a root cause: who answers for it, which exposures suffer, where it is written what to do, and when it will be well. */
import type { Invocation } from '../../core/invocation.js'
import { findResource } from '../../core/manifest.js'
import { ownSetting } from '../../core/own-setting.js'
import { ownersOf } from '../../lineage/index.js'
import { type Cause, type CauseGroup, causeKinds, type Expected, expectedAfter, expectedTime, type LateItem } from '../../observe/index.js'
import type { OpenProject } from '../open-project.js'
import type { TimesAsker } from './ask-times.js'
import { isDated, promisesOf } from './promises.js'
import type { AskedWorld } from './world.js'

interface Group {
  readonly cause: Cause
  readonly items: readonly LateItem[]
}

export async function groupFacts(
  opened: OpenProject,
  invocation: Invocation,
  world: AskedWorld,
  asker: TimesAsker,
  { cause, items }: Group,
): Promise<Omit<CauseGroup, 'note'>> {
  const { manifest } = opened
  const resource = findResource(manifest, cause.node)
  const about = resource?.resource_type === 'test' ? resource.attached_node : null
  const owners = [...ownersOf(cause.node, manifest), ...(about ? ownersOf(about, manifest) : [])]
  const runbook = [cause.node, ...(about ? [about] : []), ...items.map(({ id }) => id)].map((id) => runbookOf(opened, id)).find(Boolean)
  return {
    ...cause,
    key: `late:${cause.node}`,
    // Nobody here can mend what upstream does not have.
    severity: cause.kind === 'nothing-new' ? 'warn' : items.some(({ severity }) => severity === 'error') ? 'error' : 'warn',
    items,
    owners: [...new Set(owners)],
    exposures: exposuresOf(opened, items),
    runbook: runbook ?? null,
    expected: (await expectedFor(opened, invocation, world, asker, cause)) ?? null,
  }
}

function runbookOf({ manifest }: OpenProject, id: string): string | undefined {
  const resource = findResource(manifest, id)
  const value = resource && ownSetting(resource, 'runbook')
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Downstream of anything that is late for its sake. */
function exposuresOf({ graph, manifest }: OpenProject, items: readonly LateItem[]): CauseGroup['exposures'] {
  const below = graph.descendants(items.map(({ id }) => id))
  return [...below]
    .flatMap((id) => manifest.exposures[id] ?? [])
    .map(({ unique_id: id, name }) => ({ id, name, owner: ownersOf(id, manifest)[0] ?? null }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Causes after which a build brings all back. */
const afterBuild = new Set<Cause['kind']>(['not-rebuilt', 'failed', 'rows-dropped', 'missing'])

async function expectedFor(
  opened: OpenProject,
  invocation: Invocation,
  world: AskedWorld,
  asker: TimesAsker,
  cause: Cause,
): Promise<Expected | undefined> {
  const way = await Promise.all(cause.hops.filter(({ type }) => type !== 'source').map(({ id }) => world.facts(id)))
  const buildSeconds = way.reduce((sum, { usualSeconds, materialized }) => sum + (materialized === 'view' ? 0 : (usualSeconds ?? 0)), 0)
  if (afterBuild.has(cause.kind)) return way.length > 0 && buildSeconds > 0 ? expectedAfter(buildSeconds, world.now) : undefined
  const { place } = causeKinds[cause.kind]
  if (place === 'ours') return undefined
  const source = findResource(opened.manifest, cause.node)
  const facts = await world.facts(cause.node)
  if (!isDated(source) || facts.column === null) return undefined
  const promise = promisesOf(opened, invocation).find(({ resource, sla }) => resource.unique_id === cause.node && sla.by !== null)
  const zone = world.zoneOf(cause.node)
  const days = { timezone: promise?.sla.timezone ?? zone, weekdays: promise?.sla.weekdays ?? ([1, 2, 3, 4, 5, 6, 7] as const) }
  const arrivals = await asker.arrivals(source, facts.column, zone)
  const newest = facts.times.find(({ column }) => column === facts.column)?.at ?? null
  return expectedTime({ arrivals, newest, days, buildSeconds }, world.now)
}
