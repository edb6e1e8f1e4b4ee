/** The selection flags of a command → ids. */
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { commandTypes, type IndirectSelection, type PreviousManifest, resolveResourceTypes, selectNodes } from '../select/index.js'
import { explanationLines } from './explain-state.js'
import type { OpenProject } from './open-project.js'
import { type State, textFlag } from './state.js'

export type Selecting = keyof typeof commandTypes

export function select(opened: OpenProject, invocation: Invocation, as: Selecting, state?: State): ReadonlySet<UniqueId> {
  const { flags, events } = invocation
  const words = (name: string) => flags[name] as readonly string[] | undefined
  const previous = state?.previous
  const selected = selectNodes({
    manifest: opened.manifest,
    graph: opened.graph,
    selectors: opened.project.selectors,
    select: words('select'),
    exclude: words('exclude'),
    selector: textFlag(flags.selector),
    indirectSelection: flags.indirectSelection as IndirectSelection | undefined,
    resourceTypes: resolveResourceTypes(commandTypes[as], words('resourceTypes'), words('excludeResourceTypes')),
    includeEmpty: as === 'list',
    previousManifest: previous?.manifest as PreviousManifest | undefined,
    previousResults: previous?.results?.results,
    previousSources: previous?.sources?.results,
    currentSources: previous?.currentSources?.results,
    compareUnrendered: flags.stateModifiedCompareMoreUnrenderedValues === true,
    now: invocation.now,
    verdicts: state?.verdicts,
    emit: (name, data) => events.emit(name, data),
  })
  if (flags.explain === true && as !== 'list')
    for (const msg of explanationLines(opened, state, selected)) events.emit('PrintEvent', { msg })
  return selected
}
