/** Macros and the bodies of `{% call %}` to JavaScript functions `(S, A)`: scope, and arguments already bound. */
import type { MacroShape } from '../runtime/macro.js'
import type { Body, CallBlockNode, MacroNode, Parameter } from '../syntax/nodes.js'
import { callExpression, expression } from './expressions.js'
import { child, declare, declareAssigned, type Frame, fresh, reject, type Unit } from './frame.js'
import { usedNames } from './names.js'

export interface FunctionParts {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: Body
  readonly catchesReturn: boolean
  /** Name in traces; a call block carries its surroundings' name. */
  readonly traceName: string | null
}

const implicit = ['caller', 'kwargs', 'varargs'] as const

export function shapeOf({ name, parameters, body, catchesReturn }: FunctionParts): MacroShape {
  const used = usedNames(body, implicit)
  const names = parameters.map((parameter) => parameter.name)
  const uses = (implicitName: string) => used.has(implicitName) && !names.includes(implicitName)
  return {
    name,
    parameters: names,
    required: parameters.filter((parameter) => parameter.default === null).length,
    usesCaller: uses('caller'),
    usesKwargs: uses('kwargs'),
    usesVarargs: uses('varargs'),
    catchesReturn,
  }
}

function checkCaller(frame: Frame, { parameters, body }: FunctionParts): void {
  const own = parameters.find((parameter) => parameter.name === 'caller' && parameter.default === null)
  if (!own || !usedNames(body, ['caller']).has('caller')) return
  const hint = '`caller` is what {% call %} passes; leave it out, or write `caller=none`.'
  throw reject(frame, 'the "caller" argument must be omitted or be given a default', own, { hint })
}

/** `H[n]`, the shape, and the function. */
export function functionCode(outer: Frame, parts: FunctionParts): { readonly shape: string; readonly code: string } {
  const { unit } = outer
  checkCaller(outer, parts)
  const shape = shapeOf(parts)
  unit.shapes.push(shape)
  const shapeName = `H[${unit.shapes.length - 1}]`
  const fn = { temporaries: [], macro: parts.traceName }
  const out = fresh(unit, 'o')
  const frame = child(outer, { fn, out, canReturn: parts.catchesReturn, inLoop: false, mapped: false, native: false, hole: null })
  const code = `${parameters(frame, parts.parameters)}${implicits(frame, shape)}${declareAssigned(frame, parts.body)}${unit.statements(frame, parts.body.children)}`
  return {
    shape: shapeName,
    code: wrap(unit, '(S,A)=>', { out, empty: "''", temporaries: fn.temporaries, code, traceName: parts.traceName }),
  }
}

interface Wrapped {
  readonly out: string
  readonly empty: string
  readonly temporaries: readonly string[]
  readonly code: string
  readonly traceName: string | null
}

/** The frame every function shares: its place, its output, and the trace added to what it throws. */
export function wrap(unit: Unit, head: string, { out, empty, temporaries, code, traceName }: Wrapped): string {
  const variables = ['at=0', `${out}=${empty}`, ...temporaries].join(',')
  const prefix = unit.variant === 'async' ? 'async ' : ''
  return `${prefix}${head}{let ${variables};try{${code}return ${out}}catch(e){throw $.traced(e,F,${JSON.stringify(traceName)},at)}}`
}

/**
 * Defaults are evaluated at each call, from first to last. All parameters are there already, so a default never sees an outer
 * variable of a later parameter's name: it sees what the call gave, or an undefined value.
 */
function parameters(frame: Frame, list: readonly Parameter[]): string {
  const names = list.map((parameter) => declare(frame, parameter.name, false))
  const declared = names.map((js, index) => `let ${js}=A[${index}];`).join('')
  const filled = list.map((parameter, index) => {
    const fallback = parameter.default ? expression(frame, parameter.default) : `$.absent(${JSON.stringify(parameter.name)})`
    const js = names[index] as string
    frame.variables.set(parameter.name, { js, sure: true })
    return `if(${js}===undefined)${js}=${fallback};`
  })
  return declared + filled.join('')
}

function implicits(frame: Frame, shape: MacroShape): string {
  let index = shape.parameters.length
  const uses = { caller: shape.usesCaller, kwargs: shape.usesKwargs, varargs: shape.usesVarargs }
  return implicit.map((name) => (uses[name] ? `let ${declare(frame, name, true)}=A[${index++}];` : '')).join('')
}

export function macroParts(node: MacroNode, catchesReturn: boolean): FunctionParts {
  return { name: node.name, parameters: node.parameters, body: node.body, catchesReturn, traceName: node.name }
}

/** The output of `{% call f() %}…{% endcall %}`. */
export function callBlockCode(frame: Frame, node: CallBlockNode): string {
  const parts = { name: 'caller', parameters: node.parameters, body: node.body, catchesReturn: false, traceName: frame.fn.macro }
  const { shape, code } = functionCode(frame, parts)
  return callExpression(frame, node.call, `"caller":$.macro(${shape},S,${code})`)
}
