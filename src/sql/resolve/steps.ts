/** The items of selects through which a value came, kept as it comes and told at the end. */
import type { Span } from '../ir.js'

export interface Step {
  /** Name of the common table expression, or alias of the query, that the item stands in; null for the query itself. */
  readonly within: string | null
  /** The item's text, without its alias. */
  readonly sql: string
}

export interface StepNode extends Step {
  readonly span: Span
  /** The items its columns come from. */
  readonly from: readonly StepNode[]
}

/** A column with more steps than this is not read by anybody to the end. */
const mostSteps = 100

export function joinSteps(all: readonly (readonly StepNode[] | undefined)[]): readonly StepNode[] | undefined {
  const some = all.filter((each) => each !== undefined && each.length > 0)
  if (some.length < 2) return some[0]
  return [...new Set(some.flat())] as StepNode[]
}

/** A step of its own; those whose text stands inside it are told by it. */
export function stepAt(within: string | null, item: { readonly span: Span; readonly sql: string }, from: Iterable<StepNode>): StepNode {
  return { within, sql: item.sql, span: item.span, from: outside(from, item.span) }
}

function outside(nodes: Iterable<StepNode>, span: Span): StepNode[] {
  const out = new Set<StepNode>()
  for (const node of nodes) {
    const inside = node.span.start >= span.start && node.span.end <= span.end
    for (const each of inside ? outside(node.from, span) : [node]) out.add(each)
  }
  return [...out]
}

/** Each once, every item before those it is made of. */
export function stepsInOrder(nodes: readonly StepNode[] | undefined): Step[] {
  if (!nodes) return []
  const seen = new Set<StepNode>()
  const after: StepNode[] = []
  const visit = (node: StepNode): void => {
    if (seen.has(node) || seen.size >= mostSteps) return
    seen.add(node)
    for (let index = node.from.length - 1; index >= 0; index--) visit(node.from[index] as StepNode)
    after.push(node)
  }
  for (let index = nodes.length - 1; index >= 0; index--) visit(nodes[index] as StepNode)
  const told = new Set<string>()
  return after.reverse().flatMap(({ within, sql }) => {
    const key = `${within}\u0000${sql}`
    if (told.has(key)) return []
    told.add(key)
    return [{ within, sql }]
  })
}
