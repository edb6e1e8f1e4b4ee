/** What is late, for the docs site: the last answer that was kept. */
import type { SiteLate } from '../../docs/index.js'
import { type CauseGroup, causeKinds, type StateEntry } from '../../observe/index.js'
import type { OpenProject } from '../open-project.js'
import { keptLate } from './kept.js'

export function siteLate(opened: OpenProject): { readonly late?: SiteLate } {
  const answer = keptLate(opened)
  if (!answer) return {}
  const keys = answer.causes.map(({ key }) => key)
  return { late: { at: answer.at, states: answer.states.map((state) => stateOf(state, keys)), causes: answer.causes.map(causeOf) } }
}

function stateOf(state: StateEntry, keys: readonly string[]): SiteLate['states'][number] {
  const { id, from, status, severity, age, maxAge, newest, due, nextDue, words, cause, hops } = state
  return {
    node: id,
    from,
    status,
    severity,
    age,
    maxAge,
    newest: newest ?? '',
    due: due ?? '',
    nextDue: nextDue ?? '',
    message: words,
    cause: cause === null ? -1 : keys.indexOf(cause),
    hops: hops.map((hop) => ({ node: hop.id, newest: hop.newest ?? '', built: hop.built ?? '' })),
  }
}

function causeOf(group: CauseGroup): SiteLate['causes'][number] {
  return {
    node: group.node,
    name: group.name,
    title: causeKinds[group.kind].title,
    severity: group.severity,
    since: group.since ?? '',
    message: group.words,
    advice: group.advice ?? '',
    next: group.next ?? '',
    expected: group.expected?.words ?? '',
    owner: group.owners.join(', '),
    runbook: group.runbook ?? '',
    note: group.note ? { message: group.note.text, until: group.note.until ?? '' } : null,
    items: group.items.map(({ id, name, words }) => ({ node: id, name, message: words })),
    exposures: group.exposures.map(({ id }) => id),
  }
}
