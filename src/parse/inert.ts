/**
 * Macros that cannot matter to parsing: neither they nor anything they may call asks for a ref, a source or a config, and
 * none can raise. A call of one need not be made to know what a file depends on. Judged from the text, so that a doubt
 * means "call it".
 */
import type { MacroRegistry } from '../context/index.js'
import type { MacroNode, UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import { scanCalls } from './macros.js'

type CallSite = ReturnType<typeof scanCalls> extends Generator<infer Site> ? Site : never

export interface MacroFacts {
  isInert(macro: MacroNode): boolean
  /** Neither the macro nor anything it may call comes from the project or its packages. */
  isBuiltin(macro: MacroNode): boolean
  /** The call fits the macro's parameters, so that making it could not fail for that. */
  accepts(macro: MacroNode, positional: number, keywords: readonly string[]): boolean
}

const asking = /\b(?:ref|source|metric|function|builtins|context|render)\b|\bconfig\s*(?:\(|\.\s*set\b)/
const raising = /\bexceptions\s*\.|\b(?:try_or_compiler_error|env_var|itertools)\b/
const tag = /\{#[\s\S]*?#\}|\{\{([\s\S]*?)\}\}|\{%([\s\S]*?)%\}/g

/** Functions templates have anyway, none of which asks for anything. */
export const harmless: ReadonlySet<string> = new Set(
  [
    'caller cycler debug dict diff_of_two_dicts doc env_var fromjson fromyaml joiner load_result local_md5 log namespace print range return set',
  ]
    .concat('set_strict store_raw_result store_result tojson toyaml var zip zip_strict')
    .flatMap((words) => words.split(' ')),
)

export function createMacroFacts(project: Project, registry: MacroRegistry): MacroFacts {
  const builtins = new Set(project.packages.filter((entry) => entry.kind === 'builtin').map((entry) => entry.name))
  const inert = new Map<UniqueId, boolean>()
  const builtin = new Map<UniqueId, boolean>()

  /** Holds of a macro and all it may call; macros that call each other in a circle are judged without the circle. */
  const throughout = (macro: MacroNode, known: Map<UniqueId, boolean>, holds: (macro: MacroNode) => boolean): boolean => {
    const answer = known.get(macro.unique_id)
    if (answer !== undefined) return answer
    known.set(macro.unique_id, true)
    const result =
      holds(macro) &&
      macro.depends_on.macros.every((id) => {
        const called = registry.get(id)
        return called !== undefined && throughout(called, known, holds)
      })
    known.set(macro.unique_id, result)
    return result
  }

  const harmlessAlone = (macro: MacroNode): boolean => {
    const code = [...macro.macro_sql.matchAll(tag)].map((match) => match[1] ?? match[2] ?? '').join('\n')
    if (asking.test(code)) return false
    // What ships with the tool raises only on wrong use, which the run would meet as well.
    const own = !builtins.has(macro.package_name)
    if (own && raising.test(code)) return false
    const calls = [...scanCalls(macro.macro_sql)]
    // An author's macro that calls another may do so wrongly, which is to be told before anything runs.
    if (own && calls.some((call) => isOwn(call, macro))) return false
    const dispatched = calls.filter((call) => call.dispatch).length
    if (dispatched !== (code.match(/\badapter\s*\.\s*dispatch\b/g)?.length ?? 0)) return false
    return calls.every((call) => resolves(call, macro))
  }

  const isOwn = (call: CallSite, macro: MacroNode): boolean => {
    const called = registry.find(call.name, macro.package_name, call.namespace ?? undefined)
    return !call.dispatch && called !== undefined && !builtins.has(called.package_name)
  }

  const resolves = (call: CallSite, macro: MacroNode): boolean => {
    if (call.dispatch) return registry.dispatch(call.name, call.namespace, macro.package_name) !== undefined
    if (call.namespace !== null) return true
    return harmless.has(call.name) || registry.find(call.name, macro.package_name) !== undefined
  }

  return {
    isInert: (macro) => throughout(macro, inert, harmlessAlone),
    isBuiltin: (macro) => throughout(macro, builtin, (each) => builtins.has(each.package_name)),
    accepts: (macro, positional, keywords) => {
      const { parameters } = registry.compiled(macro)
      return positional <= parameters.length && keywords.every((keyword) => parameters.indexOf(keyword) >= positional)
    },
  }
}
