/** Errors of the dependency graph. */
import { SluiceError, type SourceLocation } from '../core/error.js'
import type { UniqueId } from '../core/node.js'

export interface CycleStep {
  readonly id: UniqueId
  /** Where this node refers to the next one. */
  readonly location: SourceLocation | undefined
}

/** `cycle` names each node once; every node refers to the next, the last to the first. */
export function graphCycle(cycle: readonly CycleStep[]): SluiceError {
  const path = [...cycle, cycle[0]].map((step) => shortName(step?.id ?? '')).join(' → ')
  const [first, ...rest] = cycle
  return new SluiceError('GRAPH_CYCLE', {
    message: `these resources depend on each other: ${path}`,
    location: first?.location,
    nodeId: first?.id,
    expected: 'dependencies that run one way only',
    hint: 'remove one of these references, or move the shared logic into a model that both read',
    related: rest.flatMap((step, index) =>
      step.location
        ? [{ message: `${shortName(step.id)} refers to ${shortName(cycle[index + 2]?.id ?? first?.id ?? '')}`, location: step.location }]
        : [],
    ),
  })
}

export function dependencyMissing(from: UniqueId, to: UniqueId, location: SourceLocation | undefined): SluiceError {
  return new SluiceError('GRAPH_DEPENDENCY_MISSING', {
    message: `${shortName(from)} depends on "${to}", which the project does not have`,
    location,
    nodeId: from,
    expected: 'a model, seed, snapshot, source, metric, semantic model or function that is enabled',
  })
}

/** `model.shop.orders` → `orders`; the kind is kept where it is not a model. */
function shortName(id: UniqueId): string {
  const [kind, , ...name] = id.split('.')
  return kind === 'model' ? name.join('.') : `${kind} ${name.join('.')}`
}
