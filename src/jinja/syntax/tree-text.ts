/** A syntax tree as one line of text, in the form `scripts/jinja-oracle.py` writes Python's, so that the two can be compared. */
import { toText } from '../runtime/text.js'
import type { Arguments, Body, DataNode, Expression, IfNode, Parameter, Statement, Target } from './nodes.js'

export function treeText(root: Body): string {
  return `(template ${body(root)})`
}

function ascii(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function body(list: Body | null): string {
  const parts: string[] = []
  let data = ''
  const flush = (): void => {
    if (data !== '') parts.push(ascii(data))
    data = ''
  }
  for (const statement of list?.children ?? []) {
    for (const child of statement.typename === 'Output' ? statement.children : [statement]) {
      if (child.typename === 'TemplateData') {
        data += child.value
        continue
      }
      flush()
      parts.push(statement.typename === 'Output' ? `(print ${expression(child as Expression)})` : statementText(child as Statement))
    }
  }
  flush()
  return `[${parts.join(' ')}]`
}

function all(nodes: readonly Expression[]): string {
  return nodes.map(expression).join(' ')
}

function optional(node: Expression | null): string {
  return node ? expression(node) : '-'
}

function argumentsText(args: Arguments | null): string {
  if (!args) return ''
  const named = args.named.map(([name, value]) => `${name}=${expression(value)}`)
  const star = args.star ? [`*${expression(args.star)}`] : []
  const double = args.doubleStar ? [`**${expression(args.doubleStar)}`] : []
  return [...args.positional.map(expression), ...named, ...star, ...double].join(' ')
}

const compareWords: Readonly<Record<string, string>> = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'lteq', '>': 'gt', '>=': 'gteq' }

function expression(node: Expression): string {
  switch (node.typename) {
    case 'Symbol':
      return node.value
    case 'Literal':
      return typeof node.value === 'string' ? ascii(node.value) : toText(node.value)
    case 'Number':
      return toText(node.value)
    default:
      return `(${compound(node)})`
  }
}

function compound(node: Exclude<Expression, { typename: 'Symbol' | 'Literal' | 'Number' }>): string {
  switch (node.typename) {
    case 'Array':
      return `list ${all(node.children)}`
    case 'Tuple':
      return `tuple ${all(node.children)}`
    case 'Dict':
      return `dict ${node.children.map((pair) => `${expression(pair.key)}:${expression(pair.value)}`).join(' ')}`
    case 'Attribute':
      return `attr ${expression(node.target)} ${node.name}`
    case 'Item':
      return `item ${expression(node.target)} ${expression(node.key)}`
    case 'Slice':
      return `slice ${optional(node.start)} ${optional(node.stop)} ${optional(node.step)}`
    case 'Call':
      return `call ${expression(node.callee)} ${argumentsText(node.args)}`
    case 'Filter':
      return `filter ${node.name} ${optional(node.target)} ${argumentsText(node.args)}`
    case 'Test':
      return `test ${node.name} ${expression(node.target)} ${argumentsText(node.args)}`
    case 'InlineIf':
      return `cond ${expression(node.cond)} ${expression(node.body)} ${optional(node.else_)}`
    case 'Concat':
      return `concat ${all(node.parts)}`
    case 'Compare':
      return `compare ${expression(node.expr)} ${node.ops.map((operand) => `${compareWords[operand.type] ?? operand.type} ${expression(operand.expr)}`).join(' ')}`
    case 'Not':
    case 'Neg':
    case 'Pos':
      return `${node.typename} ${expression(node.target)}`
    default:
      return `${node.typename} ${expression(node.left)} ${expression(node.right)}`
  }
}

function target(node: Target): string {
  if (node.typename === 'Symbol') return node.value
  return node.typename === 'NamespaceTarget' ? `${node.name}.${node.attribute}` : `(tuple ${node.children.map(target).join(' ')})`
}

function signature(parameters: readonly Parameter[]): string {
  return `(${parameters.map(({ name, default: value }) => (value ? `${name}=${expression(value)}` : name)).join(' ')})`
}

function branches(node: IfNode): string {
  const first = `${expression(node.cond)} ${body(node.body)}`
  if (node.else_?.typename === 'If') return `${first} ${branches(node.else_)}`
  return `${first} else ${body(node.else_)}`
}

function statementText(node: Statement): string {
  return `(${statement(node)})`
}

function statement(node: Statement): string {
  switch (node.typename) {
    case 'If':
      return `if ${branches(node)}`
    case 'For': {
      const test = node.test ? ` if ${expression(node.test)}` : ''
      return `for ${target(node.target)} in ${expression(node.iter)}${test}${node.recursive ? ' recursive' : ''} ${body(node.body)} else ${body(node.else_)}`
    }
    case 'Set':
      return `set ${target(node.target)} ${expression(node.value)}`
    case 'SetBlock':
      return `setblock ${target(node.target)} ${optional(node.filter)} ${body(node.body)}`
    case 'Do':
      return `do ${expression(node.expr)}`
    case 'Macro': {
      const adapter = node.adapter === null ? '' : `__${node.adapter}`
      const name = node.kind === 'macro' ? node.name : `${node.kind}__${node.name}${adapter}`
      return `macro ${name} ${signature(node.parameters)} ${body(node.body)}`
    }
    case 'CallBlock':
      return `callblock ${expression(node.call)} ${signature(node.parameters)} ${body(node.body)}`
    case 'FilterBlock':
      return `filterblock ${expression(node.filter)} ${body(node.body)}`
    case 'With':
      return `with ${node.targets.map((one, index) => `${target(one)}=${expression(node.values[index] as Expression)}`).join(' ')} ${body(node.body)}`
    case 'Scope':
      return `scope ${body(node.body)}`
    case 'Output':
      return node.children
        .map((child: Expression | DataNode) => (child.typename === 'TemplateData' ? ascii(child.value) : expression(child)))
        .join(' ')
    default:
      return node.typename.toLowerCase()
  }
}
