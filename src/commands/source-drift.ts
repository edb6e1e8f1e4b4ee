/**
 * Columns of sources against what they were when last seen: looked at by `source freshness`, and before a build by the sources
 * that say `drift: warn` or `drift: error`.
 */
import type { Connection } from '../adapters/index.js'
import { type Runtime, relationOfSource } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { SourceNode, UniqueId } from '../core/node.js'
import { ownSetting } from '../core/own-setting.js'
import { readPulledFile } from '../lineage/index.js'
import {
  compareColumns,
  driftIncidents,
  effectWords,
  type Incident,
  readSeen,
  type SeenColumns,
  type SeenSource,
  type SourceDrift,
  writeSeen,
} from '../observe/index.js'
import type { OpenProject } from './open-project.js'
import { withRuntime } from './warehouse.js'

/** `off`: never looked at. Where nothing is said, `source freshness` looks and warns. */
type DriftSetting = 'off' | 'warn' | 'error'

const words: readonly string[] = ['off', 'warn', 'error']

/** Throws SETTINGS_INVALID. */
function driftSetting(opened: Pick<OpenProject, 'manifest'>, source: SourceNode): DriftSetting | undefined {
  const value = ownSetting(source, 'drift')
  if (value === undefined) return undefined
  // YAML reads `off` as false in older files.
  const word = value === false ? 'off' : String(value)
  if (words.includes(word)) return word as DriftSetting
  throw new SluiceError('SETTINGS_INVALID', {
    message: `drift of ${source.source_name}.${source.name} is "${word}"`,
    expected: 'one of off, warn, error',
    hint: 'config: {meta: {drift: warn}}',
    location: { ...(opened.manifest.locations.get(source.unique_id) ?? { file: source.original_file_path, line: 1, column: 1 }) },
  })
}

/** What drifted among these sources; also what drifted earlier and still breaks readers. Told, and kept for the next look. */
export async function lookForDrift(opened: OpenProject, invocation: Invocation, ids: Iterable<UniqueId>): Promise<readonly SourceDrift[]> {
  const sources = [...ids].flatMap((id) => opened.manifest.sources[id] ?? []).filter((source) => driftSetting(opened, source) !== 'off')
  if (sources.length === 0) return []
  const columns = await readColumns(opened, invocation, sources)
  const { root, target } = opened.project
  const seen: Record<UniqueId, SeenSource> = { ...readSeen(root.root, target.name) }
  const pulled = readPulledFile(opened.project)[target.type] ?? {}
  const found: SourceDrift[] = []
  const at = invocation.startedAt.toISOString()
  for (const source of sources) {
    const { unique_id: id } = source
    const now = columns.get(id)
    if (now === undefined) continue
    const before = seen[id] ?? (pulled[id] ? { columns: pulled[id], at } : { columns: now, at })
    const drift = await driftOf(opened, invocation, source, before, now, at)
    // What breaks nobody is told once; what does is compared with what readers expect until it is mended.
    seen[id] = drift?.effects.length ? { ...before, drift } : { columns: now, at }
    if (drift) found.push(drift)
  }
  if (invocation.flags.writeJson !== false) writeSeen(root.root, target.name, seen)
  for (const drift of found) tell(opened, invocation, drift)
  return found
}

async function driftOf(
  opened: OpenProject,
  invocation: Invocation,
  source: SourceNode,
  before: SeenSource,
  now: SeenColumns,
  at: string,
): Promise<SourceDrift | undefined> {
  const compared = compareColumns(before.columns, now)
  if (compared.length === 0) return undefined
  const { namedAnew } = await import('./drift-renamed.js')
  const changes = await namedAnew(opened, invocation, source, compared, now)
  const { driftEffects } = await import('./drift-effects.js')
  const effects = await driftEffects(opened, invocation, source.unique_id, changes)
  const name = `${source.source_name}.${source.name}`
  return { source: source.unique_id, name, lastSeen: before.at, since: before.drift?.since ?? at, changes, effects }
}

function tell({ manifest }: OpenProject, { events }: Invocation, { name, changes, effects }: SourceDrift): void {
  const level = effects.length > 0 ? 'warn' : 'info'
  events.emit('Note', { msg: `${name} changed its columns:` }, level)
  for (const change of changes) events.emit('Note', { msg: `  ${effectWords(change, effects, manifest)}` }, level)
}

/** Of each source that is there, by one small question; one that cannot be read is told of by who reads it. */
async function readColumns(
  opened: OpenProject,
  invocation: Invocation,
  sources: readonly SourceNode[],
): Promise<ReadonlyMap<UniqueId, SeenColumns>> {
  return await withRuntime(opened, invocation, {}, async (runtime) => {
    const connection = await runtime.adapter.connect('drift')
    const found = new Map<UniqueId, SeenColumns>()
    try {
      for (const source of sources) {
        const columns = await columnsOf(runtime, connection, source)
        if (columns) found.set(source.unique_id, columns)
      }
    } finally {
      await connection.close()
    }
    return found
  })
}

async function columnsOf(runtime: Runtime, connection: Connection, source: SourceNode): Promise<SeenColumns | undefined> {
  const relation = relationOfSource(runtime.module, runtime.project.root.config.quoting, source)
  try {
    const sql = await runtime.operationScope(connection).callMacro('sluice_columns_of', [relation])
    const { table } = await connection.execute(String(sql), { fetch: true, signal: runtime.invocation.signal })
    const columns = table.rows.map(({ cells: [name, type] }) => [String(name), String(type)])
    return columns.length === 0 ? undefined : Object.fromEntries(columns)
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code === 'INTERRUPTED') throw error
    return undefined
  }
}

/** It breaks readers, and its source says that nothing is to be built then. */
export function stopsFor(opened: OpenProject, { source, effects }: SourceDrift): boolean {
  const node = opened.manifest.sources[source]
  return effects.length > 0 && node !== undefined && driftSetting(opened, node) === 'error'
}

/** Before a build. Throws SOURCE_DRIFTED where a source says `drift: error` and what is about to be built reads what changed. */
export async function checkDrift(opened: OpenProject, invocation: Invocation, selected: ReadonlySet<UniqueId>): Promise<void> {
  const { sources } = opened.manifest
  const read = readBy(opened, selected)
  const watched = Object.values(sources).filter(
    (source) => read.has(source.unique_id) && ['warn', 'error'].includes(driftSetting(opened, source) ?? ''),
  )
  if (watched.length === 0) return
  const drifts = await lookForDrift(
    opened,
    invocation,
    watched.map(({ unique_id: id }) => id),
  )
  const touches = ({ effects }: SourceDrift) => effects.some((effect) => effect.nodes.some((id) => selected.has(id)))
  const stopping = drifts.find((drift) => stopsFor(opened, drift) && touches(drift))
  if (!stopping) return
  const broken = stopping.changes.map((change) => effectWords(change, stopping.effects, opened.manifest))
  throw new SluiceError('SOURCE_DRIFTED', {
    message: `${stopping.name} is not what its readers expect: ${broken.join('; ')}`,
    expected: `the columns of ${stopping.lastSeen}`,
    hint: 'change the models that read it, or set drift: warn on the source',
    location: {
      ...(opened.manifest.locations.get(stopping.source) ?? {
        file: sources[stopping.source]?.original_file_path ?? '',
        line: 1,
        column: 1,
      }),
    },
  })
}

/** Also by way of others: a view reads its source whenever it is read. */
function readBy({ manifest }: OpenProject, selected: ReadonlySet<UniqueId>): ReadonlySet<UniqueId> {
  const read = new Set<UniqueId>()
  const open = [...selected]
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const parent of manifest.nodes[id]?.depends_on.nodes ?? [])
      if (!read.has(parent)) {
        read.add(parent)
        open.push(parent)
      }
  return read
}

/** Of what was seen last; nothing is asked of the warehouse. */
export async function sourceDriftIncidents(opened: OpenProject): Promise<readonly Incident[]> {
  const { root, target } = opened.project
  const seen = Object.entries(readSeen(root.root, target.name))
  const known = seen.flatMap(([id, { drift }]) => (drift && opened.manifest.sources[id] ? [drift] : []))
  return driftIncidents(known, opened.manifest)
}
