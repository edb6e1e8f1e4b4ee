/**
 * The arguments of a template's `config()` call as they are written, not what they come to: with a behaviour flag dbt keeps
 * them in manifests in the words of Jinja2's syntax tree, and compares them so. Ours have to be the same words.
 */
import { repr } from './runtime/text.js'
import type { Arguments, CallNode, CompareOperator, Expression } from './syntax/nodes.js'
import { parseTemplate } from './syntax/template-parser.js'
import type { TemplateSource } from './types.js'

/** By keyword; empty where the template calls no `config`. */
export function writtenConfig(source: TemplateSource): Readonly<Record<string, string>> {
  const call = findConfig(parseTemplate(source))
  return Object.fromEntries((call?.args.named ?? []).map(([name, value]) => [name, keyword(name, value)]))
}

/** The first one, in the order of the text. */
function findConfig(node: unknown): CallNode | undefined {
  if (Array.isArray(node)) return first(node)
  if (node === null || typeof node !== 'object') return undefined
  const { typename, callee } = node as { readonly typename?: string; readonly callee?: Expression }
  if (typename === 'Call' && callee?.typename === 'Symbol' && callee.value === 'config') return node as CallNode
  return first(Object.values(node))
}

function first(nodes: readonly unknown[]): CallNode | undefined {
  for (const node of nodes) {
    const found = findConfig(node)
    if (found) return found
  }
  return undefined
}

function keyword(name: string, value: Expression): string {
  return `Keyword(key=${repr(name)}, value=${tree(value)})`
}

const operators: Readonly<Record<CompareOperator, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lteq',
  '>': 'gt',
  '>=': 'gteq',
  in: 'in',
  notin: 'notin',
}

function tree(node: Expression | null): string {
  if (node === null) return 'None'
  switch (node.typename) {
    case 'Symbol':
      return `Name(name=${repr(node.value)}, ctx='load')`
    case 'Literal':
    case 'Number':
      return `Const(value=${repr(node.value)})`
    case 'Array':
      return `List(items=${list(node.children)})`
    case 'Tuple':
      return `Tuple(items=${list(node.children)}, ctx='load')`
    case 'Dict':
      return `Dict(items=[${node.children.map(({ key, value }) => `Pair(key=${tree(key)}, value=${tree(value)})`).join(', ')}])`
    case 'Attribute':
      return `Getattr(node=${tree(node.target)}, attr=${repr(node.name)}, ctx='load')`
    case 'Item':
      return `Getitem(node=${tree(node.target)}, arg=${tree(node.key)}, ctx='load')`
    case 'Slice':
      return `Slice(start=${tree(node.start)}, stop=${tree(node.stop)}, step=${tree(node.step)})`
    case 'Call':
      return `Call(node=${tree(node.callee)}, ${argumentsOf(node.args)})`
    case 'Filter':
    case 'Test':
      return `${node.typename}(node=${tree(node.target)}, name=${repr(node.name)}, ${argumentsOf(node.args)})`
    default:
      return operation(node)
  }
}

type Operation = Exclude<
  Expression,
  { typename: 'Symbol' | 'Literal' | 'Number' | 'Array' | 'Tuple' | 'Dict' | 'Attribute' | 'Item' | 'Slice' | 'Call' | 'Filter' | 'Test' }
>

function operation(node: Operation): string {
  switch (node.typename) {
    case 'InlineIf':
      return `CondExpr(test=${tree(node.cond)}, expr1=${tree(node.body)}, expr2=${tree(node.else_)})`
    case 'Not':
    case 'Neg':
    case 'Pos':
      return `${node.typename}(node=${tree(node.target)})`
    case 'Concat':
      return `Concat(nodes=${list(node.parts)})`
    case 'Compare': {
      const ops = node.ops.map(({ type, expr }) => `Operand(op=${repr(operators[type])}, expr=${tree(expr)})`)
      return `Compare(expr=${tree(node.expr)}, ops=[${ops.join(', ')}])`
    }
    default:
      return `${node.typename}(left=${tree(node.left)}, right=${tree(node.right)})`
  }
}

function argumentsOf(given: Arguments | null): string {
  const { positional = [], named = [], star = null, doubleStar = null } = given ?? {}
  const keywords = named.map(([name, value]) => keyword(name, value)).join(', ')
  return `args=${list(positional)}, kwargs=[${keywords}], dyn_args=${tree(star)}, dyn_kwargs=${tree(doubleStar)}`
}

function list(nodes: readonly Expression[]): string {
  return `[${nodes.map(tree).join(', ')}]`
}
