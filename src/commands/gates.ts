/** Gates of the sources that a run reads, read and checked before anything starts; nothing where no source has one. */
import { Cursor, type CursorSource } from '../core/cursor.js'
import type { Invocation } from '../core/invocation.js'
import type { SourceNode, UniqueId } from '../core/node.js'
import { ownSetting } from '../core/own-setting.js'
import { readSettings } from '../load/index.js'
import type { Probe } from '../probe/index.js'
import type { RunOptions } from '../run/index.js'
import type { OpenProject } from './open-project.js'

export interface OpenGates {
  readonly gates: NonNullable<RunOptions['gates']>
  close(): Promise<void>
}

const building = new Set(['build', 'run', 'snapshot'])

/** Undefined where nothing is gated: then nothing of it is loaded. */
export async function openGates(opened: OpenProject, invocation: Invocation): Promise<OpenGates | undefined> {
  if (!building.has(invocation.flags.which) || invocation.flags.empty) return undefined
  const gated = Object.values(opened.manifest.sources).filter((source) => ownSetting(source, 'gate') !== undefined)
  if (gated.length === 0) return undefined
  const [{ readGate, readProbeOrName, readProbes }, { Connections, probeMeans }] = await Promise.all([
    import('../probe/index.js'),
    import('./connections.js'),
  ])
  const named = readProbes(readSettings(opened.project, invocation, 'probes'))
  const checks = new Map<UniqueId, ReturnType<typeof readGate>>()
  const probes = new Map<UniqueId, Probe>()
  for (const source of gated) {
    const [gate, probe] = [settingOf(opened, source, 'gate'), settingOf(opened, source, 'probe')]
    if (gate && gate.value !== false) checks.set(source.unique_id, readGate(gate, named))
    if (probe) probes.set(source.unique_id, readProbeOrName(probe, named))
  }
  const connections = new Connections(opened, invocation)
  return { gates: { checks, probes, means: probeMeans(opened, invocation, connections) }, close: () => connections.close() }
}

function settingOf({ manifest }: OpenProject, source: SourceNode, key: string): Cursor | undefined {
  const value = ownSetting(source, key)
  const from: CursorSource = { code: 'SETTINGS_INVALID', locate: () => manifest.locations.get(source.unique_id) }
  return value === undefined ? undefined : new Cursor({ [key]: value }, from).at(key)
}
