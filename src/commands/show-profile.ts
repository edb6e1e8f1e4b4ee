/** `show --profile`: what the values of the selected tables are like. Each profile is kept, and compared with the one before. */
import { writeAtomic } from '../artifacts/index.js'
import { relationOfSource } from '../context/index.js'
import type { Invocation } from '../core/invocation.js'
import type { ManifestNode, SourceNode } from '../core/node.js'
import {
  type DiffSide,
  privateColumns,
  profileChanges,
  profileFile,
  profileRelation,
  profileText,
  readProfile,
  type Sample,
} from '../observe/index.js'
import type { CommandResult } from './command.js'
import { badValue, nothingToShow, usage } from './errors.js'
import { type OpenProject, openProject } from './open-project.js'
import { select } from './selection.js'
import { textFlag } from './state.js'
import { withRuntime } from './warehouse.js'

export async function showProfile(invocation: Invocation): Promise<CommandResult> {
  const { flags, events } = invocation
  if (flags.inline !== undefined || flags.inlineDirect !== undefined)
    throw usage('--profile is of tables that are there, not of --inline SQL', { next: 'sluice show --select my_model --profile' })
  if ((flags.select as readonly string[]).length === 0 && !flags.selector) throw nothingToShow()
  const sample = sampleOf(textFlag(flags.sample))
  const opened = await openProject(invocation)
  const selected = select(opened, invocation, 'list')
  const { nodes, sources } = opened.manifest
  const wanted = [...selected].flatMap((id) => nodes[id] ?? sources[id] ?? []).filter(isTable)
  if (wanted.length === 0) events.emit('NothingToDo', {})
  const value = await withRuntime(opened, invocation, { selected }, async (runtime) => {
    const connection = await runtime.adapter.connect('profile')
    const profiles: unknown[] = []
    try {
      for (const node of wanted) profiles.push(await profileOne(node, opened, { runtime, connection }, sample))
    } finally {
      await connection.close()
    }
    return profiles
  })
  if (flags.output === 'json') events.emit('PrintEvent', { msg: JSON.stringify(value, null, 2) })
  return { success: true, value }
}

async function profileOne(
  node: ManifestNode | SourceNode,
  { project, targetDir }: OpenProject,
  { runtime, connection }: Pick<DiffSide, 'runtime' | 'connection'>,
  sample: Sample | null,
): Promise<unknown> {
  const { events, flags, now } = runtime.invocation
  const isSource = node.resource_type === 'source'
  const relation = isSource ? relationOfSource(runtime.module, project.root.config.quoting, node) : runtime.relationOf(node)
  const name = isSource ? `${node.source_name}.${node.name}` : node.name
  const side = { asked: name, relation, target: project.target.name, runtime, connection }
  const profile = await profileRelation({ side, node: node.unique_id, name, sample, hidden: privateColumns(node), now: now() })
  const before = readProfile(targetDir, node.unique_id)?.now ?? null
  const changes = before && profileChanges(before, profile)
  if (flags.writeJson !== false) await writeAtomic(profileFile(targetDir, node.unique_id), [JSON.stringify({ now: profile, before })])
  if (flags.output !== 'json') events.emit('PrintEvent', { msg: profileText(profile, changes) })
  return { ...profile, changes }
}

function isTable(node: ManifestNode | SourceNode): boolean {
  if (node.resource_type === 'source') return true
  return ['model', 'seed', 'snapshot'].includes(node.resource_type) && node.config.materialized !== 'ephemeral'
}

function sampleOf(text: string | undefined): Sample | null {
  if (text === undefined) return null
  const [, digits, percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? []
  const value = Number(digits)
  const valid = digits !== undefined && value > 0 && (percent === '%' ? value <= 100 : Number.isInteger(value))
  if (!valid) throw badValue('--sample', text, 'a share such as 1%, or a number of rows')
  return percent === '%' ? { by: 'share', value: value / 100 } : { by: 'rows', value }
}
