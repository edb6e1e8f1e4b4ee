/** Notes, while a template renders, which part of the output came from where; the `M` of generated code. */
import type { Kwargs } from '../../core/template-object.js'
import { getAttribute } from '../runtime/access.js'
import { callMethod, callValue } from '../runtime/call.js'
import { Macro } from '../runtime/macro.js'
import { decodePlace } from '../runtime/trace.js'
import type { Scope, Segment, TemplateSource } from '../types.js'

export class SegmentRecorder {
  readonly segments: Segment[] = []
  readonly #source: TemplateSource
  #start = 0
  #macro: string | null = null

  constructor(source: TemplateSource) {
    this.#source = source
  }

  start(offset: number): void {
    this.#start = offset
    this.#macro = null
  }

  end(offset: number, at: number, kind: 0 | 1): void {
    if (offset === this.#start) return
    const { line, column } = decodePlace(this.#source, at)
    const segment: Segment = { start: this.#start, end: offset, line, column, kind: kind === 0 ? 'text' : 'expression' }
    this.segments.push(this.#macro === null ? segment : { ...segment, macro: this.#macro })
  }

  call(scope: Scope, callee: unknown, args: readonly unknown[], kwargs: Kwargs, _at: number): unknown {
    if (callee instanceof Macro) this.#macro = callee.name
    return callValue(callee, args, kwargs, scope)
  }

  method(scope: Scope, owner: unknown, name: string, args: readonly unknown[], kwargs: Kwargs, _at: number): unknown {
    const callee = typeof owner === 'object' && owner !== null && !Array.isArray(owner) ? getAttribute(owner, name, scope) : null
    if (callee instanceof Macro) return this.call(scope, callee, args, kwargs, _at)
    return callMethod(owner, name, args, kwargs, scope)
  }
}
