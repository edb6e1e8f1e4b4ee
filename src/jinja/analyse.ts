/** The names a template mentions and the calls it makes with literal arguments, read from its syntax without running it. */
import type { Kwargs } from '../core/template-object.js'
import { literalValue } from './literal.js'
import { withinStack } from './nesting.js'
import type { CallNode, Expression, Statement } from './syntax/nodes.js'
import { parseTemplate } from './syntax/template-parser.js'
import { locate } from './syntax/token-parser.js'
import type { StaticCalls, TemplateSource } from './types.js'

type Found = StaticCalls['calls'][number]

export function analyse(source: TemplateSource): StaticCalls {
  if (!/\{[{%]/.test(source.text)) return { names: [], calls: [], complete: true }
  const names = new Set<string>()
  const calls: Found[] = []
  const root = parseTemplate(source)
  withinStack(source, () => collect(source, root, names, calls))
  return { names: [...names], calls, complete: root.children.every(isPlainOutput) }
}

/** Text, or `{{ name(literals) }}`. */
function isPlainOutput(statement: Statement): boolean {
  if (statement.typename !== 'Output') return false
  return statement.children.every((part) => part.typename === 'TemplateData' || (part.typename === 'Call' && literalCall(part) !== null))
}

function literalCall(node: CallNode): { readonly name: string; readonly args: readonly unknown[]; readonly kwargs: Kwargs } | null {
  const { callee, args } = node
  if (callee.typename !== 'Symbol' || args.star || args.doubleStar) return null
  const positional = args.positional.map(literalValue)
  const named = args.named.map(([name, value]) => [name, literalValue(value)] as const)
  if (positional.includes(undefined) || named.some(([, value]) => value === undefined)) return null
  return { name: callee.value, args: positional, kwargs: Object.fromEntries(named) }
}

function collect(source: TemplateSource, value: unknown, names: Set<string>, calls: Found[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(source, item, names, calls)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const node = value as Expression
  if (node.typename === 'Symbol') names.add(node.value)
  if (node.typename === 'Call') {
    const found = literalCall(node)
    const { line, column } = locate(source, node.lineno, node.colno)
    if (found) calls.push({ ...found, line, column })
  }
  for (const field of Object.values(value)) if (typeof field === 'object') collect(source, field, names, calls)
}
