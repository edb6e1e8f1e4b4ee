/** Expressions to JavaScript. Every call goes through one place, so in the async variant every call is awaited. */
import { Float } from '../../core/float.js'
import { didYouMean } from '../errors.js'
import { filters, tests } from '../runtime/filters.js'
import type * as nodes from '../syntax/nodes.js'
import type { Arguments, Expression } from '../syntax/nodes.js'
import { awaited, constant, type Frame, place, read, reject, temporary } from './frame.js'

type Emit<Name extends Expression['typename']> = (frame: Frame, node: Extract<Expression, { typename: Name }>) => string

const quote = (text: string): string => JSON.stringify(text)
const longText = 80

/** JavaScript for the value of `node`. */
export function expression(frame: Frame, node: Expression): string {
  return (emitters[node.typename] as (frame: Frame, node: Expression) => string)(frame, node)
}

function list(frame: Frame, items: readonly Expression[]): string {
  return items.map((item) => expression(frame, item)).join(',')
}

function nullable(frame: Frame, node: Expression | null): string {
  return node ? expression(frame, node) : 'null'
}

function number(frame: Frame, { value }: nodes.NumberNode): string {
  if (typeof value === 'bigint') return `${value}n`
  return value instanceof Float ? constant(frame.unit, value) : String(value)
}

/** `[positional],{named}` as every runtime operation takes them; `extra` is added to the named. */
export function argumentsOf(frame: Frame, args: Arguments | null, extra = ''): string {
  const spread = args?.star ? `...$.spread(${expression(frame, args.star)})` : ''
  const positional = args ? list(frame, args.positional) : ''
  const named = (args?.named ?? []).map(([name, value]) => `${key(name)}:${expression(frame, value)}`)
  if (extra) named.push(extra)
  let kwargs = named.length > 0 ? `{${named.join(',')}}` : '$.none'
  if (args?.doubleStar) kwargs = `$.kwargs(${named.length > 0 ? kwargs : '{}'},${expression(frame, args.doubleStar)})`
  return `[${positional}${positional && spread ? ',' : ''}${spread}],${kwargs}`
}

/** In brackets, as `{"__proto__": x}` would set a prototype. */
function key(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : quote(name)
}

export function callExpression(frame: Frame, node: nodes.CallNode, extra = ''): string {
  const { callee } = node
  const operations = frame.mapped ? 'M' : '$'
  if (callee.typename === 'Attribute') {
    const owner = expression(frame, callee.target)
    return awaited(frame, `${operations}.method(S,${owner},${quote(callee.name)},${argumentsOf(frame, node.args, extra)},${place(callee)})`)
  }
  const target = expression(frame, callee)
  return awaited(frame, `${operations}.call(S,${target},${argumentsOf(frame, node.args, extra)},${place(node)})`)
}

function filterExpression(frame: Frame, node: nodes.FilterNode): string {
  if (!filters.has(node.name) && !frame.soft) {
    throw reject(frame, `No filter named '${node.name}'.`, node, { hint: didYouMean(node.name, filters.keys()) })
  }
  const target = node.target ? expression(frame, node.target) : (frame.hole ?? 'null')
  const operation = frame.unit.native ? 'nativeFilter' : 'filter'
  return `$.${operation}(S,${quote(node.name)},${target},${argumentsOf(frame, node.args)},${place(node)})`
}

function testExpression(frame: Frame, node: nodes.TestNode): string {
  if (!tests.has(node.name) && !frame.soft) {
    throw reject(frame, `No test named '${node.name}'.`, node, { hint: didYouMean(node.name, tests.keys()) })
  }
  const target = expression(frame, node.target)
  if (!node.args && node.name === 'none') return `(${target}===null)`
  if (!node.args && node.name === 'defined') return `!$.isUndefined(${target})`
  return `$.test(S,${quote(node.name)},${target},${argumentsOf(frame, node.args)},${place(node)})`
}

function itemExpression(frame: Frame, node: nodes.ItemNode): string {
  const owner = expression(frame, node.target)
  const { key: by } = node
  if (by.typename !== 'Slice') return `$.item(S,${owner},${expression(frame, by)},${place(node)})`
  return `$.slice(S,${owner},${nullable(frame, by.start)},${nullable(frame, by.stop)},${nullable(frame, by.step)},${place(node)})`
}

function comparison(frame: Frame, operator: nodes.CompareOperator, left: string, right: string, at: nodes.At): string {
  switch (operator) {
    case '==':
      return `$.equal(${left},${right})`
    case '!=':
      return `!$.equal(${left},${right})`
    case 'in':
    case 'notin': {
      // The member comes first in the template, so it must be evaluated first.
      const member = temporary(frame)
      return `(${member}=${left},${operator === 'in' ? '' : '!'}$.contains(${right},${member},${place(at)}))`
    }
    default:
      return `($.compare(${left},${right},${quote(operator)},${place(at)})${operator}0)`
  }
}

function compareExpression(frame: Frame, node: nodes.CompareNode): string {
  let left = expression(frame, node.expr)
  const parts = node.ops.map((operand, index) => {
    const right = expression(frame, operand.expr)
    const kept = index < node.ops.length - 1 ? temporary(frame) : null
    const part = comparison(frame, operand.type, left, kept ? `(${kept}=${right})` : right, operand)
    left = kept ?? right
    return part
  })
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join('&&')})`
}

/** JavaScript for the truth of `node`, without going through its value where that can be avoided. */
export function condition(frame: Frame, node: Expression): string {
  switch (node.typename) {
    case 'And':
      return `(${condition(frame, node.left)}&&${condition(frame, node.right)})`
    case 'Or':
      return `(${condition(frame, node.left)}||${condition(frame, node.right)})`
    case 'Not':
    case 'Compare':
    case 'Test':
      return expression(frame, node)
    default:
      return `$.truth(${expression(frame, node)})`
  }
}

function logic(frame: Frame, node: nodes.LogicNode): string {
  const kept = temporary(frame)
  const left = `$.truth(${kept}=${expression(frame, node.left)})`
  const right = expression(frame, node.right)
  return node.typename === 'And' ? `(${left}?${right}:${kept})` : `(${left}?${kept}:${right})`
}

function inlineIf(outer: Frame, node: nodes.InlineIfNode): string {
  const frame = { ...outer, soft: true }
  return `(${condition(frame, node.cond)}?${expression(frame, node.body)}:${node.else_ ? expression(frame, node.else_) : '$.noElse()'})`
}

const binary = (frame: Frame, node: nodes.BinaryNode): string =>
  `$.${node.typename}(${expression(frame, node.left)},${expression(frame, node.right)},${place(node)})`

const unary = (frame: Frame, node: nodes.UnaryNode): string =>
  node.typename === 'Not' ? `!${condition(frame, node.target)}` : `$.${node.typename}(${expression(frame, node.target)},${place(node)})`

/** As text, for output and `~`. */
export function textOf(frame: Frame, node: Expression): string {
  if (node.typename === 'Literal' && typeof node.value === 'string') return expression(frame, node)
  return node.typename === 'Concat' ? expression(frame, node) : `$.text(${expression(frame, node)})`
}

const emitters: { readonly [Name in Expression['typename']]: Emit<Name> } = {
  Symbol: (frame, node) => read(frame, node.value),
  Literal: (frame, { value }) =>
    typeof value === 'string' && value.length > longText ? constant(frame.unit, value) : JSON.stringify(value),
  Number: number,
  Array: (frame, node) => `[${list(frame, node.children)}]`,
  Tuple: (frame, node) => `$.tuple([${list(frame, node.children)}])`,
  Dict: (frame, node) =>
    `$.dict([${node.children.map((pair) => `[${expression(frame, pair.key)},${expression(frame, pair.value)}]`).join(',')}])`,
  Attribute: (frame, node) => `$.attr(S,${expression(frame, node.target)},${quote(node.name)},${place(node)})`,
  Item: itemExpression,
  Slice: (frame, node) => `$.sliceValue(${nullable(frame, node.start)},${nullable(frame, node.stop)},${nullable(frame, node.step)})`,
  Call: (frame, node) => callExpression(frame, node),
  Filter: filterExpression,
  Test: testExpression,
  InlineIf: inlineIf,
  Not: unary,
  Neg: unary,
  Pos: unary,
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  FloorDiv: binary,
  Mod: binary,
  Pow: binary,
  And: logic,
  Or: logic,
  Concat: (frame, node) => `(${node.parts.map((part) => textOf(frame, part)).join('+')})`,
  Compare: compareExpression,
}
