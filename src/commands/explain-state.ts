/** `--explain`: why each selected node counts as modified, and which are left out though their text differs. */
import type { UniqueId } from '../core/node.js'
import { explainState, type ListOutput, listNodes, type PreviousManifest, type StateExplanation } from '../select/index.js'
import type { OpenProject } from './open-project.js'
import type { State } from './state.js'

/** Nothing without a state. */
export function explained(opened: OpenProject, state: State | undefined, selected: ReadonlySet<UniqueId>): StateExplanation {
  const previousManifest = state?.previous?.manifest as PreviousManifest | undefined
  if (!previousManifest) return { selected: new Map(), leftOut: new Map() }
  return explainState({ manifest: opened.manifest, graph: opened.graph, previousManifest, verdicts: state?.verdicts }, selected)
}

export function explanationLines(opened: OpenProject, state: State | undefined, ids: ReadonlySet<UniqueId>): string[] {
  const { selected, leftOut } = explained(opened, state, ids)
  return [...listNodes(opened.manifest, selected.keys(), { reasons: selected }), ...leftOutLines(opened, leftOut)]
}

export function leftOutLines({ manifest }: OpenProject, reasons: StateExplanation['leftOut'], output?: ListOutput): string[] {
  return listNodes(manifest, reasons.keys(), { output, reasons }).map((line) => `left out: ${line}`)
}
