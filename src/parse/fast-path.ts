/**
 * What a template asks for, without running it, where that is certain: from the text alone when it holds nothing but plain
 * calls, else from the syntax when nothing it asks for depends on values. Anything doubtful is left to the engine. A test
 * holds all three ways to one answer.
 */
import type { Captured, MacroRegistry } from '../context/index.js'
import type { Plain, UniqueId } from '../core/node.js'
import { type Outline, type OutlineCall, toPlain } from '../jinja/index.js'
import { asRef, asSource, type CallText, type Literal, readCall } from './call-text.js'
import { nothingCaptured } from './captured.js'
import { renameHooks } from './config.js'
import { harmless, type MacroFacts } from './inert.js'

export interface FastPath {
  /** Undefined where the text needs its syntax looked at. */
  fromText(text: string, packageName: string): Captured | undefined
  /** Undefined where the template must be rendered. */
  fromOutline(outline: Outline, packageName: string): Captured | undefined
}

const asking = ['ref', 'source', 'config', 'metric', 'function']
/** Ways to ask that syntax alone does not show, or to fail. */
const opaque = ['builtins', 'context', 'render', 'return', 'exceptions', 'adapter_macro', 'try_or_compiler_error']
const expression = /\{\{-?([\s\S]*?)-?\}\}|\{#[\s\S]*?#\}/g

export interface FastPathOptions {
  readonly registry: MacroRegistry
  readonly facts: MacroFacts
  readonly env: Readonly<Record<string, string | undefined>>
}

export function createFastPath(options: FastPathOptions): FastPath {
  const { registry } = options
  const standard = new Map<string, boolean>()
  /** False where a project puts macros in place of the built-in functions. */
  const hasStandardNames = (packageName: string): boolean => {
    const known = standard.get(packageName) ?? ![...asking, 'var', 'env_var'].some((name) => registry.find(name, packageName) !== undefined)
    standard.set(packageName, known)
    return known
  }

  const fromText = (text: string, packageName: string): Captured | undefined => {
    if (text.includes('{%') || !hasStandardNames(packageName)) return undefined
    const found = empty()
    const tags = [...text.matchAll(expression)]
    // An opener the pattern passed over lies inside text that only the engine can tell apart.
    if (/\{\{|\{#/.test(text.replace(expression, ''))) return undefined
    const settled = tags.every(([, code]) => {
      if (code === undefined || /^\s*this\s*$/.test(code)) return true
      const call = readCall(code)
      return call !== undefined && note(options, found, asOutlineCall(call), packageName)
    })
    return settled ? captured(found) : undefined
  }

  const fromOutline = (outline: Outline, packageName: string): Captured | undefined => {
    const { assigned, names } = outline
    if (!outline.plain || !hasStandardNames(packageName)) return undefined
    if ([...asking, ...opaque].some((name) => names.has(name) || assigned.has(name))) return undefined
    // A macro handed on as a value is called by somebody else.
    const called = new Set(outline.calls.map(({ path }) => path[0]))
    if ([...names].some((name) => !called.has(name) && registry.find(name, packageName) !== undefined)) return undefined
    const found = empty()
    const settled = outline.calls.every((call) => {
      const [base, method] = call.path
      if (base === undefined) return false
      // A method of a value the template made itself, or of something computed.
      if (method !== undefined && (base === '' || assigned.has(base))) return true
      return !assigned.has(base) && note(options, found, call, packageName)
    })
    return settled ? captured(found) : undefined
  }
  return { fromText, fromOutline }
}

interface Found {
  readonly refs: Captured['refs'][number][]
  readonly sources: (readonly [string, string])[]
  readonly metrics: (readonly string[])[]
  readonly functions: (readonly string[])[]
  readonly configCalls: Plain[]
  readonly macros: Set<UniqueId>
  readonly vars: Set<string>
  readonly env: Set<string>
}

function empty(): Found {
  return { refs: [], sources: [], metrics: [], functions: [], configCalls: [], macros: new Set(), vars: new Set(), env: new Set() }
}

function captured(found: Found): Captured {
  const { macros, vars, env, ...asked } = found
  return { ...nothingCaptured, ...asked, macros: [...macros], reads: { vars: [...vars], env: [...env], other: [] } }
}

function asOutlineCall(call: CallText): OutlineCall {
  return { path: [call.name], certain: true, args: call.args, kwargs: call.kwargs, spread: false }
}

/** Records what a call asks for; false where that cannot be said. */
function note(options: FastPathOptions, found: Found, call: OutlineCall, packageName: string): boolean {
  const [name = '', method] = call.path
  if (method !== undefined) return noteMethod(options, found, call, packageName)
  if (asking.includes(name)) return noteAsking(found, call, name)
  if (opaque.includes(name)) return false
  if (name === 'var') return noteVar(found, call)
  if (name === 'env_var') return noteEnv(options, found, call)
  const macro = options.registry.find(name, packageName)
  if (!macro) return harmless.has(name)
  return noteMacro(options, found, call, macro.unique_id)
}

function noteMethod(options: FastPathOptions, found: Found, call: OutlineCall, packageName: string): boolean {
  const [base = '', method = ''] = call.path
  if (opaque.includes(base)) return false
  if (base === 'config') return method !== 'set'
  if (!options.registry.isPackage(base)) return true
  const macro = options.registry.find(method, packageName, base)
  return macro !== undefined && noteMacro(options, found, call, macro.unique_id)
}

function noteMacro({ registry, facts }: FastPathOptions, found: Found, call: OutlineCall, id: UniqueId): boolean {
  const macro = registry.get(id)
  if (!macro || !call.certain || call.spread || !facts.isInert(macro) || !facts.accepts(macro, call.args.length, Object.keys(call.kwargs)))
    return false
  found.macros.add(id)
  return true
}

function noteAsking(found: Found, call: OutlineCall, name: string): boolean {
  const values = [...call.args, ...Object.values(call.kwargs)]
  if (!call.certain || call.spread || values.includes(undefined)) return false
  const keywords = Object.keys(call.kwargs)
  const asText: CallText = { name, args: call.args as readonly Literal[], kwargs: call.kwargs as CallText['kwargs'], end: 0 }
  switch (name) {
    case 'ref': {
      const ref = asRef(asText)
      return (
        ref !== undefined && keywords.length <= 1 && keywords.every((key) => key === 'v' || key === 'version') && found.refs.push(ref) > 0
      )
    }
    case 'source': {
      const source = asSource(asText)
      return source !== undefined && keywords.length === 0 && found.sources.push(source) > 0
    }
    case 'config':
      return noteConfig(found, call)
    default: {
      const named =
        call.args.length >= 1 && call.args.length <= 2 && keywords.length === 0 && call.args.every((arg) => typeof arg === 'string')
      return named && (name === 'metric' ? found.metrics : found.functions).push(call.args as string[]) > 0
    }
  }
}

function noteConfig(found: Found, call: OutlineCall): boolean {
  const keywords = Object.keys(call.kwargs)
  const both = ['pre', 'post'].some((when) => keywords.includes(`${when}_hook`) && keywords.includes(`${when}-hook`))
  if (call.args.length > 0 || keywords.length === 0 || both) return false
  return found.configCalls.push(renameHooks(toPlain(call.kwargs) as Plain)) > 0
}

function noteVar(found: Found, call: OutlineCall): boolean {
  const [name] = call.args
  if (typeof name !== 'string' || call.args.length > 2 || call.spread || Object.keys(call.kwargs).some((key) => key !== 'default'))
    return false
  found.vars.add(name)
  return true
}

/** A variable that is not set raises; a secret one is refused. */
function noteEnv({ env }: FastPathOptions, found: Found, call: OutlineCall): boolean {
  const [name] = call.args
  if (typeof name !== 'string' || name.startsWith('DBT_ENV_SECRET') || call.spread || Object.keys(call.kwargs).length > 0) return false
  if (env[name] === undefined && call.args.length < 2) return false
  found.env.add(name)
  return true
}
