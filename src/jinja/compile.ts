/**
 * Templates and macros, compiled: parsed at once, so that a mistake shows at once, but turned into JavaScript only in the
 * variant that is rendered, on first use. Macros are shared by their text for as long as the process lives.
 */
import type { SluiceError } from '../core/error.js'
import type { TemplateFunction } from '../core/template-object.js'
import { directFunction, isDirect } from './direct.js'
import { syntaxError, wrongValue } from './errors.js'
import type { Variant } from './generator/frame.js'
import { macroFunction, macroShape, type RootFunction, type RootOptions, rootFunction } from './generator/program.js'
import { SegmentRecorder } from './generator/segment-recorder.js'
import { withinStack } from './nesting.js'
import { outlineOf } from './outline.js'
import { asyncMacro, type MacroBody, type MacroShape, syncMacro } from './runtime/macro.js'
import { ReturnSignal } from './runtime/values.js'
import type { Body, MacroNode } from './syntax/nodes.js'
import { parseTemplate } from './syntax/template-parser.js'
import { locate } from './syntax/token-parser.js'
import type { CompiledMacro, CompiledTemplate, Scope, TemplateSource } from './types.js'

export function compileTemplate(source: TemplateSource): CompiledTemplate {
  const root = parseTemplate(source)
  const made = new Map<string, RootFunction>()
  const variant = (name: Variant, mapped: boolean): RootFunction => {
    const key = mapped ? 'mapped' : name
    const known = made.get(key) ?? renderer(source, root, { variant: name, mapped })
    made.set(key, known)
    return known
  }
  return {
    outline: () => withinStack(source, () => outlineOf(root)),
    renderSync: (scope) => caughtReturn(source, () => variant('sync', false)(scope, null) as string),
    render: (scope) => caughtReturnAsync(source, () => variant('async', false)(scope, null) as Promise<string>),
    renderMapped: async (scope) => {
      const recorder = new SegmentRecorder(source)
      const text = await caughtReturnAsync(source, () => variant('async', true)(scope, recorder) as Promise<string>)
      return { text, segments: recorder.segments }
    },
  }
}

/** The cheaper of the two ways to run a template. */
export function renderer(source: TemplateSource, root: Body, options: RootOptions): RootFunction {
  return withinStack(source, () => (isDirect(root) ? directFunction(source, root, options) : rootFunction(source, root, options)))
}

function caughtReturn<T>(source: TemplateSource, render: () => T): T {
  try {
    return render()
  } catch (error) {
    throw outsideMacro(source, error)
  }
}

async function caughtReturnAsync<T>(source: TemplateSource, render: () => Promise<T>): Promise<T> {
  try {
    return await render()
  } catch (error) {
    throw outsideMacro(source, error)
  }
}

function outsideMacro(source: TemplateSource, error: unknown): unknown {
  if (!(error instanceof ReturnSignal)) return error
  return wrongValue('`return(…)` is called outside a macro', 'Only a macro has something to return to.').with({
    location: error.location ?? locate(source, 0, 0),
  })
}

/** Per text and place, so that errors point into the right file. */
const macros = new Map<string, CompiledMacro>()

export function compileMacro(source: TemplateSource): CompiledMacro {
  const key = `${source.file}\0${source.line ?? 1}\0${source.column ?? 1}\0${source.text}`
  const known = macros.get(key) ?? lazyMacro(source)
  macros.set(key, known)
  return known
}

interface Parsed {
  readonly node: MacroNode
  readonly shape: MacroShape
  readonly bodies: Map<Variant, MacroBody>
}

function lazyMacro(source: TemplateSource): CompiledMacro {
  let parsed: Parsed | null = null
  const get = (): Parsed => {
    parsed ??= parseMacro(source)
    return parsed
  }
  return {
    get name() {
      return macroNameOf(get().node)
    },
    get parameters() {
      return get().shape.parameters
    },
    bind: (scope, variant) => bind(scope, variant, source, get),
  }
}

function parseMacro(source: TemplateSource): Parsed {
  const node = firstMacro(parseTemplate(source))
  if (!node) throw noMacro(source)
  return { node, shape: macroShape(node), bodies: new Map() }
}

function firstMacro(root: Body): MacroNode | undefined {
  return root.children.find((statement): statement is MacroNode => statement.typename === 'Macro')
}

function noMacro(source: TemplateSource): SluiceError {
  return syntaxError('there is no macro here', locate(source, 0, 0), { expected: '`{% macro name(…) %}`' })
}

function bind(scope: Scope, variant: Variant, source: TemplateSource, get: () => Parsed): TemplateFunction {
  const { node, shape, bodies } = get()
  let body = bodies.get(variant)
  if (!body) {
    body = withinStack(source, () => macroFunction(source, node, variant))
    bodies.set(variant, body)
  }
  return variant === 'sync' ? syncMacro(shape, scope, body) : asyncMacro(shape, scope, body)
}

/** The name dbt registers it under. */
export function macroNameOf(node: Pick<MacroNode, 'kind' | 'name' | 'adapter'>): string {
  switch (node.kind) {
    case 'test':
    case 'data_test':
      return `test_${node.name}`
    case 'materialization':
      return `materialization_${node.name}_${node.adapter ?? 'default'}`
    default:
      return node.name
  }
}
