/** Which incidents a route or a quiet time is about. */
import type { Cursor } from '../../core/cursor.js'
import type { Incident, IncidentKind } from '../incident.js'

/** Each key given must fit, by one of its values; without keys everything fits. */
export interface Match {
  readonly owner?: readonly string[]
  readonly group?: readonly string[]
  readonly tag?: readonly string[]
  readonly severity?: readonly Incident['severity'][]
  readonly kind?: readonly IncidentKind[]
  /** As after `--select`; the cause has to be in it. */
  readonly select?: string
}

/** Whether the cause is in a selection, by its text: found out when there was a manifest. */
export type Selections = Readonly<Record<string, boolean>>

const kinds: readonly IncidentKind[] = ['failure', 'test', 'late', 'gate', 'drift', 'slo']
const severities = ['error', 'warn'] as const
const keys = ['owner', 'group', 'tag', 'severity', 'kind', 'select'] as const

export function readMatch(at: Cursor): Match {
  at.mapping(keys, 'match')
  const texts = (key: 'owner' | 'group' | 'tag') => (at.has(key) ? { [key]: at.texts(key) } : {})
  return {
    ...texts('owner'),
    ...texts('group'),
    ...texts('tag'),
    ...(at.has('severity') ? { severity: words(at, 'severity', severities) } : {}),
    ...(at.has('kind') ? { kind: words(at, 'kind', kinds) } : {}),
    ...(at.has('select') ? { select: at.texts('select').join(' ') } : {}),
  }
}

function words<W extends string>(at: Cursor, key: string, known: readonly W[]): readonly W[] {
  return at.texts(key).map((word) => {
    const found = known.find((each) => each === word)
    if (found === undefined) throw at.problem(`${key} is "${word}"`, `one of ${known.join(', ')}`, key)
    return found
  })
}

export function fits(match: Match, incident: Incident, selections: Selections): boolean {
  const { owner, group, tag, severity, kind, select } = match
  return (
    (owner === undefined || [incident.owner, incident.email].some((each) => each !== null && owner.includes(each))) &&
    (group === undefined || (incident.group !== null && group.includes(incident.group))) &&
    (tag === undefined || incident.tags.some((each) => tag.includes(each))) &&
    (severity === undefined || severity.includes(incident.severity)) &&
    (kind === undefined || kind.includes(incident.kind)) &&
    (select === undefined || selections[select] === true)
  )
}
