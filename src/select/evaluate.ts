/** SelectionExpr → ids, as the set operations say. */
import type { UniqueId } from '../core/node.js'
import type { SelectionEnv } from './environment.js'
import type { Criterion, Depth, SelectionExpr, SetOperation } from './expression.js'
import { addTests, joinWaiting, type Selected } from './indirect.js'
import { methods } from './methods/index.js'

type Ids = ReadonlySet<UniqueId>

export function evaluate(expression: SelectionExpr, env: SelectionEnv): Selected {
  return expression.op === 'criterion' ? evaluateCriterion(expression, env) : evaluateOperation(expression, env)
}

function evaluateCriterion(criterion: Criterion, env: SelectionEnv): Selected {
  const matched = matching(criterion, env)
  const selected = new Set([...matched, ...relatives(criterion, matched, env)])
  return addTests(selected, criterion.indirect, env.graph, env.manifest)
}

function matching(criterion: Criterion, env: SelectionEnv): Ids {
  const matches = methods[criterion.method]?.prepare(criterion.value, criterion.args, env)
  if (typeof matches !== 'function') return matches ?? new Set()
  return new Set(env.resources.filter(matches).map((resource) => resource.unique_id))
}

function* relatives(criterion: Criterion, matched: Ids, { graph }: SelectionEnv): Generator<UniqueId> {
  if (criterion.childrensParents) {
    const family = new Set([...graph.descendants(matched), ...matched])
    yield* family
    yield* graph.ancestors(family)
  }
  if (criterion.parents !== undefined) yield* graph.ancestors(matched, steps(criterion.parents))
  if (criterion.children !== undefined) yield* graph.descendants(matched, steps(criterion.children))
}

function steps(depth: Depth): number {
  return depth === 'all' ? Number.POSITIVE_INFINITY : depth
}

/** Tests still waiting go through the same operation, beside what is selected, and join at the end where they may. */
function evaluateOperation(operation: SetOperation, env: SelectionEnv): Selected {
  const members = operation.of.map((member) => evaluate(member, env))
  const direct = combine(
    operation.op,
    members.map((member) => member.direct),
  )
  const waiting = combine(
    operation.op,
    members.map((member) => (member.waiting.size === 0 ? member.direct : new Set([...member.direct, ...member.waiting]))),
  )
  const joined = joinWaiting({ direct, waiting }, operation.indirect, env.graph, env.manifest)
  if (operation.expected !== undefined && joined.size === 0) env.emit('NoNodesForSelectionCriteria', { spec_raw: operation.expected })
  return { direct: joined, waiting }
}

function combine(op: SetOperation['op'], sets: readonly Ids[]): Ids {
  const [first, ...rest] = sets
  if (first === undefined) return new Set()
  if (op === 'union') return new Set(sets.flatMap((set) => [...set]))
  const keep =
    op === 'intersection' ? (id: UniqueId) => rest.every((set) => set.has(id)) : (id: UniqueId) => !rest.some((set) => set.has(id))
  return new Set([...first].filter(keep))
}
