/** `--state`, `--defer-state`, `--defer`: what an earlier run left, for `state:` and `result:` selectors and for unselected refs. */
import { resolve } from 'node:path'
import { type PreviousState, readPreviousState } from '../artifacts/index.js'
import type { DeferRelation } from '../context/index.js'
import type { Invocation } from '../core/invocation.js'
import { isReferable, type UniqueId } from '../core/node.js'
import type { Verdict } from '../select/index.js'
import { stateIsTarget, stateMissing, stateNotGiven } from './errors.js'
import type { OpenProject } from './open-project.js'

export interface State {
  readonly previous: PreviousState | undefined
  /** Relations of the other environment by unique_id; empty without `--defer`. */
  readonly deferred: ReadonlyMap<UniqueId, DeferRelation>
  /** With `--state-compare semantic`: what became of the nodes whose text differs. */
  readonly verdicts?: ReadonlyMap<UniqueId, Verdict>
}

export async function readState(opened: OpenProject, invocation: Invocation): Promise<State> {
  const { flags } = invocation
  const folder = textFlag(flags.state)
  const previous = folder === undefined ? undefined : await readFolder(folder, opened, invocation)
  const deferred = flags.defer === true ? await deferredRelations(opened, invocation, previous) : new Map()
  const verdicts = previous?.manifest && asksForMeaning(invocation) ? await verdictsOn(opened, invocation, previous.manifest) : undefined
  return { previous, deferred, ...(verdicts && { verdicts }) }
}

/** A selector by name may ask for the state as well. */
function asksForMeaning({ flags }: Invocation): boolean {
  if (flags.stateCompare !== 'semantic') return false
  const words = [flags.select, flags.exclude].flatMap((each) => (Array.isArray(each) ? (each as readonly string[]) : []))
  return words.length === 0 || words.some((word) => /state:|selector:/.test(word)) || textFlag(flags.selector) !== undefined
}

/** Loaded only where it is asked for: nothing else here reads SQL. */
async function verdictsOn(...args: Parameters<typeof import('./semantic-state.js').semanticVerdicts>): Promise<State['verdicts']> {
  return await (await import('./semantic-state.js')).semanticVerdicts(...args)
}

/** `clone` is about the other environment's relations whether or not `--defer` is given. */
export async function readStateToClone(opened: OpenProject, invocation: Invocation): Promise<State> {
  const folder = textFlag(invocation.flags.state)
  const previous = folder === undefined ? undefined : await readFolder(folder, opened, invocation)
  return { previous, deferred: await deferredRelations(opened, invocation, previous) }
}

async function deferredRelations(
  opened: OpenProject,
  invocation: Invocation,
  previous: PreviousState | undefined,
): Promise<ReadonlyMap<UniqueId, DeferRelation>> {
  const own = textFlag(invocation.flags.deferState)
  const state = own === undefined ? previous : await readFolder(own, opened, invocation)
  const folder = own ?? textFlag(invocation.flags.state)
  if (folder === undefined) throw stateNotGiven()
  if (!state?.manifest) throw stateMissing(folder, 'manifest.json', own === undefined ? '--state' : '--defer-state')
  const relations = new Map<UniqueId, DeferRelation>()
  for (const node of Object.values(state.manifest.nodes)) {
    if (!isReferable(node) || node.config.materialized === 'ephemeral') continue
    relations.set(node.unique_id, { database: node.database, schema: node.schema, alias: node.alias, relation_name: node.relation_name })
  }
  return relations
}

async function readFolder(folder: string, { targetDir }: OpenProject, invocation: Invocation): Promise<PreviousState> {
  if (resolve(invocation.projectDir, folder) === targetDir) {
    const { code, fields } = stateIsTarget(folder)
    invocation.events.emit('Warning', { code, dbtName: 'WarnStateTargetEqual', ...fields })
  }
  return await readPreviousState(folder, targetDir, invocation)
}

export function textFlag(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
