/**
 * The syntax tree: nunjucks' node classes where Jinja2 agrees with them, our own (made with `Node.extend`) where it does not.
 * `lineno` and `colno` are 0-based, as in nunjucks.
 */
import nunjucks, { type NodeClass } from 'nunjucks/src/nodes.js'
import type { Float } from '../../core/float.js'

export interface At {
  readonly lineno: number
  readonly colno: number
}

interface Node<Name extends string> extends At {
  readonly typename: Name
}

export interface NameNode extends Node<'Symbol'> {
  readonly value: string
}
export interface LiteralNode extends Node<'Literal'> {
  readonly value: string | boolean | null
}
export interface NumberNode extends Node<'Number'> {
  readonly value: number | bigint | Float
}
export interface ArrayNode extends Node<'Array'> {
  readonly children: readonly Expression[]
}
export interface TupleNode extends Node<'Tuple'> {
  readonly children: readonly Expression[]
}
export interface PairNode extends Node<'Pair'> {
  readonly key: Expression
  readonly value: Expression
}
export interface DictNode extends Node<'Dict'> {
  readonly children: readonly PairNode[]
}
export interface AttributeNode extends Node<'Attribute'> {
  readonly target: Expression
  readonly name: string
}
export interface ItemNode extends Node<'Item'> {
  readonly target: Expression
  readonly key: Expression
}
export interface SliceNode extends Node<'Slice'> {
  readonly start: Expression | null
  readonly stop: Expression | null
  readonly step: Expression | null
}
export interface Arguments {
  readonly positional: readonly Expression[]
  readonly named: readonly (readonly [string, Expression])[]
  readonly star: Expression | null
  readonly doubleStar: Expression | null
}
export interface CallNode extends Node<'Call'> {
  readonly callee: Expression
  readonly args: Arguments
}
export interface FilterNode extends Node<'Filter'> {
  /** Null at the head of a filter block. */
  readonly target: Expression | null
  readonly name: string
  readonly args: Arguments | null
}
export interface TestNode extends Node<'Test'> {
  readonly target: Expression
  readonly name: string
  readonly args: Arguments | null
}
export interface InlineIfNode extends Node<'InlineIf'> {
  readonly body: Expression
  readonly cond: Expression
  readonly else_: Expression | null
}
export interface UnaryNode extends Node<'Not' | 'Neg' | 'Pos'> {
  readonly target: Expression
}
export type BinaryName = 'Add' | 'Sub' | 'Mul' | 'Div' | 'FloorDiv' | 'Mod' | 'Pow'
export interface BinaryNode extends Node<BinaryName> {
  readonly left: Expression
  readonly right: Expression
}
export interface LogicNode extends Node<'And' | 'Or'> {
  readonly left: Expression
  readonly right: Expression
}
export interface ConcatNode extends Node<'Concat'> {
  readonly parts: readonly Expression[]
}
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'notin'
export interface CompareOperandNode extends Node<'CompareOperand'> {
  readonly expr: Expression
  readonly type: CompareOperator
}
export interface CompareNode extends Node<'Compare'> {
  readonly expr: Expression
  readonly ops: readonly CompareOperandNode[]
}
export type Expression =
  | NameNode
  | LiteralNode
  | NumberNode
  | ArrayNode
  | TupleNode
  | DictNode
  | AttributeNode
  | ItemNode
  | SliceNode
  | CallNode
  | FilterNode
  | TestNode
  | InlineIfNode
  | UnaryNode
  | BinaryNode
  | LogicNode
  | ConcatNode
  | CompareNode

export interface DataNode extends Node<'TemplateData'> {
  readonly value: string
}
export interface OutputNode extends Node<'Output'> {
  readonly children: readonly (Expression | DataNode)[]
}
export interface Body extends Node<'NodeList' | 'Root'> {
  readonly children: readonly Statement[]
}
export interface NamespaceTargetNode extends Node<'NamespaceTarget'> {
  readonly name: string
  readonly attribute: string
}
export interface TargetTupleNode extends Node<'Tuple'> {
  readonly children: readonly Target[]
}
export type Target = NameNode | TargetTupleNode | NamespaceTargetNode
export interface SetNode extends Node<'Set'> {
  readonly target: Target
  readonly value: Expression
}
export interface SetBlockNode extends Node<'SetBlock'> {
  readonly target: Target
  readonly filter: FilterNode | null
  readonly body: Body
}
export interface IfNode extends Node<'If'> {
  readonly cond: Expression
  readonly body: Body
  readonly else_: Body | IfNode | null
}
export interface ForNode extends Node<'For'> {
  readonly target: Target
  readonly iter: Expression
  readonly test: Expression | null
  readonly body: Body
  readonly else_: Body | null
  readonly recursive: boolean
}
export interface DoNode extends Node<'Do'> {
  readonly expr: Expression
}
export interface JumpNode extends Node<'Break' | 'Continue'> {}
export interface Parameter extends At {
  readonly name: string
  readonly default: Expression | null
}
export type MacroKind = 'macro' | 'test' | 'data_test' | 'materialization' | 'docs' | 'snapshot'
export interface MacroNode extends Node<'Macro'> {
  readonly kind: MacroKind
  /** As written. */
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: Body
  /** Of a materialization. */
  readonly adapter: string | null
}
export interface CallBlockNode extends Node<'CallBlock'> {
  readonly call: CallNode
  readonly parameters: readonly Parameter[]
  readonly body: Body
}
export interface FilterBlockNode extends Node<'FilterBlock'> {
  readonly filter: FilterNode
  readonly body: Body
}
export interface WithNode extends Node<'With'> {
  readonly targets: readonly Target[]
  readonly values: readonly Expression[]
  readonly body: Body
}
/** `{% block %}` and `{% autoescape %}`: a scope of its own, nothing more without inheritance and escaping. */
export interface ScopeNode extends Node<'Scope'> {
  readonly body: Body
}
export type Statement =
  | OutputNode
  | SetNode
  | SetBlockNode
  | IfNode
  | ForNode
  | DoNode
  | JumpNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | WithNode
  | ScopeNode

type Fields<T> = Omit<T, 'typename' | keyof At>
type Constructor<T> = new (lineno: number, colno: number, ...fields: Fields<T>[keyof Fields<T>][]) => T

/** A subclass whose fields are stored without nunjucks' per-node closure: nodes are made by the hundred thousand. */
function subclass<T>(base: NodeClass, typename: string, fields: readonly (keyof Fields<T> & string)[]): Constructor<T> {
  const init = function (this: Record<string, unknown>, lineno: number, colno: number, ...values: unknown[]): void {
    this['lineno'] = lineno
    this['colno'] = colno
    for (let index = 0; index < fields.length; index++) this[fields[index] as string] = values[index] ?? null
  }
  const made = base.extend(typename)
  // On the prototype, as nunjucks has `fields` there as a getter and would wrap an `init` given to extend().
  Object.defineProperties((made as unknown as { prototype: object }).prototype, { fields: { value: fields }, init: { value: init } })
  return made as unknown as Constructor<T>
}

const base = nunjucks
export const Name = subclass<NameNode>(base.Symbol, 'Symbol', ['value'])
export const Literal = subclass<LiteralNode>(base.Literal, 'Literal', ['value'])
export const NumberLiteral = subclass<NumberNode>(base.Node, 'Number', ['value'])
export const ArrayLiteral = subclass<ArrayNode>(base.Array, 'Array', ['children'])
export const TupleLiteral = subclass<TupleNode>(base.Array, 'Tuple', ['children'])
export const TargetTuple = subclass<TargetTupleNode>(base.Array, 'Tuple', ['children'])
export const Pair = subclass<PairNode>(base.Pair, 'Pair', ['key', 'value'])
export const DictLiteral = subclass<DictNode>(base.Dict, 'Dict', ['children'])
export const Attribute = subclass<AttributeNode>(base.Node, 'Attribute', ['target', 'name'])
export const Item = subclass<ItemNode>(base.Node, 'Item', ['target', 'key'])
export const Slice = subclass<SliceNode>(base.Node, 'Slice', ['start', 'stop', 'step'])
export const Call = subclass<CallNode>(base.Node, 'Call', ['callee', 'args'])
export const Filter = subclass<FilterNode>(base.Node, 'Filter', ['target', 'name', 'args'])
export const Test = subclass<TestNode>(base.Node, 'Test', ['target', 'name', 'args'])
export const InlineIf = subclass<InlineIfNode>(base.InlineIf, 'InlineIf', ['body', 'cond', 'else_'])
export const Not = subclass<UnaryNode>(base.Not, 'Not', ['target'])
export const Neg = subclass<UnaryNode>(base.Neg, 'Neg', ['target'])
export const Pos = subclass<UnaryNode>(base.Pos, 'Pos', ['target'])
const binary = (name: BinaryName): Constructor<BinaryNode> => subclass<BinaryNode>(base[name], name, ['left', 'right'])
export const Binary: Readonly<Record<BinaryName, Constructor<BinaryNode>>> = {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div'),
  FloorDiv: binary('FloorDiv'),
  Mod: binary('Mod'),
  Pow: binary('Pow'),
}
export const Concat = subclass<ConcatNode>(base.Node, 'Concat', ['parts'])
export const Compare = subclass<CompareNode>(base.Compare, 'Compare', ['expr', 'ops'])
export const CompareOperand = subclass<CompareOperandNode>(base.CompareOperand, 'CompareOperand', ['expr', 'type'])
export const Data = subclass<DataNode>(base.TemplateData, 'TemplateData', ['value'])
export const Output = subclass<OutputNode>(base.Output, 'Output', ['children'])
export const NamespaceTarget = subclass<NamespaceTargetNode>(base.Node, 'NamespaceTarget', ['name', 'attribute'])
export const Assign = subclass<SetNode>(base.Node, 'Set', ['target', 'value'])
export const SetBlock = subclass<SetBlockNode>(base.Node, 'SetBlock', ['target', 'filter', 'body'])
export const If = subclass<IfNode>(base.If, 'If', ['cond', 'body', 'else_'])
export const For = subclass<ForNode>(base.Node, 'For', ['target', 'iter', 'test', 'body', 'else_', 'recursive'])
export const Do = subclass<DoNode>(base.Node, 'Do', ['expr'])
export const Break = subclass<JumpNode>(base.Node, 'Break', [])
export const Continue = subclass<JumpNode>(base.Node, 'Continue', [])
export const Macro = subclass<MacroNode>(base.Node, 'Macro', ['kind', 'name', 'parameters', 'body', 'adapter'])
export const CallBlock = subclass<CallBlockNode>(base.Node, 'CallBlock', ['call', 'parameters', 'body'])
export const FilterBlock = subclass<FilterBlockNode>(base.Node, 'FilterBlock', ['filter', 'body'])
export const With = subclass<WithNode>(base.Node, 'With', ['targets', 'values', 'body'])
export const Scoped = subclass<ScopeNode>(base.Node, 'Scope', ['body'])
