/**
 * The results of a run → incidents, one for each root cause: a node that could not be built with what was skipped for it, the
 * tests of one table that do not pass, a source that is too old or whose gate is closed, the warehouse that does not answer.
 */
import { findResource, type Manifest } from '../../core/manifest.js'
import type { Resource, UniqueId } from '../../core/node.js'
import type { Graph } from '../../graph/index.js'
import type { Occasion } from '../history/index.js'
import type { Incident, IncidentKind } from '../incident.js'
import { contactOf } from './contact.js'
import type { Outcome } from './outcome.js'
import { badSince, isTrouble } from './since.js'
import { firstLine, freshnessWords, listed, nameOf, shortened, testsText, testsTitle } from './words.js'

export interface Findings {
  readonly manifest: Manifest
  readonly graph: Graph
  readonly outcomes: readonly Outcome[]
  /** ISO 8601, UTC: of the run, for what the history does not know to be older. */
  readonly at: string
  /** By node, newest first. */
  readonly history?: ReadonlyMap<string, readonly Occasion[]>
}

/** A cause with what tells of it, before words are found. */
interface Trouble {
  readonly key: string
  readonly kind: IncidentKind
  readonly cause: UniqueId
  readonly outcomes: Outcome[]
}

/** No warehouse, no node: whatever failed for this has one cause. */
const warehouseGone = new Set([
  'DB_CONNECT_FAILED',
  'DB_UNREACHABLE',
  'DB_AUTH_FAILED',
  'DB_TLS_FAILED',
  'DB_DATABASE_MISSING',
  'DB_ROLE_MISSING',
  'DB_TOO_MANY_CONNECTIONS',
  'DB_CONNECTION_LOST',
  'DB_LOCKED',
])

export function incidentsFrom(findings: Findings): readonly Incident[] {
  const troubles = new Map<string, Trouble>()
  for (const outcome of findings.outcomes) {
    if (!isTrouble(outcome.status)) continue
    const { key, kind, cause } = troubleOf(findings.manifest, outcome)
    const known = troubles.get(key)
    if (known) known.outcomes.push(outcome)
    else troubles.set(key, { key, kind, cause, outcomes: [outcome] })
  }
  const skipped = skippedFor(findings, [...troubles.values()])
  return [...troubles.values()].map((trouble) => incident(findings, trouble, skipped.get(trouble.key) ?? []))
}

function troubleOf(manifest: Manifest, { unique_id, status, error, freshness }: Outcome): Omit<Trouble, 'outcomes'> {
  if (error && warehouseGone.has(error.code)) return { key: 'failure:warehouse', kind: 'failure', cause: unique_id }
  const resource = findResource(manifest, unique_id)
  if (resource?.resource_type === 'test' || resource?.resource_type === 'unit_test') {
    const cause = testedBy(resource)
    return { key: `test:${cause}`, kind: 'test', cause }
  }
  const isGate = error?.code.startsWith('GATE_') === true
  if (isGate) return { key: `gate:${unique_id}`, kind: 'gate', cause: unique_id }
  const aged = resource?.resource_type === 'source' && (freshness !== undefined || status === 'warn' || status === 'fail')
  return aged
    ? { key: `late:${unique_id}`, kind: 'late', cause: unique_id }
    : { key: `failure:${unique_id}`, kind: 'failure', cause: unique_id }
}

/** The table a test is about; one that reads several stands for itself. */
function testedBy(test: Extract<Resource, { readonly resource_type: 'test' | 'unit_test' }>): UniqueId {
  const about = test.resource_type === 'test' ? test.attached_node : test.tested_node_unique_id
  if (about) return about
  const { nodes } = test.depends_on
  return nodes.length === 1 ? (nodes[0] as UniqueId) : test.unique_id
}

/** By trouble: tables that were skipped for its sake. */
function skippedFor({ graph, outcomes }: Findings, troubles: readonly Trouble[]): ReadonlyMap<string, readonly UniqueId[]> {
  const byWitness = new Map(troubles.flatMap(({ key, outcomes: told }) => told.map(({ unique_id }) => [unique_id, key] as const)))
  const byCause = new Map(troubles.map(({ key, cause }) => [cause, key] as const))
  const because = new Map(outcomes.map(({ unique_id, skippedBecause }) => [unique_id, skippedBecause]))
  const found = new Map<string, UniqueId[]>()
  const keyOf = (id: UniqueId, depth = 0): string | undefined => {
    const known = byWitness.get(id) ?? byCause.get(id)
    const next = because.get(id)
    return known ?? (next === undefined || depth > 100 ? undefined : keyOf(next, depth + 1))
  }
  for (const { unique_id, status } of outcomes) {
    if (status !== 'skipped' || /^(?:unit_test|test|exposure)\./.test(unique_id)) continue
    const key = keyOf(unique_id) ?? keyAbove(graph, unique_id, byCause)
    if (key === undefined) continue
    const list = found.get(key)
    if (list) list.push(unique_id)
    else found.set(key, [unique_id])
  }
  return found
}

/** Where nobody kept why it was skipped: what went wrong above it. */
function keyAbove(graph: Graph, id: UniqueId, byCause: ReadonlyMap<UniqueId, string>): string | undefined {
  const above = graph.ancestors(id)
  return [...byCause].find(([cause]) => above.has(cause))?.[1]
}

function incident({ manifest, graph, at, history }: Findings, trouble: Trouble, affected: readonly UniqueId[]): Incident {
  const { key, kind, cause, outcomes } = trouble
  const witnesses = outcomes.map(({ unique_id }) => unique_id)
  const others = witnesses.filter((id) => id !== cause)
  const resources = [cause, ...(kind === 'test' ? others : [])].map((id) => findResource(manifest, id))
  const downstream = graph.descendants([cause, ...affected])
  const began = witnesses.flatMap((id) => badSince(history?.get(id) ?? []) ?? [])
  return {
    key,
    kind,
    severity: outcomes.every(({ status }) => status === 'warn') ? 'warn' : 'error',
    ...wordsOf(trouble, affected),
    cause,
    affected: kind === 'failure' ? [...new Set([...others, ...affected])] : affected,
    exposures: [...downstream].filter((id) => id.startsWith('exposure.')).sort(),
    ...contactOf(manifest, resources),
    since: [...began, at].sort()[0] as string,
    witnesses,
  }
}

function wordsOf({ key, kind, cause, outcomes }: Trouble, affected: readonly UniqueId[]): Pick<Incident, 'title' | 'text'> {
  const skipped = affected.length === 0 ? '' : `\nSkipped for it: ${listed(affected, 20)}.`
  const first = outcomes[0] as Outcome
  const name = nameOf(cause)
  if (kind === 'test') return { title: testsTitle(cause, outcomes), text: `${testsText(outcomes)}${skipped}` }
  if (kind === 'late') return { title: `${name} is late`, text: `${capital(freshnessWords(first))}.${skipped}` }
  if (kind === 'gate') return { title: `the gate of ${name} is closed`, text: `${shortened(first.message ?? '')}${skipped}` }
  const title = key === 'failure:warehouse' ? 'the warehouse does not answer' : `${name} could not be ${verbOf(cause)}`
  const why = firstLine(first.message)
  return { title: shortened(why ? `${title}: ${why}` : title, 250), text: `${shortened(first.message ?? '')}${skipped}` }
}

function verbOf(cause: UniqueId): string {
  return cause.startsWith('source.') ? 'read' : cause.startsWith('operation.') ? 'run' : 'built'
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
