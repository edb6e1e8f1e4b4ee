/**
 * The calls a template makes, told from its syntax: which happen exactly once whatever the values are, and which depend on
 * them. Where nothing of interest depends on values, a template need not be run to know what it asks for.
 */
import type { Kwargs } from '../core/template-object.js'
import { literalValue } from './literal.js'
import type { Arguments, Body, CallNode, Expression, IfNode, Statement, Target } from './syntax/nodes.js'
import type { Outline, OutlineCall } from './types.js'

interface Collector {
  readonly calls: OutlineCall[]
  readonly names: Set<string>
  readonly assigned: Set<string>
  plain: boolean
}

export function outlineOf(root: Body): Outline {
  const found: Collector = { calls: [], names: new Set(), assigned: new Set(), plain: true }
  body(found, root, true)
  return found
}

function body(found: Collector, node: Body | IfNode | null, certain: boolean): void {
  if (!node) return
  if (node.typename === 'If') statement(found, node, certain)
  else for (const child of node.children) statement(found, child, certain)
}

function statement(found: Collector, node: Statement, certain: boolean): void {
  switch (node.typename) {
    case 'Output':
      for (const part of node.children) if (part.typename !== 'TemplateData') expression(found, part, certain)
      return
    case 'Set':
      expression(found, node.value, certain)
      assign(found, node.target)
      return
    case 'If':
      expression(found, node.cond, certain)
      body(found, node.body, false)
      body(found, node.else_, false)
      return
    case 'For':
      expression(found, node.iter, certain)
      expression(found, node.test, false)
      assign(found, node.target)
      body(found, node.body, false)
      body(found, node.else_, false)
      return
    case 'Do':
      expression(found, node.expr, certain)
      return
    case 'Break':
    case 'Continue':
      return
    default:
      blocks(found, node, certain)
  }
}

type Block = Exclude<Statement, { typename: 'Output' | 'Set' | 'If' | 'For' | 'Do' | 'Break' | 'Continue' }>

function blocks(found: Collector, node: Block, certain: boolean): void {
  switch (node.typename) {
    case 'SetBlock':
      body(found, node.body, certain)
      if (node.filter) argumentsOf(found, node.filter.args, certain)
      assign(found, node.target)
      return
    case 'With':
      for (const value of node.values) expression(found, value, certain)
      for (const target of node.targets) assign(found, target)
      body(found, node.body, certain)
      return
    case 'Scope':
      body(found, node.body, certain)
      return
    case 'FilterBlock':
      body(found, node.body, certain)
      argumentsOf(found, node.filter.args, certain)
      return
    case 'CallBlock':
      callOf(found, node.call, certain)
      for (const parameter of node.parameters) found.assigned.add(parameter.name)
      body(found, node.body, false)
      return
    default:
      // A macro of the template's own.
      found.plain = false
  }
}

function assign(found: Collector, target: Target): void {
  if (target.typename === 'Tuple') for (const part of target.children) assign(found, part)
  else if (target.typename === 'Symbol') found.assigned.add(target.value)
  else found.names.add(target.name)
}

function expression(found: Collector, node: Expression | null, certain: boolean): void {
  if (!node) return
  switch (node.typename) {
    case 'Symbol':
      found.names.add(node.value)
      return
    case 'Literal':
    case 'Number':
      return
    case 'Call':
      callOf(found, node, certain)
      return
    case 'InlineIf':
      expression(found, node.cond, certain)
      expression(found, node.body, false)
      expression(found, node.else_, false)
      return
    case 'And':
    case 'Or':
      expression(found, node.left, certain)
      expression(found, node.right, false)
      return
    case 'Compare':
      expression(found, node.expr, certain)
      for (const [index, operand] of node.ops.entries()) expression(found, operand.expr, certain && index === 0)
      return
    default:
      for (const part of partsOf(node)) expression(found, part, certain)
  }
}

type Composite = Exclude<Expression, { typename: 'Symbol' | 'Literal' | 'Number' | 'Call' | 'InlineIf' | 'And' | 'Or' | 'Compare' }>

/** Expressions all of whose parts are evaluated, in order. */
function partsOf(node: Composite): readonly (Expression | null)[] {
  switch (node.typename) {
    case 'Array':
    case 'Tuple':
      return node.children
    case 'Dict':
      return node.children.flatMap((pair) => [pair.key, pair.value])
    case 'Attribute':
    case 'Not':
    case 'Neg':
    case 'Pos':
      return [node.target]
    case 'Item':
      return [node.target, node.key]
    case 'Slice':
      return [node.start, node.stop, node.step]
    case 'Filter':
    case 'Test':
      return [node.target, ...partsOfArguments(node.args)]
    case 'Concat':
      return node.parts
    default:
      return [node.left, node.right]
  }
}

function partsOfArguments(args: Arguments | null): readonly (Expression | null)[] {
  return args ? [...args.positional, ...args.named.map(([, value]) => value), args.star, args.doubleStar] : []
}

function argumentsOf(found: Collector, args: Arguments | null, certain: boolean): void {
  for (const part of partsOfArguments(args)) expression(found, part, certain)
}

/** What is called, then its arguments, then the call itself: the order they run in. */
function callOf(found: Collector, node: CallNode, certain: boolean): void {
  const { callee, args } = node
  const path = pathOf(callee)
  if (path.length === 0 || path[0] === '') expression(found, callee, certain)
  argumentsOf(found, args, certain)
  const kwargs: Kwargs = Object.fromEntries(args.named.map(([name, value]) => [name, literalValue(value)]))
  found.calls.push({
    path,
    certain,
    args: args.positional.map(literalValue),
    kwargs,
    spread: args.star !== null || args.doubleStar !== null,
  })
}

function pathOf(callee: Expression): readonly string[] {
  if (callee.typename === 'Symbol') return [callee.value]
  if (callee.typename !== 'Attribute') return []
  return [callee.target.typename === 'Symbol' ? callee.target.value : '', callee.name]
}
