/** At a source: whether upstream has newer data, and whether they reached us. */
import { signed, zoneHours } from './blind.js'
import { type Cause, type Hop, type ProbeResult, timeText, type World } from './cause.js'
import { isAhead, type Newest, type NodeFacts, newestOf } from './facts.js'
import { spanText } from './state.js'

export async function sourceCause(facts: NodeFacts, column: string | null, hops: readonly Hop[], world: World): Promise<Cause> {
  const own = newestOf(facts, column) ?? newestOf(facts, facts.column)
  const base = { node: facts.id, name: facts.name, hops, behind: null, next: null, advice: null } as const
  const since = own?.at == null ? null : new Date(own.at).toISOString()
  if (!facts.exists)
    return { ...base, kind: 'missing', since: null, words: `${facts.name} is not in the database: whoever loads it has not made it.` }
  const gate = world.culprit(facts.id)
  if (gate)
    return { ...base, kind: 'gate', since: new Date(gate.since).toISOString(), words: `${gate.build.message ?? 'a gate is closed'}.` }
  if (facts.problem !== null) return { ...base, kind: 'unknown', since, words: `${facts.name} could not be asked: ${facts.problem}.` }
  if (own?.at != null && isAhead(own.at, world.now) && !own.dated) return ahead(base, own, own.at, world.now)
  const probe = await world.probe(facts.id)
  return probe.kind === 'found' ? judged(base, facts, own, probe, world) : unprobed({ ...base, since }, facts, own, probe)
}

function unprobed(
  base: Base & Pick<Cause, 'since'>,
  { name, type }: NodeFacts,
  own: Newest | undefined,
  probe: Exclude<ProbeResult, { kind: 'found' }>,
): Cause {
  const has = own?.at == null ? `${name} has no rows` : `the newest row of ${name} is of ${timeText(own.at)} (${own.column})`
  if (probe.kind === 'failed')
    return { ...base, kind: 'probe-failed', words: `${has}, and upstream could not be asked (${probe.name}): ${probe.message}.` }
  if (type === 'seed') return { ...base, kind: 'nothing-new', words: `${name} is a file of the project: ${has}.` }
  return {
    ...base,
    kind: 'no-probe',
    words: `${has}, and nothing newer came. Whether upstream has newer data nobody here can say: it has no probe.`,
    advice: `add \`probe:\` to the meta of ${name}, so that upstream can be asked`,
  }
}

type Base = Pick<Cause, 'node' | 'name' | 'hops' | 'behind' | 'next' | 'advice'>

function judged(
  base: Base,
  facts: NodeFacts,
  own: Newest | undefined,
  probe: { readonly name: string; readonly newest: number },
  world: World,
): Cause {
  const there = `upstream has data up to ${timeText(probe.newest)} (${probe.name})`
  if (own?.at == null || own.wall === null)
    return { ...base, kind: 'not-loaded', since: null, words: `${there}, and ${facts.name} has no rows.`, advice: loadAdvice(facts) }
  const gap = probe.newest - own.at
  const hours = own.zoned || own.dated ? 0 : zoneHours(probe.newest - own.wall, 60_000)
  const since = new Date(own.at).toISOString()
  if (hours !== 0 && gap > 60_000)
    return {
      ...base,
      kind: 'time-zone',
      since,
      words: `${there}, ${facts.name} up to ${timeText(own.at)}: ${signed(hours)} h to the minute, and ${own.column} has no zone and counts as UTC. The rows came, under the clocks of another zone.`,
      advice: `say the zone where it is checked: \`column_timezone:\` of \`sla:\`, or \`loaded_at_field: "${own.column} at time zone '…'"\``,
    }
  // A day says no more than the day; a minute passes between writing and loading.
  const slack = own.dated ? 86_400_000 : 60_000
  if (gap > slack)
    return {
      ...base,
      kind: 'not-loaded',
      since,
      behind: gap / 1000,
      words: `${there}, ${facts.name} only up to ${timeText(own.at)} (${own.column}): the load between them stands still, ${spanText(gap / 1000)} behind.`,
      advice: loadAdvice(facts),
    }
  const age = spanText((world.now - probe.newest) / 1000)
  return {
    ...base,
    kind: 'nothing-new',
    since: new Date(probe.newest).toISOString(),
    words: `${there}, ${age} old, and ${facts.name} has all of it: nothing is missing here.`,
    advice: null,
  }
}

function loadAdvice(facts: NodeFacts): string {
  return `look at what loads ${facts.name}`
}

function ahead(base: Base, own: Newest, at: number, now: number): Cause {
  return {
    ...base,
    kind: 'time-zone',
    since: null,
    words: `the newest ${own.column} of ${base.name} is ${timeText(at)}, ${spanText((at - now) / 1000)} ahead of the clock: ${
      own.zoned
        ? 'the clock of who writes it is wrong'
        : 'its type has no zone, it counts as UTC, and who writes it has clocks of another zone'
    }.`,
    advice: 'say the zone of the column: `column_timezone:` of its `sla:`',
  }
}
