/**
 * Our own tree of a query, whatever parser has read it. Expressions keep what lineage and comparison ask for: which
 * columns they read, which queries are inside, what aggregates. Spans are UTF-16 offsets in the text that was parsed.
 */

export interface Span {
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** A token of the text; `word` is lower case, empty for what is none. */
export interface Word extends Span {
  readonly word: string
}

export interface Name {
  readonly text: string
  readonly quoted: boolean
  readonly span?: Span
}

export interface Cte {
  readonly name: Name
  readonly columns: readonly Name[]
  readonly query: Query
}

interface QueryParts {
  readonly ctes: readonly Cte[]
  readonly recursive: boolean
  readonly orderBy: readonly Expression[]
  /** `order by all`. */
  readonly orderAll: boolean
  /** Limit and offset: they shape the rows and read no column of the query. */
  readonly limits: readonly Expression[]
  /** On an outermost query: the tree holds all that the text says, so that two texts can be compared by it. */
  readonly exact?: boolean
}

export interface SelectQuery extends QueryParts {
  readonly kind: 'select'
  /** `select as struct`: one value, whatever the number of items. */
  readonly struct?: true
  readonly items: readonly Item[]
  readonly from: readonly FromItem[]
  readonly where: readonly Expression[]
  readonly groupBy: readonly Expression[]
  /** `group by all`. */
  readonly groupAll: boolean
  readonly having: readonly Expression[]
  readonly qualify: readonly Expression[]
  /** `distinct on (…)`. */
  readonly distinctOn: readonly Expression[]
  readonly distinct: boolean
  readonly windows: readonly { readonly name: Name; readonly base?: Name; readonly parts: readonly Expression[]; readonly form?: string }[]
  /** What stands in each clause, by the clause's first word: for places that no node of the tree has. */
  readonly clauses?: ReadonlyMap<string, readonly Word[]>
}

export interface SetQuery extends QueryParts {
  readonly kind: 'set'
  readonly operator: 'union' | 'except' | 'intersect'
  readonly all: boolean
  readonly byName: boolean
  readonly left: Query
  readonly right: Query
}

export interface ValuesQuery extends QueryParts {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expression[])[]
}

/** A query inside brackets with a clause of its own: `(select …) order by 1`. */
export interface NestedQuery extends QueryParts {
  readonly kind: 'nested'
  readonly query: Query
}

/** One source read as a whole: `table t`, `pivot t on …`, `from t`. */
export type Query = SelectQuery | SetQuery | ValuesQuery | NestedQuery

export type Item = ExpressionItem | StarItem

export interface ExpressionItem {
  readonly kind: 'expression'
  readonly value: Expression
  readonly alias?: Name
  /** Of the value, without the alias; absent where the text does not surely show it. */
  readonly span?: Span
  /** The text there. */
  readonly sql?: string
}

export interface StarItem {
  readonly kind: 'star'
  readonly table?: Name
  readonly except: readonly Name[]
  readonly replace: readonly Replacement[]
  readonly rename: readonly { readonly from: Name; readonly to: Name }[]
  /** `columns('regular expression')`: a part of the name that matches is enough. */
  readonly matching?: string
  /** Function around `columns(…)`, which makes each value a derived one. */
  readonly inside?: boolean
  /** Which columns, a function decides that is not followed: `columns(c -> c like '%id')`. */
  readonly unsure?: boolean
  readonly span?: Span
  /** The text there. */
  readonly sql?: string
}

export interface Replacement {
  readonly name: Name
  readonly value: Expression
  /** Of the value. */
  readonly span?: Span
  readonly sql?: string
}

export interface FromItem {
  readonly source: Source
  /** Absent for the first source and after a comma. */
  readonly join?: Join
}

export interface Join {
  readonly kind: 'inner' | 'left' | 'right' | 'full' | 'cross' | 'semi' | 'anti' | 'asof' | 'positional'
  readonly natural: boolean
  readonly using: readonly Name[]
  readonly on: readonly Expression[]
}

interface SourceParts {
  readonly alias?: Name
  /** Names given to the columns, from the left. */
  readonly columns: readonly Name[]
}

export interface TableSource extends SourceParts {
  readonly kind: 'table'
  /** One to three parts, the relation's own name last. */
  readonly path: readonly Name[]
}

export interface QuerySource extends SourceParts {
  readonly kind: 'query'
  readonly query: Query
}

/** A function or expression in `from`, which may read columns of the sources on its left. */
export interface FunctionSource extends SourceParts {
  readonly kind: 'function'
  readonly name: string
  readonly reads: readonly Expression[]
  readonly ordinality: boolean
}

export interface JoinedSource extends SourceParts {
  readonly kind: 'joined'
  readonly items: readonly FromItem[]
}

export interface PivotSource extends SourceParts {
  readonly kind: 'pivot'
  readonly input: Source
  readonly aggregates: readonly ExpressionItem[]
  readonly keys: readonly Expression[]
  /** New columns, one for each value of the keys; undefined where the data decides. */
  readonly values: readonly Name[] | undefined
  /** Columns kept as they are; undefined: all that are not read otherwise. */
  readonly groups: readonly Expression[] | undefined
}

export interface UnpivotSource extends SourceParts {
  readonly kind: 'unpivot'
  readonly input: Source
  readonly nameColumn: Name
  readonly valueColumns: readonly Name[]
  readonly reads: readonly Expression[]
}

export type Source = TableSource | QuerySource | FunctionSource | JoinedSource | PivotSource | UnpivotSource

export type Expression = ColumnRef | Literal | SubQuery | Lambda | Call

/** `a`, `t.a`, `s.t.a`, or a field of a struct in one of them: which, only a scope can tell. */
export interface ColumnRef {
  readonly kind: 'column'
  readonly path: readonly Name[]
  readonly span?: Span
}

export interface Literal {
  readonly kind: 'literal'
  readonly type: string
  readonly text: string
}

export interface SubQuery {
  readonly kind: 'query'
  readonly role: 'value' | 'rows' | 'exists'
  readonly query: Query
}

export interface Lambda {
  readonly kind: 'lambda'
  readonly parameters: readonly Name[]
  readonly body: Expression
}

/** Everything else: functions, operators, casts, case, windows. */
export interface Call {
  readonly kind: 'call'
  /** Lower case: the function's name, or the operator's: `add`, `cast`, `case`. */
  readonly name: string
  readonly role: 'plain' | 'aggregate' | 'window'
  readonly parts: readonly Expression[]
  /** Name of a window of the same select. */
  readonly window?: Name
  /** What differs between two calls of one name beside their parts: `distinct`, a cast's type, a frame. */
  readonly detail: string
  /** All that is said beside the parts, their places marked. */
  readonly form?: string
  /** The window's own parts begin at `from`. */
  readonly over?: { readonly from: number; readonly form: string }
}
