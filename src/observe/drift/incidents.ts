/** Drift of sources as what somebody has to know of. */
import { findResource, type Manifest } from '../../core/manifest.js'
import type { Plain, UniqueId } from '../../core/node.js'
import { ownSetting } from '../../core/own-setting.js'
import type { Incident } from '../incident.js'
import type { ColumnDrift, SourceDrift } from './drift.js'
import { effectWords } from './words.js'

/** One incident for each source: an error where readers break, else a warning. */
export function driftIncidents(drifts: readonly SourceDrift[], manifest: Manifest): readonly Incident[] {
  return drifts.filter(({ changes }) => changes.length > 0).map((drift) => incidentOf(drift, manifest))
}

function incidentOf(drift: SourceDrift, manifest: Manifest): Incident {
  const { source, name, since, changes, effects } = drift
  const resource = findResource(manifest, source)
  const config = (resource?.config ?? {}) as Plain
  const meta = { ...(resource as { readonly meta?: Plain } | undefined)?.meta, ...(config.meta as Plain | undefined) }
  const own = (key: string): string | null => {
    const value = (resource && ownSetting(resource, key)) ?? meta[key]
    return typeof value === 'string' ? value : null
  }
  const owner = ownerOf(meta)
  return {
    key: `drift:${source}`,
    kind: 'drift',
    severity: effects.length > 0 ? 'error' : 'warn',
    title: `${name}: ${changes.map(shortWords).join(', ')}`,
    text: changes.map((change) => effectWords(change, effects, manifest)).join('\n'),
    cause: source,
    affected: unique(effects.flatMap(({ nodes }) => nodes)),
    exposures: unique(effects.flatMap(({ exposures }) => exposures)),
    owner: owner.name,
    email: owner.email,
    group: own('group'),
    tags: ((resource as { readonly tags?: readonly string[] } | undefined)?.tags ?? []).map(String),
    runbook: own('runbook'),
    since,
  }
}

function unique(ids: readonly UniqueId[]): readonly UniqueId[] {
  return [...new Set(ids)].sort()
}

/** `owner: Ticket intake` or `owner: {name: …, email: …}`. */
function ownerOf(meta: Plain): { readonly name: string | null; readonly email: string | null } {
  const { owner } = meta
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  if (owner !== null && typeof owner === 'object') {
    const { name, email } = owner as { readonly name?: unknown; readonly email?: unknown }
    return { name: text(name) ?? text(email), email: text(email) }
  }
  return { name: text(owner), email: text(meta.email) }
}

function shortWords(change: ColumnDrift): string {
  switch (change.change) {
    case 'added':
      return `${change.column} is new`
    case 'removed':
      return `${change.column} is gone`
    case 'renamed':
      return `${change.column} is now ${change.to}`
    default:
      return `${change.column} was ${change.from}, is ${change.type}`
  }
}
