/** Expressions without names or calls: Jinja2 computes them when it compiles, so in a native rendering they are text. */
import { isMarkFilter } from '../runtime/native-marks.js'
import type { Arguments, Expression } from '../syntax/nodes.js'

export function isConstant(node: Expression): boolean {
  switch (node.typename) {
    case 'Literal':
    case 'Number':
      return true
    case 'Symbol':
    case 'Call':
    case 'Slice':
      return false
    case 'Array':
    case 'Tuple':
      return node.children.every(isConstant)
    case 'Dict':
      return node.children.every((pair) => isConstant(pair.key) && isConstant(pair.value))
    case 'Attribute':
    case 'Not':
    case 'Neg':
    case 'Pos':
      return isConstant(node.target)
    case 'Item':
      return isConstant(node.target) && (node.key.typename === 'Slice' ? constantSlice(node.key) : isConstant(node.key))
    case 'Filter':
      return (
        !isMarkFilter(node.name) &&
        constantFilter(node.name) &&
        node.target !== null &&
        isConstant(node.target) &&
        constantArguments(node.args)
      )
    case 'Test':
      return isConstant(node.target) && constantArguments(node.args)
    case 'InlineIf':
      return isConstant(node.cond) && isConstant(node.body) && (node.else_ === null || isConstant(node.else_))
    case 'Concat':
      return node.parts.every(isConstant)
    case 'Compare':
      return isConstant(node.expr) && node.ops.every((operand) => isConstant(operand.expr))
    default:
      return isConstant(node.left) && isConstant(node.right)
  }
}

/** Filters that need the template's surroundings are left for later, and what answers an iterator cannot be written down. */
function constantFilter(name: string): boolean {
  return !['map', 'select', 'reject', 'selectattr', 'rejectattr', 'random', 'unique', 'batch', 'slice', 'items', 'reverse'].includes(name)
}

function constantSlice({ start, stop, step }: Extract<Expression, { typename: 'Slice' }>): boolean {
  return [start, stop, step].every((part) => part === null || isConstant(part))
}

function constantArguments(args: Arguments | null): boolean {
  if (!args) return true
  if (args.star || args.doubleStar) return false
  return args.positional.every(isConstant) && args.named.every(([, value]) => isConstant(value))
}
