/**
 * The generator's notes while it walks a tree. A `Unit` is one function to be compiled, a `Frame` one of Jinja2's scopes
 * inside it: a loop body, a macro, a set block. An `if` has none, so what is set inside it stays set after it.
 */
import type { SluiceError } from '../../core/error.js'
import { type Advice, syntaxError } from '../errors.js'
import type { MacroShape } from '../runtime/macro.js'
import { encodePlace } from '../runtime/trace.js'
import type { At, Body, Statement } from '../syntax/nodes.js'
import { locate } from '../syntax/token-parser.js'
import type { TemplateSource } from '../types.js'
import { assignedFirst, assignedNames } from './names.js'

export type Variant = 'sync' | 'async'

export interface Unit {
  readonly source: TemplateSource
  readonly variant: Variant
  /** Outputs go into an array, untouched, instead of a string. */
  readonly native: boolean
  /** Constants the code refers to as `D[n]`: text, so that it is not quoted and parsed again. */
  readonly data: unknown[]
  /** `H[n]`. */
  readonly shapes: MacroShape[]
  /** Code for statements; a field because functions contain statements and statements contain functions. */
  readonly statements: (frame: Frame, statements: readonly Statement[]) => string
  count: number
}

/** One JavaScript function; what is declared at its top. */
export interface FunctionState {
  readonly temporaries: string[]
  /** The macro it belongs to, for the trace. */
  readonly macro: string | null
}

interface Variable {
  readonly js: string
  /** Never missing: a parameter or loop variable. */
  readonly sure: boolean
}

export interface Frame {
  readonly unit: Unit
  readonly parent: Frame | null
  readonly variables: Map<string, Variable>
  readonly fn: FunctionState
  /** JavaScript variable the output goes to. */
  readonly out: string
  /** `return(x)` may become a JavaScript return. */
  readonly canReturn: boolean
  readonly inLoop: boolean
  /** Inside an `if`, where Jinja2 forgives unknown filters until they are reached. */
  readonly soft: boolean
  /** Output is recorded for the source map. */
  readonly mapped: boolean
  readonly native: boolean
  /** Input of a filter block. */
  readonly hole: string | null
}

export function fresh(unit: Unit, name = 't'): string {
  return `${/^[\w$]+$/.test(name) ? name : 'v'}$${++unit.count}`
}

export function temporary(frame: Frame): string {
  const name = fresh(frame.unit)
  frame.fn.temporaries.push(name)
  return name
}

export function place(at: At): string {
  return `at=${encodePlace(at.lineno, at.colno)}`
}

export function constant(unit: Unit, value: unknown): string {
  unit.data.push(value)
  return `D[${unit.data.length - 1}]`
}

export function awaited(frame: Frame, code: string): string {
  return frame.unit.variant === 'async' ? `(await ${code})` : code
}

export function reject(frame: Frame, message: string, at: At, advice?: Advice): SluiceError {
  return syntaxError(message, locate(frame.unit.source, at.lineno, at.colno), advice)
}

export function child(parent: Frame, changes: Partial<Omit<Frame, 'variables' | 'parent' | 'unit'>> = {}): Frame {
  return { ...parent, soft: false, ...changes, parent, variables: new Map() }
}

export function find(frame: Frame, name: string): Variable | null {
  for (let at: Frame | null = frame; at; at = at.parent) {
    const variable = at.variables.get(name)
    if (variable) return variable
  }
  return null
}

export function declare(frame: Frame, name: string, sure: boolean): string {
  const js = fresh(frame.unit, name)
  frame.variables.set(name, { js, sure })
  return js
}

/** Reads a name: a variable if the template has one, else from outside. */
export function read(frame: Frame, name: string): string {
  const variable = find(frame, name)
  const quoted = JSON.stringify(name)
  if (!variable) return `$.global(S,${quoted})`
  return variable.sure ? variable.js : `$.local(${variable.js},${quoted},S)`
}

/** Variables for all a body assigns, starting with the value they have outside it where that can matter. */
export function declareAssigned(frame: Frame, body: Body): string {
  const names = assignedNames(body.children)
  if (names.size === 0) return ''
  const first = assignedFirst(body, names)
  let code = ''
  for (const name of names) {
    if (frame.variables.has(name)) continue
    const outside = frame.parent ? find(frame.parent, name) : null
    const sure = first.has(name)
    const start = sure ? '' : `=${outside ? outside.js : `$.outer(S,${JSON.stringify(name)})`}`
    code += `let ${declare(frame, name, sure)}${start};`
  }
  return code
}
