/** What is late now, one incident for each root cause: for alerts and reports. */
import type { Invocation } from '../core/invocation.js'
import { findResource } from '../core/manifest.js'
import { type CauseGroup, causeKinds, contactOf, type Incident, type LateAnswer } from '../observe/index.js'
import type { OpenProject } from './open-project.js'

const answers = new WeakMap<Invocation, Promise<LateAnswer | undefined>>()

/**
 * After `source freshness` only sources are looked at: the models are not built yet.
 * Only where something is due in this target (`sla:` of a node or of sluice.yml): else nothing is opened and nothing asked.
 * Keys are `late:<id of the root cause>`; a cause that is a failed node has the `cause` of the failure's own incident, so that
 * who groups by cause tells it once. Severity is `warn` where upstream has nothing newer: nobody here can mend that.
 * Acknowledged ones are among them (`acknowledged(root, key, now)`). Throws SETTINGS_INVALID, and what keeps the warehouse from
 * answering.
 */
export async function lateIncidents(opened: OpenProject, invocation: Invocation): Promise<readonly Incident[]> {
  const answer = await lateAnswer(opened, invocation)
  return answer ? answer.causes.map((group) => incident(opened, group, answer)) : []
}

/** Judged once a call of the tool; undefined where nothing is promised in this target. */
export async function lateAnswer(opened: OpenProject, invocation: Invocation): Promise<LateAnswer | undefined> {
  const known = answers.get(invocation) ?? judged(opened, invocation)
  answers.set(invocation, known)
  return await known
}

async function judged(opened: OpenProject, invocation: Invocation): Promise<LateAnswer | undefined> {
  const { hasSlas } = await import('./late/promises.js')
  if (!hasSlas(opened, invocation)) return undefined
  const { judgeLate } = await import('./late/judge.js')
  return await judgeLate(opened, invocation, { nodes: null, promisesOnly: true, sourcesOnly: invocation.flags.which === 'freshness' })
}

function incident({ manifest }: OpenProject, group: CauseGroup, answer: LateAnswer): Incident {
  const { key, severity, name, kind, words, node, items, exposures, expected, advice } = group
  const affected = items.map(({ id }) => id).filter((id) => id !== node)
  const others = affected.length === 0 ? '' : `; late for its sake: ${affected.length}`
  const missed = items.map((item) => `${item.name}: ${item.words}`).slice(0, 10)
  const contact = contactOf(manifest, [findResource(manifest, node), ...items.map(({ id }) => findResource(manifest, id))])
  return {
    ...contact,
    key,
    kind: 'late',
    severity,
    title: `${name}: ${causeKinds[kind].title}${others}`,
    text: [words, ...missed, ...(expected ? [expected.words] : []), ...(advice ? [advice] : [])].join('\n'),
    cause: node,
    affected,
    exposures: exposures.map(({ id }) => id),
    runbook: group.runbook ?? contact.runbook,
    since: group.since ?? answer.at,
  }
}
