/** What a selection means, whether typed or read from selectors.yml: criteria joined by set operations. */
export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty'

export const indirectSelections: readonly IndirectSelection[] = ['eager', 'cautious', 'buildable', 'empty']

/** Steps along the graph; `all` without a number. */
export type Depth = number | 'all'

export interface Criterion {
  readonly op: 'criterion'
  readonly raw: string
  readonly method: string
  readonly args: readonly string[]
  /** Text when typed; whatever YAML holds in selectors.yml. */
  readonly value: unknown
  readonly childrensParents: boolean
  readonly parents: Depth | undefined
  readonly children: Depth | undefined
  readonly indirect: IndirectSelection
}

export interface SetOperation {
  /** `difference` takes all further members from the first. */
  readonly op: 'union' | 'intersection' | 'difference'
  readonly of: readonly SelectionExpr[]
  readonly indirect: IndirectSelection
  /** Warn under this text when nothing matches. */
  readonly expected?: string
}

export type SelectionExpr = Criterion | SetOperation

export const everything = ['fqn:*', 'source:*', 'exposure:*', 'metric:*', 'semantic_model:*'] as const
