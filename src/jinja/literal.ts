/** Values of expressions made of literals only; and Python's `literal_eval`, which reads such an expression from text. */
import { PyDict, PySet } from './runtime/containers.js'
import { negate, positive } from './runtime/operators.js'
import { Tuple } from './runtime/values.js'
import type { Expression } from './syntax/nodes.js'
import { parseLiteralText } from './syntax/template-parser.js'

/** Undefined where the expression is not a literal; literals are never undefined. New lists and dicts each time. */
export function literalValue(node: Expression): unknown {
  switch (node.typename) {
    case 'Literal':
    case 'Number':
      return node.value
    case 'Array':
      return listOf(node.children)
    case 'Tuple': {
      const items = listOf(node.children)
      return items && Tuple.from(items)
    }
    case 'Dict':
      return dictOf(node.children)
    case 'Neg':
    case 'Pos':
      return signed(node.typename, node.target)
    default:
      return undefined
  }
}

function listOf(nodes: readonly Expression[]): unknown[] | undefined {
  const items = nodes.map(literalValue)
  return items.includes(undefined) ? undefined : items
}

function dictOf(pairs: readonly { readonly key: Expression; readonly value: Expression }[]): PyDict | undefined {
  const entries = pairs.map((pair): [unknown, unknown] => [literalValue(pair.key), literalValue(pair.value)])
  return entries.some((entry) => entry.includes(undefined)) ? undefined : new PyDict(entries)
}

function signed(sign: 'Neg' | 'Pos', target: Expression): unknown {
  if (target.typename !== 'Number') return undefined
  return sign === 'Neg' ? negate(target.value) : positive(target.value)
}

const pythonConstants = /(?<![\w'"])(?:true|false|none)(?![\w'"])/

/** Undefined where the text is no Python literal. Jinja2's lower-case constants are not Python's. */
export function literalEval(text: string): unknown {
  const code = text.includes('#') ? withoutComment(text) : text
  const node = parseLiteralText(code)
  if (!node) return setOf(code)
  if (pythonConstants.test(code) && hasLowerConstant(code)) return undefined
  return literalValue(node)
}

function hasLowerConstant(text: string): boolean {
  return pythonConstants.test(text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs, ''))
}

function withoutComment(text: string): string {
  return text.replace(/('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|#[^\n]*/gs, (_, literal) => literal ?? '')
}

/** `{1, 2}`, which Jinja2's grammar does not have. */
function setOf(text: string): PySet | undefined {
  const [, inside] = /^\s*\{(.+)\}\s*$/s.exec(text) ?? []
  const items = inside === undefined ? undefined : literalEval(`[${inside}]`)
  if (!Array.isArray(items)) return undefined
  try {
    return new PySet(items)
  } catch {
    return undefined
  }
}
