/** Statements to JavaScript. */
import type * as nodes from '../syntax/nodes.js'
import type { Body, Expression, Statement, Target } from '../syntax/nodes.js'
import { isConstant } from './constants.js'
import { condition, expression, textOf } from './expressions.js'
import { child, constant, declare, declareAssigned, type Frame, find, fresh, place, read, reject } from './frame.js'
import { callBlockCode, functionCode, macroParts } from './functions.js'
import { forLoop } from './loops.js'

type Emit<Name extends Statement['typename']> = (frame: Frame, node: Extract<Statement, { typename: Name }>) => string

export function statements(frame: Frame, list: readonly Statement[]): string {
  let code = ''
  for (const node of list) code += (emitters[node.typename] as (frame: Frame, node: Statement) => string)(frame, node)
  return code
}

function output(frame: Frame, node: nodes.OutputNode): string {
  return node.children
    .map((part) => (part.typename === 'TemplateData' ? emit(frame, constant(frame.unit, part.value), part, 0) : print(frame, part)))
    .join('')
}

function print(frame: Frame, node: Expression): string {
  const returned = staticReturn(frame, node)
  if (returned !== null) return returned
  const raw = frame.native && !isConstant(node)
  return emit(frame, raw ? expression(frame, node) : textOf(frame, node), node, 1)
}

/** Adds to the output; for the source map also where from (`kind` 0 is text, 1 an expression). */
function emit(frame: Frame, value: string, at: nodes.At, kind: 0 | 1): string {
  const { out } = frame
  if (frame.native) return `${out}.push(${value});`
  return frame.mapped ? `M.start(${out}.length);${out}+=${value};M.end(${out}.length,${place(at)},${kind});` : `${out}+=${value};`
}

/** `{{ return(x) }}` and `{% do return(x) %}` in a macro's own body leave it at once; null for anything else. */
function staticReturn(frame: Frame, node: Expression): string | null {
  if (node.typename !== 'Call' || node.callee.typename !== 'Symbol' || node.callee.value !== 'return') return null
  const { positional, named, star, doubleStar } = node.args
  const [value] = positional
  if (!value || positional.length > 1 || named.length > 0 || star || doubleStar || find(frame, 'return')) return null
  return `${frame.canReturn ? 'return ' : '$.leave('}${expression(frame, value)}${frame.canReturn ? '' : ')'};`
}

function doStatement(frame: Frame, node: nodes.DoNode): string {
  return staticReturn(frame, node.expr) ?? `${expression(frame, node.expr)};`
}

function ifStatement(outer: Frame, node: nodes.IfNode): string {
  const frame = { ...outer, soft: true }
  const code = `if(${condition(frame, node.cond)}){${statements(frame, node.body.children)}}`
  if (!node.else_) return code
  return `${code}else{${node.else_.typename === 'If' ? ifStatement(outer, node.else_) : statements(frame, node.else_.children)}}`
}

/** Assigns to variables that exist. */
function assign(frame: Frame, target: Target, value: string): string {
  if (target.typename === 'Symbol') return `${(find(frame, target.value) ?? { js: '' }).js}=${value};`
  if (target.typename === 'NamespaceTarget') {
    return `$.setInNamespace(${read(frame, target.name)},${JSON.stringify(target.attribute)},${value},${place(target)});`
  }
  const items = fresh(frame.unit)
  const code = `const ${items}=$.unpack(${value},${target.children.length},${place(target)});`
  return code + target.children.map((part, index) => assign(frame, part, `${items}[${index}]`)).join('')
}

/** Declares new variables; those of a loop or a `with`. */
export function declareTarget(frame: Frame, target: Target, value: string): string {
  if (target.typename === 'Symbol') return `let ${declare(frame, target.value, true)}=${value};`
  if (target.typename === 'NamespaceTarget') throw reject(frame, 'an attribute cannot be a loop variable', target)
  const items = fresh(frame.unit)
  const code = `const ${items}=$.unpack(${value},${target.children.length},${place(target)});`
  return code + target.children.map((part, index) => declareTarget(frame, part, `${items}[${index}]`)).join('')
}

/** A body whose output is collected in a string: code, and the string's name. */
function collect(frame: Frame, body: Body): { readonly code: string; readonly text: string } {
  const text = fresh(frame.unit, 'b')
  const inner = child(frame, { out: text, mapped: false, native: false })
  return { code: `let ${text}='';${declareAssigned(inner, body)}${statements(inner, body.children)}`, text }
}

function setBlock(frame: Frame, node: nodes.SetBlockNode): string {
  const value = fresh(frame.unit, 'b')
  const { code, text } = collect(frame, node.body)
  const result = node.filter ? expression({ ...frame, hole: text }, node.filter) : text
  return `let ${value};{${code}${value}=${result};}${assign(frame, node.target, value)}`
}

function filterBlock(frame: Frame, node: nodes.FilterBlockNode): string {
  const { code, text } = collect(frame, node.body)
  return `{${code}${emit(frame, `$.text(${expression({ ...frame, hole: text }, node.filter)})`, node, 1)}}`
}

function macro(frame: Frame, node: nodes.MacroNode): string {
  // The other kinds define something for the project, not for this template.
  if (node.kind !== 'macro') return ''
  const { shape, code } = functionCode(frame, macroParts(node, frame.fn.macro === null))
  return `${(find(frame, node.name) ?? { js: '' }).js}=$.macro(${shape},S,${code});`
}

function withBlock(frame: Frame, node: nodes.WithNode): string {
  const inner = child(frame)
  const values = node.values.map((value) => ({ name: fresh(frame.unit), code: expression(frame, value) }))
  const evaluated = values.map(({ name, code }) => `const ${name}=${code};`).join('')
  const declared = node.targets.map((target, index) => declareTarget(inner, target, values[index]?.name ?? 'null')).join('')
  return `{${evaluated}{${declared}${scoped(inner, node.body)}}}`
}

function scoped(frame: Frame, body: Body): string {
  return declareAssigned(frame, body) + statements(frame, body.children)
}

function jump(frame: Frame, node: nodes.JumpNode): string {
  const word = node.typename === 'Break' ? 'break' : 'continue'
  if (!frame.inLoop) throw reject(frame, `\`{% ${word} %}\` outside a loop`, node)
  return `${word};`
}

const emitters: { readonly [Name in Statement['typename']]: Emit<Name> } = {
  Output: output,
  Set: (frame, node) => assign(frame, node.target, expression(frame, node.value)),
  SetBlock: setBlock,
  If: ifStatement,
  For: (frame, node) => forLoop(frame, node, { declareTarget, scoped }),
  Do: doStatement,
  Break: jump,
  Continue: jump,
  Macro: macro,
  CallBlock: (frame, node) => emit(frame, `$.text(${callBlockCode(frame, node)})`, node, 1),
  FilterBlock: filterBlock,
  With: withBlock,
  Scope: (frame, node) => `{${scoped(child(frame), node.body)}}`,
}
