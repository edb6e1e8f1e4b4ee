/** From a syntax tree to a JavaScript function, in the variant asked for. */
import type { MacroBody, MacroShape } from '../runtime/macro.js'
import { asyncOperations, syncOperations } from '../runtime/operations.js'
import type { Body, MacroNode } from '../syntax/nodes.js'
import type { Scope, TemplateSource } from '../types.js'
import { declareAssigned, type Frame, type Unit, type Variant } from './frame.js'
import { functionCode, macroParts, shapeOf, wrap } from './functions.js'
import type { SegmentRecorder } from './segment-recorder.js'
import { statements } from './statements.js'

export type RootFunction = (scope: Scope, recorder: SegmentRecorder | null) => unknown

export interface RootOptions {
  readonly variant: Variant
  readonly native?: boolean
  readonly mapped?: boolean
}

function newUnit(source: TemplateSource, variant: Variant, native: boolean): Unit {
  return { source, variant, native, data: [], shapes: [], statements, count: 0 }
}

function rootFrame(unit: Unit, mapped: boolean): Frame {
  const fn = { temporaries: [], macro: null }
  const { native } = unit
  return {
    unit,
    parent: null,
    variables: new Map(),
    fn,
    out: 'o',
    canReturn: false,
    inLoop: false,
    soft: false,
    mapped,
    native,
    hole: null,
  }
}

/** Always by generated code; `renderer` in `compile.ts` prefers the direct way where it suffices. */
export function rootFunction(source: TemplateSource, root: Body, options: RootOptions): RootFunction {
  const unit = newUnit(source, options.variant, options.native ?? false)
  const frame = rootFrame(unit, options.mapped ?? false)
  const code = declareAssigned(frame, root) + statements(frame, root.children)
  const empty = unit.native ? '[]' : "''"
  return compile(unit, wrap(unit, '(S,M)=>', { out: 'o', empty, temporaries: frame.fn.temporaries, code, traceName: null })) as RootFunction
}

export function macroShape(node: MacroNode): MacroShape {
  return shapeOf(macroParts(node, true))
}

export function macroFunction(source: TemplateSource, node: MacroNode, variant: Variant): MacroBody {
  const unit = newUnit(source, variant, false)
  return compile(unit, functionCode(rootFrame(unit, false), macroParts(node, true)).code) as MacroBody
}

/** `$` operations, `D` data, `H` shapes of macros, `F` the source for traces. */
function compile(unit: Unit, code: string): unknown {
  const make = new Function('$', 'D', 'H', 'F', `return ${code}`)
  return make(unit.variant === 'sync' ? syncOperations : asyncOperations, unit.data, unit.shapes, unit.source)
}
