/** At a source: whether upstream has newer data, and whether they reached us. */
import { signed, zoneHours } from './blind.js'
import { type Cause, type Hop, timeText, type World } from './cause.js'
import { isAhead, type Newest, type NodeFacts, newestOf } from './facts.js'
import { spanText } from './state.js'

export async function sourceCause(facts: NodeFacts, column: string | null, hops: readonly Hop[], world: World): Promise<Cause> {
  const own = newestOf(facts, column) ?? newestOf(facts, facts.column)
  const base = { node: facts.id, name: facts.name, hops, behind: null, next: null, advice: null } as const
  if (!facts.exists)
    return { ...base, kind: 'missing', since: null, words: `${facts.name} is not in the database: whoever loads it has not made it.` }
  const since = own?.at == null ? null : new Date(own.at).toISOString()
  const has = own?.at == null ? `${facts.name} has no rows` : `the newest row of ${facts.name} is of ${timeText(own.at)} (${own.column})`
  const gate = world.culprit(facts.id)
  if (gate)
    return {
      ...base,
      kind: 'gate',
      since: new Date(gate.since).toISOString(),
      words: `the gate of ${facts.name} is closed: ${gate.build.message}`,
    }
  if (facts.problem !== null) return { ...base, kind: 'unknown', since, words: `${facts.name} could not be asked: ${facts.problem}.` }
  if (own?.at != null && isAhead(own.at, world.now) && !own.dated) return ahead(base, own, own.at, world.now)
  const probe = await world.probe(facts.id)
  if (probe.kind === 'none')
    return {
      ...base,
      kind: facts.type === 'seed' ? 'nothing-new' : 'no-probe',
      since,
      words:
        facts.type === 'seed'
          ? `${facts.name} is a file of the project: ${has}.`
          : `${has}, and nothing newer came. Whether upstream has newer data nobody here can say: it has no probe.`,
      advice: facts.type === 'seed' ? null : `add \`probe:\` to the meta of ${facts.name}, so that upstream can be asked`,
    }
  if (probe.kind === 'failed')
    return { ...base, kind: 'probe-failed', since, words: `${has}, and upstream could not be asked (${probe.name}): ${probe.message}.` }
  return judged(base, facts, own, probe, world)
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
