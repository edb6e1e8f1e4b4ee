/** `{% for %}` to a JavaScript loop; a recursive one to a function that calls itself through `loop(…)`. */
import type { Body, ForNode, Target } from '../syntax/nodes.js'
import { condition, expression } from './expressions.js'
import { awaited, child, declare, type Frame, fresh, place } from './frame.js'
import { usedNames } from './names.js'

/** From the statements' module, which imports this one. */
export interface LoopParts {
  declareTarget(frame: Frame, target: Target, value: string): string
  scoped(frame: Frame, body: Body): string
}

export function forLoop(frame: Frame, node: ForNode, parts: LoopParts): string {
  const items = `$.iterate(${expression(frame, node.iter)},${place(node.iter)})`
  if (!node.recursive) return `{${loopOver(frame, node, parts, { items, depth: '1', recurse: 'null' })}}`
  const recurse = fresh(frame.unit, 'f')
  const out = fresh(frame.unit, 'o')
  const inside = { ...frame, out, canReturn: false, mapped: false, native: false }
  const body = loopOver(inside, node, parts, { items: '$.iterate(x)', depth: 'd', recurse })
  const prefix = frame.unit.variant === 'async' ? 'async ' : ''
  const first = awaited(frame, `${recurse}(${items},1)`)
  const code = `const ${recurse}=${prefix}(x,d)=>{let ${out}='';${body}return ${out}};`
  return `{${code}${frame.native ? `${frame.out}.push(${first})` : `${frame.out}+=${first}`};}`
}

interface LoopSource {
  /** JavaScript for the array to go through. */
  readonly items: string
  readonly depth: string
  readonly recurse: string
}

function loopOver(frame: Frame, node: ForNode, parts: LoopParts, source: LoopSource): string {
  const { unit } = frame
  const list = fresh(unit, 'a')
  const index = fresh(unit, 'i')
  const filtered = node.test ? filterCode(frame, node, parts, list) : ''
  const body = child(frame, { inLoop: true })
  const usesLoop = node.recursive || usedNames(node.body, ['loop']).size > 0
  const loop = usesLoop ? declare(body, 'loop', true) : null
  const start = loop ? `const ${loop}=$.loop(${list},${source.depth},${source.recurse});` : ''
  const step = loop ? `${loop}.at=${index};` : ''
  const target = parts.declareTarget(body, node.target, `${list}[${index}]`)
  const inside = parts.scoped(body, node.body)
  const code = `let ${list}=${source.items};${filtered}${start}for(let ${index}=0;${index}<${list}.length;${index}++){${step}${target}${inside}}`
  return node.else_ ? `${code}if(${list}.length===0){${parts.scoped(child(frame), node.else_)}}` : code
}

/** `for x in xs if …`: what does not pass is gone before the loop counts. */
function filterCode(frame: Frame, node: ForNode, parts: LoopParts, list: string): string {
  if (!node.test) return ''
  const kept = fresh(frame.unit, 'k')
  const item = fresh(frame.unit, 'x')
  const inner = child(frame)
  const target = parts.declareTarget(inner, node.target, item)
  return `{const ${kept}=[];for(const ${item} of ${list}){${target}if(${condition(inner, node.test)})${kept}.push(${item});}${list}=${kept};}`
}
